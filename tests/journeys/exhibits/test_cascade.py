"""A learner puts one control after the other in place."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_control_ends_the_chain_at_its_step(exhibit: Open) -> None:
    """The number, the steps that succeeded, and those that were not reached are those of the walk."""
    shown = exhibit("cascade")
    data = data_of("cascade")
    for walk in data["walks"]:
        shown.get_by_label(walk["control"] or "none, as it happened").check()
        expect(shown.locator(".answer b")).to_have_text(f"{walk['people']:,}")
        expect(shown.locator(".cascade .came")).to_have_count(len(walk["reached"]))
        if walk["control"]:
            expect(shown.locator(".cascade .stopped").first).to_contain_text(f"stopped: {walk['control']}")
