"""A learner lets one filter after the other meet the attacks."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_filter_shows_what_gets_through(exhibit: Open) -> None:
    """The number is that of the attacks marked below it, by pointer and by the arrow keys."""
    shown = exhibit("filter-duel")
    attacks = shown.locator(".exhibit-pictures")
    for index, each in enumerate(data_of("filter-duel")["filters"]):
        through = sum(outcome in {"file", "vault"} for outcome in each["attacks"])
        expect(shown.get_by_role("radio").nth(index)).to_be_checked()
        expect(shown.locator(".answer b")).to_have_text(f"{through} of {len(each['attacks'])}")
        expect(attacks.locator("dd.harm")).to_have_count(through)
        expect(shown.locator(".exhibit-more .harm")).to_have_count(each["honest"].count("refused"))
        shown.get_by_role("radio", checked=True).press("ArrowRight")


def test_next_goes_on_and_begins_again(exhibit: Open) -> None:
    """After the seventh filter comes the first."""
    shown = exhibit("filter-duel")
    for _ in data_of("filter-duel")["filters"]:
        shown.get_by_role("button", name="Next").click()
    expect(shown.get_by_role("radio").first).to_be_checked()
    expect(shown.locator(".answer b")).to_have_text("12 of 14")
