"""A learner puts values into sentences."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_every_value_shows_the_branches_that_it_has_grown(exhibit: Open) -> None:
    """The number and the marked parts are those of the real parser; an attack's markup is shown as text."""
    shown = exhibit("shape-of-a-sentence")
    data = data_of("shape-of-a-sentence")
    for sentence in data["sentences"]:
        shown.get_by_label(sentence["title"], exact=True).check()
        cases = [case for case in data["cases"] if case["sentence"] == sentence["id"]]
        for index, case in enumerate(cases):
            shown.locator(".examples .chip").nth(index).click()
            new = case["spliced"].get("new")
            expect(shown.locator(".answer b")).to_have_text("not valid" if new is None else str(new))
            expect(shown.locator(".exhibit-pictures > div").first.locator("code.harm")).to_have_count(new or 0)
    expect(shown.locator("img")).to_have_count(0)
