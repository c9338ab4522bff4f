"""A learner weighs what comes out of an upload, with each check."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_number_is_what_comes_out(exhibit: Open) -> None:
    """For each upload, the checks are gone through by the arrow keys, and the number is the one that was recorded."""
    shown = exhibit("zip-bomb")
    data = data_of("zip-bomb")
    for upload in data["uploads"]:
        shown.get_by_role("button", name=upload["name"], exact=True).press("Enter")
        for case in upload["cases"]:
            expect(shown.get_by_label(case["way"], exact=True)).to_be_checked()
            expect(shown.locator(".answer b")).to_have_text(
                f"{case['bytes']:,} bytes" if case["accepted"] else "refused"
            )
            shown.get_by_role("radio", checked=True).press("ArrowRight")
