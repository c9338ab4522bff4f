"""A learner lets a directory fail, and looks who is let in."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_each_check_lets_in_whom_it_let_in_in_the_run(exhibit: Open) -> None:
    """The number counts the situations in which the customer is allowed, and each of them is marked."""
    shown = exhibit("fail-open")
    for check in data_of("fail-open")["checks"]:
        shown.get_by_role("radio", name=check["name"], exact=True).check()
        count = check["outcomes"]["zoe"].count("allowed")
        expect(shown.locator(".answer b")).to_have_text(f"{count} of 4")
        expect(shown.locator(".pipeline .harm")).to_have_count(count)
