"""A learner walks through all orders that a shop may be sent."""

import pytest
from playwright.sync_api import Page, expect

from .conftest import Open

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_an_order_that_no_test_covers_is_found_by_keyboard(exhibit: Open, learner: Page) -> None:
    """From a tested order to one in which the shop loses, by arrow keys; the map shows more when asked for."""
    shown = exhibit("input-space")
    expect(shown.locator(".answer")).to_contain_text("a test covers this")
    tested = shown.locator(".field-map .field-pays").first
    assert tested.get_attribute("d") == ""
    tickets = shown.get_by_role("slider", name="Tickets")
    tickets.focus()
    for _ in range(12):
        learner.keyboard.press("ArrowLeft")
    expect(shown.locator(".answer b")).to_have_text("3,000")
    expect(shown.locator(".answer")).to_contain_text("the shop loses money or tickets; no test covers this")

    shown.get_by_label("what may be sent").check()
    expect(shown.locator(".field-legend")).to_contain_text("820")
    assert shown.locator(".field-map .field-pays").first.get_attribute("d")
