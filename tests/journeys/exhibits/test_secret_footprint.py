"""A learner gives the program its token in one way after the other."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_way_shows_the_copies_that_were_found(exhibit: Open) -> None:
    """The number and the marked places are those of the run."""
    shown = exhibit("secret-footprint")
    data = data_of("secret-footprint")
    for way in data["ways"]:
        count = sum(found is not None for found in way["found"].values())
        shown.get_by_role("radio", name=way["name"], exact=True).check()
        expect(shown.locator(".answer b")).to_have_text(f"{count} of {len(data['places'])}")
        expect(shown.locator(".place-found")).to_have_count(count)
        expect(shown.locator(".place-clear")).to_have_count(len(data["places"]) - count)
