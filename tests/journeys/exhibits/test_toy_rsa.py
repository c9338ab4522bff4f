"""A learner encrypts a grade, and switches the padding on."""

import pytest
from playwright.sync_api import expect

from .conftest import Open

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_padding_hides_the_grade_and_refuses_the_change(exhibit: Open) -> None:
    """By keyboard: the attacker finds each grade, and none with padding; each encryption is then another one."""
    shown = exhibit("toy-rsa")
    answer = shown.locator(".answer b")
    expect(answer).to_have_text("It is 3")
    shown.get_by_role("slider").press("ArrowRight")
    expect(answer).to_have_text("It is 4")

    shown.get_by_role("radio", name="with padding", exact=True).check()
    expect(answer).to_have_text("Unknown")
    ciphertext = shown.locator(".answers dd").nth(1)
    before = ciphertext.inner_text()
    shown.get_by_role("button", name="Encrypt it again").press("Enter")
    expect(ciphertext).not_to_have_text(before)
    expect(shown.locator(".answers .sound")).to_be_visible()
