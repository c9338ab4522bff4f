"""A learner makes one mistake after the other."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_mistake_shows_which_interfaces_notice_it(exhibit: Open) -> None:
    """The number and the marked interfaces are those of the run."""
    shown = exhibit("api-map")
    for mistake in data_of("api-map")["mistakes"]:
        outcomes = mistake["outcomes"].values()
        accepting = sum(not outcome["noticed"] for outcome in outcomes)
        shown.get_by_role("radio", name=mistake["title"], exact=True).check()
        expect(shown.locator(".answer b")).to_have_text(f"{accepting} of {len(outcomes)}")
        expect(shown.locator(".place-found")).to_have_count(accepting)
        expect(shown.locator(".place-clear")).to_have_count(len(outcomes) - accepting)
