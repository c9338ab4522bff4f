"""A learner walks from a customer to a secret key, by keyboard."""

import pytest
from playwright.sync_api import expect

from .conftest import Open

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_three_steps_lead_to_the_secret_key_and_back(exhibit: Open) -> None:
    """Each step extends the template; the secret is set off, and the way back starts again."""
    shown = exhibit("attribute-walk")
    for step in (".__init__", ".__globals__", "[SECRET_KEY]"):
        shown.get_by_role("button", name=step, exact=True).press("Enter")

    expect(shown.locator(".answer b")).to_have_text("b7f3-31aa")
    expect(shown.locator(".outline .harm")).to_have_text("[SECRET_KEY]")
    expect(shown.get_by_text("{customer.__init__.__globals__[SECRET_KEY]}").first).to_be_visible()

    shown.get_by_role("button", name="To the beginning").press("Enter")
    expect(shown.locator(".answer b")).to_have_text("Customer")
