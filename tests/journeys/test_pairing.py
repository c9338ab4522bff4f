"""A student lets an instructor into the editor, both type, and each can end it: two people in windows of their own."""

import pytest
from playwright.sync_api import Browser, Page, expect

from .axe import find_faults
from .conftest import overflow_pixels
from .test_wall import Filled, filled
from .workbench import expect_verdict, fix_text, write

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys-wall")]

__all__ = ["filled"]

ASK = "Ask to join the editor"


def text_of(page: Page) -> str:
    """Return the text of the file that the editor shows."""
    return "\n".join(page.locator(".cm-content .cm-line").all_inner_texts()).replace("\u200b", "")


def ask(filled: Filled, mara: Page, person: str) -> None:
    """Ask a student to be let in, from the student's page."""
    mara.goto(filled.url(f"{filled.address}students/{person}/"))
    lab = mara.locator(".student-lab", has=mara.get_by_role("heading", name="SQL"))
    lab.first.get_by_role("button", name=ASK).click()
    expect(mara.get_by_role("heading", name="is asked whether you may join")).to_be_visible()


def test_both_type_and_the_student_ends_it(browser: Browser, filled: Filled) -> None:
    """The instructor's text reaches the student's editor, is saved as the student's, and is judged as the student's."""
    _, mara, said = filled.open(browser, filled.instructor, viewport={"width": 1440, "height": 900})
    _, greta, heard = filled.open(browser, filled.student, viewport={"width": 1440, "height": 900})
    greta.goto(filled.url("/labs/sql-login/fix/"))
    expect(greta.locator(".cm-content")).to_be_visible()
    ask(filled, mara, filled.student_id)
    expect(greta.locator("#pairing")).to_contain_text("asks to join your editor")
    assert find_faults(greta) == []
    greta.get_by_role("button", name="Type together").click()
    expect(mara.locator(".cm-content")).to_be_visible()
    expect(greta.locator("#pairing")).to_contain_text("may see and change the code")

    greta.locator(".cm-content").click()
    greta.keyboard.press("Control+Home")
    greta.keyboard.type("# from Greta\n")
    expect(mara.locator(".cm-content")).to_contain_text("# from Greta")
    expect(mara.locator(".other-name")).to_be_visible()
    expect(mara.locator("#pair-place")).to_contain_text("line 2")
    mara.locator(".cm-content").click()
    mara.keyboard.press("Control+Home")
    mara.keyboard.type("# from Mara 😀 é\n")
    expect(greta.locator(".cm-content")).to_contain_text("# from Mara 😀 é")
    expect(greta.locator(".other-name")).to_have_text("Mara Lindqvist")
    assert [*find_faults(mara), *find_faults(greta)] == []
    assert (overflow_pixels(mara), overflow_pixels(greta)) == (0, 0)

    for _ in range(3):  # takes back what Greta typed, and nothing of Mara's
        greta.keyboard.press("Control+z")
    expect(mara.locator(".cm-content")).not_to_contain_text("# from Greta")
    expect(mara.locator(".cm-content")).to_contain_text("# from Mara")

    write(mara, fix_text("sql-login", "placeholders"))
    greta.locator("#judge").click()
    expect_verdict(greta, "proven")
    greta.get_by_role("button", name="Work alone again").click()
    expect(mara.get_by_role("heading", name="You are not in the editor any more")).to_be_visible()
    expect(greta.locator("#pairing")).to_be_empty()
    assert (said.lines, heard.lines) == ([], [])
