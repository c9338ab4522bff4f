"""A learner hardens a shop, one setting after the other."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_setting_closes_an_attack(exhibit: Open) -> None:
    """The number falls by one with each button, by keyboard, and is back when the button is released."""
    shown = exhibit("hardening-card")
    settings = data_of("hardening-card")["switches"]
    number = shown.locator(".answer b")
    for done, name in enumerate(settings):
        expect(number).to_have_text(f"{len(settings) - done} of {len(settings)}")
        shown.get_by_role("button", name=name, exact=True).press("Enter")
    expect(number).to_have_text(f"0 of {len(settings)}")
    expect(shown.locator(".cascade .stopped")).to_have_count(len(settings))
    shown.get_by_role("button", name=settings[0], exact=True).press("Enter")
    expect(number).to_have_text(f"1 of {len(settings)}")
