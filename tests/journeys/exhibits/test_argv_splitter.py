"""A learner sends words to a program, one way after the other."""

import pytest
from playwright.sync_api import expect

from .conftest import Open, data_of

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_the_number_is_what_the_visitor_decides(exhibit: Open) -> None:
    """Each way shows what the word decides there, by the arrow keys and by the words' buttons."""
    shown = exhibit("argv-splitter")
    data = data_of("argv-splitter")
    number = shown.locator(".answer b")
    for way in data["ways"]:
        (case,) = (each for each in data["cases"] if (each["way"], each["name"]) == (way["id"], data["names"][3]))
        expect(shown.get_by_label(way["title"], exact=True)).to_be_checked()
        expect(number).to_have_text(str(len(case["decided"])))
        shown.get_by_role("radio", checked=True).press("ArrowRight")

    shown.get_by_label("list", exact=True).check()
    shown.get_by_role("button", name="--out=/srv", exact=True).press("Enter")
    expect(number).to_have_text("1")
    expect(shown.locator(".answers .harm")).to_have_text("/srv")
    shown.get_by_label("list, --").check()
    expect(number).to_have_text("0")

    shown.get_by_label("shell", exact=True).check()
    shown.get_by_role("button", name="zoe's.png").click()
    expect(shown.locator(".no-tree")).to_be_visible()
