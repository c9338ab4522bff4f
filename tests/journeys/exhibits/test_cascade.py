"""A learner puts one guard after the other in place."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=4, of="folder"),
    pytest.mark.browser,
    pytest.mark.xdist_group("journeys-look-and-limits"),
]


def test_each_guard_ends_the_chain_where_it_stands(exhibit: Open) -> None:
    """The number, the steps that went through, and those that were never reached are those of the walk."""
    shown = exhibit("cascade")
    data = data_of("cascade")
    for walk in data["walks"]:
        shown.get_by_label(walk["guard"] or "nothing, as it was").check()
        expect(shown.locator(".answer b")).to_have_text(f"{walk['people']:,}")
        expect(shown.locator(".cascade .came")).to_have_count(len(walk["reached"]))
        if walk["guard"]:
            expect(shown.locator(".cascade .stopped").first).to_contain_text(f"stopped by {walk['guard']}")
