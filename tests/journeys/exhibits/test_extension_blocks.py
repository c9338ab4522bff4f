"""A learner guesses the length of a key."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_right_length_extends_the_plain_hash_and_not_hmac(exhibit: Open) -> None:
    """By keyboard, from the first guess to the right one; HMAC refuses it."""
    shown = exhibit("extension-blocks")
    data = data_of("extension-blocks")
    answer, slider = shown.locator(".answer b"), shown.get_by_role("slider")
    expect(answer).to_have_text("Refused")

    slider.press("Home")
    for _ in range(20 - data["guesses"][0]["key_bytes"]):
        slider.press("ArrowRight")
    expect(answer).to_have_text("Accepted")
    expect(shown.get_by_text("= Zoe's tag")).to_be_visible()

    shown.get_by_role("radio", name="HMAC-SHA-256").check()
    expect(answer).to_have_text("Refused")
