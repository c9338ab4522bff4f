"""A learner turns on the controls of a payment page."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_number_counts_the_ways_that_are_open(exhibit: Open) -> None:
    """All three places, with the controls turned on one after the other, by keyboard."""
    shown = exhibit("skim-replay")
    data = data_of("skim-replay")
    for place, words in data["places"].items():
        shown.get_by_label(words, exact=True).check()
        for bit, name in enumerate(data["switches"]):
            on = (1 << bit) - 1
            runs = [each for each in data["runs"] if (each["place"], each["on"]) == (place, on)]
            stolen = sum("stolen" in each["seen"] for each in runs)
            expect(shown.locator(".answer b")).to_have_text(f"{stolen} of {len(runs)}")
            shown.get_by_role("button", name=name, exact=True).press("Enter")
        for name in data["switches"]:
            shown.get_by_role("button", name=name, exact=True).press("Enter")
