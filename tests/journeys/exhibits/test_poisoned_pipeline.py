"""A learner changes a workflow until no attack works."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_change_closes_what_was_recorded(exhibit: Open) -> None:
    """By keyboard, one change after the other."""
    shown = exhibit("poisoned-pipeline")
    data = data_of("poisoned-pipeline")
    for bit, name in enumerate(data["changes"]):
        works = sum(data["sets"][(1 << bit) - 1])
        expect(shown.locator(".answer b")).to_have_text(f"{works} of {len(data['attacks'])}")
        shown.get_by_role("button", name=name, exact=True).press("Enter")
    expect(shown.locator(".answer b")).to_have_text(f"0 of {len(data['attacks'])}")
