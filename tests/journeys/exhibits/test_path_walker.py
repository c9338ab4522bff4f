"""A learner walks a path, step by step, and sees where it ends."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_step_says_where_the_walk_is(exhibit: Open) -> None:
    """Next goes one part further, by the keyboard as well; at the end, both versions answer."""
    shown = exhibit("path-walker")
    (walk,) = (each for each in data_of("path-walker")["walks"] if each["name"] == "2026/../../settings.ini")
    shown.get_by_role("button", name=walk["name"], exact=True).press("Enter")
    for number, step in enumerate(walk["steps"], 1):
        shown.get_by_role("button", name="Next").press("Enter")
        expect(shown.locator(".answer b")).to_have_text("inside" if step["inside"] else "outside")
        expect(shown.locator(".walk-tree b")).to_have_count(1)
        expect(shown.locator(".strip")).to_have_attribute(
            "aria-label", f"{walk['name']}, step {number} of {len(walk['steps'])}"
        )
    expect(shown.locator(".answers dd")).to_have_text([walk["before"], walk["after"]])

    shown.get_by_role("button", name="2026/../scales.txt", exact=True).click()
    expect(shown.locator(".answer b")).to_have_text("inside")
    expect(shown.locator(".answers dd").first).to_have_text("…")
