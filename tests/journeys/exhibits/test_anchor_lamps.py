"""A learner looks where anchors hold."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_every_value_and_check_shows_what_was_recorded(exhibit: Open) -> None:
    """The word and the number of lamps are those of the real matcher."""
    shown = exhibit("anchor-lamps")
    data = data_of("anchor-lamps")
    for case in data["cases"]:
        shown.get_by_label(case["text"].replace("\n", "\N{RETURN SYMBOL}"), exact=True).check()
        expect(shown.locator(".lit")).to_have_count(sum(len(lit) for lit in case["anchors"].values()))
        for check in data["checks"]:
            shown.get_by_label(check, exact=True).check()
            expect(shown.locator(".answer b")).to_have_text("accepted" if case["spans"][check] else "refused")
