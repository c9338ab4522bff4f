"""A learner reads the parts of an error page, one after the other."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_every_part_can_be_reached_by_keyboard_and_says_what_it_tells(exhibit: Open) -> None:
    """Focus is enough to read a part; the number counts the parts that help."""
    shown = exhibit("error-page")
    for page in data_of("error-page")["pages"]:
        shown.get_by_role("radio", name=page["title"], exact=True).check()
        telling = sum(bool(part["tells"]) for part in page["parts"])
        expect(shown.locator(".answer b")).to_have_text(f"{telling} of {len(page['parts'])}")
        for index, part in enumerate(page["parts"]):
            shown.locator(".error-part").nth(index).focus()
            expect(shown.locator(".error-reading")).to_contain_text(part["tells"] or "It tells nothing.")
