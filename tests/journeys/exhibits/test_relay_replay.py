"""A learner plays the dialogues between user, phishing page and bank."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_dialogue_ends_as_it_was_recorded(exhibit: Open) -> None:
    """Message by message, the picture says more; behind the last one, it says who is in, or what stopped the attack."""
    shown = exhibit("relay-replay")
    for scene in data_of("relay-replay")["scenes"]:
        shown.get_by_label(scene["title"], exact=True).check()
        for each in scene["messages"]:
            expect(shown.locator("svg").last).to_have_attribute("aria-label", re.compile(re.escape(each["text"])))
            shown.get_by_role("button", name="Next").click()
        expect(shown.locator(".answer b")).to_have_text("Signed in" if scene["inside"] else "Stopped")
        expect(shown.locator(".answer")).to_contain_text(scene["end"])
