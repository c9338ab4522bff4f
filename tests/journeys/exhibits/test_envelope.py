"""A learner adds one step of an envelope after the other."""

import pytest
from playwright.sync_api import expect

from .conftest import Open

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_step_stops_an_attack(exhibit: Open) -> None:
    """The number falls with each step, and only the signature stops the last attack."""
    shown = exhibit("envelope")
    expect(shown.locator(".answer b")).to_have_text("4 of 5")
    for step, left in (("HKDF", 3), ("AES-GCM", 2), ("AES-GCM, header too", 1), ("signed", 0)):
        shown.get_by_role("radio", name=step, exact=True).check()
        expect(shown.locator(".answer b")).to_have_text(f"{left} of 5")
        expect(shown.locator(".pipeline .harm")).to_have_count(left)
