"""A learner types file names, and sees what Windows opens for them."""

import pytest
from playwright.sync_api import expect

from .conftest import Open

pytestmark = [
    pytest.mark.sample(most=2, of="folder"),
    pytest.mark.browser,
]


def test_a_typed_name_and_a_button_show_what_windows_opens(exhibit: Open) -> None:
    """The number says what is opened, and a check that accepts a wrong name is set off."""
    shown = exhibit("windows-names")
    opened = shown.locator(".answer b")
    typed = shown.get_by_label("The user's file name")

    typed.fill("nul.tar.gz")
    expect(opened).to_have_text("NUL")
    expect(shown.locator(".exhibit-pictures dd.harm")).to_have_text(["device NUL", "accepts"])

    shown.get_by_role("button", name="PASSWO~1.TXT").press("Enter")
    expect(typed).to_have_value("PASSWO~1.TXT")
    expect(opened).to_have_text("passwords.txt")
    expect(shown.locator(".exhibit-pictures dd.harm")).to_have_text(["file passwords.txt", "accepts", "accepts"])

    typed.fill("report.txt")
    expect(shown.locator(".exhibit-pictures dd.harm")).to_have_count(0)
