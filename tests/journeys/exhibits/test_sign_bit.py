"""A learner presses the bits of a length."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_first_bit_gets_the_signed_length_past_its_limit(exhibit: Open) -> None:
    """By keyboard, the bits make a length that both parsers read, then one that only the signed parser accepts."""
    shown = exhibit("sign-bit")
    data = data_of("sign-bit")
    number = shown.locator(".answer b")
    expect(number).to_have_text(str(data["cases"][5]["signed"]["read"]))

    first = shown.get_by_role("button", name="bit 128: 0")
    first.press("Enter")
    expect(number).to_have_text(str(data["rest"]))
    expect(shown.get_by_role("button", name="bit 128: 1")).to_have_attribute("aria-pressed", "true")
    expect(shown.locator(".answers .harm")).to_have_text(f"{data['rest']} bytes")
