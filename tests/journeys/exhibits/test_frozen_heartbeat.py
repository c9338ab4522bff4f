"""A learner changes what the main thread does, and watches the heart."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_way_shows_its_beats(exhibit: Open) -> None:
    """The number is that of the beats that are lacking in the picture, by the arrow keys."""
    shown = exhibit("frozen-heartbeat")
    for index, way in enumerate(data_of("frozen-heartbeat")["ways"]):
        expect(shown.get_by_role("radio").nth(index)).to_be_checked()
        expect(shown.locator(".answer b")).to_have_text(str(way["missed"]))
        expect(shown.locator(".beat")).to_have_count(len(way["beats"]))
        expect(shown.locator(".silence")).to_have_count(1 if way["missed"] else 0)
        shown.get_by_role("radio", checked=True).press("ArrowRight")
