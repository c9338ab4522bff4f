"""A learner moves a parser out of the server, and sees what the other users get."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_choice_shows_what_was_recorded(exhibit: Open) -> None:
    """Every place with every attack: six requests, and the answers that they got."""
    shown = exhibit("crash-boundary")
    data = data_of("crash-boundary")
    places, attacks = list(data["places"]), list(data["attacks"])
    for run in data["runs"]:
        shown.locator("fieldset").nth(0).locator("input").nth(places.index(run["place"])).check()
        shown.locator("fieldset").nth(1).locator("input").nth(attacks.index(run["attack"])).check()
        expect(shown.locator(".requests b")).to_have_text([answer or "no answer" for answer in run["answers"]])
