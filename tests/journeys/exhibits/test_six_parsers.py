"""A learner hands texts to six parsers."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_every_value_shows_what_each_parser_took_for_grammar(exhibit: Open) -> None:
    """Framed parts and answers are those recorded, and the focus stays on the value that was chosen."""
    shown = exhibit("six-parsers")
    for index, case in enumerate(data_of("six-parsers")["cases"]):
        chip = shown.locator(".examples .chip").nth(index)
        chip.click()
        expect(chip).to_be_focused()
        for place, reading in zip(shown.locator(".readings dd").all(), case["readings"], strict=True):
            expect(place.locator(".strip .harm")).to_have_count(len(reading["grammar"]))
            expect(place.locator("code")).to_have_text(reading["answer"].replace("\n", "\N{RETURN SYMBOL}"))
