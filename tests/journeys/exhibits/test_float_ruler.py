"""A learner moves along the ruler of floats."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_whole_numbers_are_lost_as_the_gaps_grow(exhibit: Open) -> None:
    """The gap is that of the recorded ruler, and the table compares a text as float and as Decimal."""
    shown = exhibit("float-ruler")
    data = data_of("float-ruler")
    number = shown.locator(".answer b")
    power = shown.get_by_role("slider")
    expect(number).to_have_text("2")
    expect(shown.locator(".ruler circle.harm")).to_have_count(4)
    power.press("ArrowLeft")
    expect(number).to_have_text("1")
    expect(shown.locator(".ruler circle.harm")).to_have_count(0)

    expect(shown.locator(".compared")).to_contain_text("raises")
    stored = next(each["stored"] for each in data["specials"] if each["text"] == "19.99")
    shown.get_by_label("19.99").check()
    expect(shown.locator(".compared")).to_contain_text(stored)
