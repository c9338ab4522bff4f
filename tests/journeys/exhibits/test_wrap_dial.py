"""A learner adds numbers that do not fit."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]

MINUS = "\N{MINUS SIGN}"


def test_the_dial_agrees_with_the_recorded_sums(exhibit: Open) -> None:
    """Every fourth sum, typed by hand: the large number is what ctypes kept, and the list what each of them said."""
    shown = exhibit("wrap-dial")
    start, add = shown.get_by_label("Start"), shown.get_by_label("Add")
    for case in data_of("wrap-dial")["cases"][::4]:
        shown.get_by_label(str(case["width"]), exact=True).check()
        add.fill("0")
        start.fill(case["start"])
        add.fill(case["add"])
        large = shown.locator(".answer b").inner_text().replace(",", "").replace(MINUS, "-")
        assert large == case["ctypes"], case
        expect(shown.locator(".answers dd")).to_have_count(5)
        expect(shown.locator(".answers dd").nth(1)).to_have_text(case["ctypes"].replace("-", MINUS))


@pytest.mark.parametrize(
    ("typed", "fault"), [("300", "8 bits hold"), ("12x", "whole number"), ("", "whole number"), ("1e9", "whole number")]
)
def test_a_start_that_does_not_fit_is_refused_in_place(exhibit: Open, typed: str, fault: str) -> None:
    """The field says what it takes, and the dial stays where it was."""
    shown = exhibit("wrap-dial")
    before = shown.locator(".answer b").inner_text()
    start = shown.get_by_label("Start")
    start.fill(typed)
    expect(shown.locator(".fault").first).to_contain_text(fault)
    assert start.get_attribute("aria-invalid") == "true"
    assert shown.locator(".answer b").inner_text() == before
