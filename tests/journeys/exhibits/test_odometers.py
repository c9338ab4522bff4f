"""A learner lets running totals wrap around."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_a_wrapped_total_is_allowed_again(exhibit: Open) -> None:
    """At the step where 32 bits wrap around, one type allows what the int refuses; Next goes on by one."""
    shown = exhibit("odometers")
    run = next(each for each in data_of("odometers")["runs"] if each["id"] == "pay")
    at = next(number for number, row in enumerate(run["totals"]) if row[0] != row[-1])
    number = shown.locator(".answer b")
    expect(number).to_have_text("0")

    steps = shown.get_by_role("slider")
    steps.fill(str(at - 1))
    expect(number).to_have_text("0")
    shown.get_by_role("button", name="Next").press("Enter")
    expect(number).to_have_text("1")
    expect(shown.locator(".odometers .harm").first).to_contain_text("wrapped around")

    shown.get_by_label("a counter").check()
    expect(steps).to_have_value("0")
