"""A learner sends numbers through types with a width."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_lamp_says_what_each_step_did(exhibit: Open) -> None:
    """Each way shows what is left of the number, by the arrow keys and by the numbers' buttons."""
    shown = exhibit("cast-pipeline")
    data = data_of("cast-pipeline")
    number = shown.locator(".answer b")
    for way in data["ways"]:
        (case,) = (each for each in data["cases"] if (each["way"], each["value"]) == (way["id"], "300"))
        expect(shown.get_by_label(way["title"], exact=True)).to_be_checked()
        expect(number).to_have_text(case["steps"][-1]["shows"])
        expect(shown.locator(".pipeline .lamp")).to_have_count(len(case["steps"]))
        shown.get_by_role("radio", checked=True).press("ArrowRight")

    shown.get_by_label("struct", exact=True).check()
    shown.get_by_role("button", name="40,000").press("Enter")
    expect(number).to_have_text("struct.error")
    expect(shown.locator(".lamp.raised")).to_be_visible()
