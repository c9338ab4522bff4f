"""A learner moves along the digits, and changes how the integer is made."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_limit_stops_text_and_not_the_exponent(exhibit: Open) -> None:
    """A million digits from eight characters take seconds; the same from text are refused."""
    shown = exhibit("digits-vs-time")
    ways = {way["id"]: way for way in data_of("digits-vs-time")["ways"]}
    number = shown.locator(".answer b")
    expect(number).to_have_text(f"{ways['decimal']['points'][-1]['seconds']:.1f} s")
    expect(shown.locator(".below")).to_contain_text("from 8 characters")

    shown.get_by_label("int(text)", exact=True).check()
    expect(number).to_have_text("ValueError")
    digits = shown.get_by_role("slider")
    digits.press("Home")
    expect(shown.locator(".below")).to_contain_text("1,000 digits")
    expect(number).not_to_have_text("ValueError")
