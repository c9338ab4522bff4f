"""A learner orders a quantity of their own."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]

QUANTITY = "Quantity of tins"


def test_every_recorded_quantity_shows_what_python_said(exhibit: Open) -> None:
    """What each check returned is shown beside it, as it was recorded."""
    shown = exhibit("order-total")
    for case in data_of("order-total")["cases"]:
        shown.get_by_label(QUANTITY).fill(case["value"])
        said = shown.locator(".exhibit-pictures > div").nth(1).locator("dd")
        words = [
            "refuses" if each == "refused" else f"error: {each}" if each.endswith("Error") else f"returns {each}"
            for each in case["checks"]
        ]
        expect(said).to_have_text(words)
        expect(shown.locator(".below").last).to_have_text("Recorded.")


def test_a_number_of_one_s_own_is_worked_out_and_said_not_to_be_run(exhibit: Open) -> None:
    """Minus nine tins make a negative total; a decimal passes the check of the range, but not of the type."""
    shown = exhibit("order-total")
    shown.get_by_label(QUANTITY).fill("-9")
    expect(shown.locator(".answer b")).to_have_text("\N{MINUS SIGN}19.60")
    expect(shown.locator(".answer")).to_contain_text("79.60 are left")
    shown.get_by_label(QUANTITY).fill("3.0")
    expect(shown.locator(".exhibit-pictures .harm").last).to_have_text("returns 3")
    shown.get_by_label(QUANTITY).fill("3")
    expect(shown.locator(".exhibit-pictures .harm")).to_have_count(0)
    expect(shown.locator(".below").last).to_contain_text("not run")


@pytest.mark.parametrize("text", ["", "007", "1e9", "<img src=x>", "--1", "99999999999"])
def test_what_is_no_recorded_value_and_no_plain_number_is_refused(exhibit: Open, text: str) -> None:
    """A message is shown below the field, and the picture stays as it was."""
    shown = exhibit("order-total")
    shown.get_by_label(QUANTITY).fill(text)
    expect(shown.locator(".fault")).to_contain_text("Type a number")
    expect(shown.locator(".answer b")).to_have_text("\N{MINUS SIGN}6.80")
    expect(shown.locator("img")).to_have_count(0)
