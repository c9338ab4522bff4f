"""A learner chooses what an attacker must not be able to do."""

import pytest
from playwright.sync_api import expect

from .conftest import Open

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_goal_leaves_fewer_primitives(exhibit: Open) -> None:
    """By keyboard: reading leaves two, changing leaves AES-GCM, and the receiver leaves none."""
    shown = exhibit("primitive-chooser")
    number = shown.locator(".answer b")
    expect(number).to_have_text("2 of 7")

    shown.get_by_role("button", name="change the message").press("Enter")
    expect(number).to_have_text("AES-GCM")
    shown.get_by_role("button", name="write messages as the receiver").press("Enter")
    expect(number).to_have_text("0 of 7")
    expect(shown.locator(".cascade .stopped")).to_have_count(0)
