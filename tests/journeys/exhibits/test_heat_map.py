"""A learner turns the threshold, changes what is counted, and subtracts two maps."""

import pytest
from playwright.sync_api import expect

from .conftest import Open

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_people_hide_what_runs_show_and_the_difference_shows_it_again(exhibit: Open) -> None:
    """The number follows the threshold, by keyboard, in all four combinations."""
    shown = exhibit("heat-map")
    number = shown.locator(".answer b")
    expect(number).to_have_text("27")
    shown.get_by_role("radio", name="people").check()
    expect(number).to_have_text("0")
    shown.get_by_label("Threshold").press("Home")
    expect(number).to_have_text("30")
    shown.get_by_role("radio", name="two maps, subtracted").check()
    expect(number).to_have_text("36 of 36")
    shown.get_by_label("Threshold").press("End")
    expect(number).to_have_text("26 of 36")
