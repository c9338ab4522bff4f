"""A learner builds chains of certificates, and lets four clients connect."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_client_says_what_it_said_in_the_run(exhibit: Open) -> None:
    """A refused chain is named with the reason; a wrong chain that is accepted is marked as danger."""
    shown = exhibit("chain-builder")
    data = data_of("chain-builder")
    for chain in data["chains"]:
        for key in ("signer", "host", "until"):
            shown.get_by_role("radio", name=chain[key], exact=True).check()
        for client in data["clients"]:
            shown.get_by_role("radio", name=client, exact=True).check()
            reason = chain["reasons"][client]
            expect(shown.locator(".answer b")).to_have_text("Refused" if reason else "Connects")
            expect(shown.locator(".pipeline .harm")).to_have_count(1 if reason else 0)
            expect(shown.locator(".answer.danger")).to_have_count(0 if reason or chain["right"] else 1)
