"""A learner resolves a name, part by part."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_step_shows_what_is_resolved_and_what_is_left(exhibit: Open) -> None:
    """A link's parts come first; what realpath says is known only at the end."""
    shown = exhibit("realpath-steps")
    (case,) = (each for each in data_of("realpath-steps")["cases"] if each["name"] == "shared/../private/grades.txt")
    strips = shown.locator(".strip")
    for step in case["steps"]:
        expect(shown.locator(".answers dd").last).to_have_text("…")
        shown.get_by_role("button", name="Next").press("Enter")
        expect(strips.first).to_have_text(step["at"])
        expect(shown.locator(".answer b")).to_have_text("inside" if step["inside"] else "outside")
        if step["rest"]:
            expect(strips.nth(1)).to_have_attribute("aria-label", " / ".join(step["rest"]))
    expect(shown.locator(".answers dd").last).to_have_text("outside")
    expect(shown.locator(".answers .harm")).to_have_count(2)
