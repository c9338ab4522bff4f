"""A student lets an instructor into the editor, both type, and each can end it: two people in windows of their own."""

import pytest
from playwright.sync_api import Browser, Page, expect

from .axe import find_faults
from .conftest import in_both_browsers, overflow_pixels
from .filled import Filled
from .workbench import expect_saved, expect_verdict, fix_text, write

pytestmark = [pytest.mark.browser]

WITHOUT_CARETS = """lines => lines.map(line => {
  const copy = line.cloneNode(true);
  copy.querySelectorAll(".other-caret").forEach(caret => caret.remove());
  return copy.textContent;
})"""
ASK = "Ask to join the editor"


def text_of(page: Page) -> str:
    """Return the text of the file that the editor shows."""
    lines: list[str] = page.locator(".cm-content .cm-line").evaluate_all(WITHOUT_CARETS)
    return "\n".join(lines)


def ask(filled: Filled, mara: Page, person: str) -> None:
    """Ask a student to be let in, from the student's page."""
    mara.goto(filled.url(f"{filled.address}students/{person}/"))
    lab = mara.locator(".student-lab", has=mara.get_by_role("heading", name="SQL"))
    lab.first.get_by_role("button", name=ASK).click()
    expect(mara.get_by_role("heading", name="is asked whether you may join")).to_be_visible()


@in_both_browsers
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


@pytest.mark.whole
def test_watching_shows_everything_and_types_nothing(browser: Browser, filled: Filled) -> None:
    """The instructor's editor is for reading; leaving it ends the session for both."""
    _, mara, said = filled.open(browser, filled.instructor)
    _, greta, heard = filled.open(browser, filled.student)
    greta.goto(filled.url("/labs/sql-login/fix/"))
    ask(filled, mara, filled.student_id)
    greta.get_by_role("button", name="Let watch only").click()
    expect(mara.locator(".cm-content")).to_have_attribute("aria-label", "fix/shop.py, read only")
    greta.locator(".cm-content").click()
    greta.keyboard.press("Control+Home")
    greta.keyboard.type("# watch this\n")
    expect(mara.locator(".cm-content")).to_contain_text("# watch this")
    mara.locator(".cm-content").click()
    mara.keyboard.type("not mine to write")
    expect(mara.locator(".cm-content")).not_to_contain_text("not mine to write")
    mara.get_by_role("button", name="Leave").click()
    expect(mara.get_by_role("heading", name="Greta Sommer")).to_be_visible()
    expect(greta.locator("#pairing")).to_be_empty()
    assert (said.lines, heard.lines) == ([], [])


@pytest.mark.whole
def test_nothing_is_lost_when_the_server_goes_away(browser: Browser, own_filled: Filled) -> None:
    """Killed while both type: both type on, the texts are merged when it is back, and the student's page saves them."""
    _, mara, _ = own_filled.open(browser, own_filled.instructor)
    _, greta, _ = own_filled.open(browser, own_filled.student)
    greta.goto(own_filled.url("/labs/sql-login/fix/"))
    ask(own_filled, mara, own_filled.student_id)
    greta.get_by_role("button", name="Type together").click()
    for page in (mara, greta):
        expect(page.locator(".cm-content")).to_be_visible()
        page.locator(".cm-content").click()
        page.keyboard.press("Control+Home")
    mara.keyboard.type("# before\n")
    expect(greta.locator(".cm-content")).to_contain_text("# before")
    own_filled.room.kill()
    mara.keyboard.type("# Mara without a server\n")
    greta.keyboard.type("# Greta without a server\n")
    own_filled.room.start()
    for page in (mara, greta):
        expect(page.locator(".cm-content")).to_contain_text("# Mara without a server", timeout=30_000)
        expect(page.locator(".cm-content")).to_contain_text("# Greta without a server", timeout=30_000)
    assert text_of(mara) == text_of(greta)
    expect_saved(greta)
    greta.reload()
    expect(greta.locator(".cm-content")).to_contain_text("# Mara without a server")
    expect(greta.locator(".cm-content")).to_contain_text("# Greta without a server")
