"""A learner flips bits of a signed order."""

import pytest
from playwright.sync_api import expect

from .conftest import Open

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_only_bytes_that_are_signed_are_protected(exhibit: Open) -> None:
    """Where only the amount is signed, the account can be changed, and the amount cannot."""
    shown = exhibit("signed-order")
    expect(shown.locator(".answer b")).to_have_text("0 of 160")
    expect(shown.locator(".below b")).to_have_text("refused")
    shown.get_by_role("radio", name="only the amount", exact=True).check()
    expect(shown.locator(".answer b")).to_have_text("64 of 160")
    expect(shown.locator(".below b")).to_have_text("refused")
    account = shown.get_by_role("button", name="4, not signed")
    account.press("Enter")
    expect(shown.locator(".below b")).to_have_text("accepted")
    expect(account).to_be_focused()


def test_a_program_that_goes_on_accepts_every_bit(exhibit: Open) -> None:
    """The error in the log stops nothing."""
    shown = exhibit("signed-order")
    shown.get_by_role("radio", name="logs it and goes on", exact=True).check()
    expect(shown.locator(".answer b")).to_have_text("160 of 160")
