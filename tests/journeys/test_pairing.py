"""A student lets an instructor into the editor, both type, and each can end it: two people in windows of their own."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from .axe import find_faults
from .conftest import in_both_browsers, overflow_pixels
from .filled import Filled
from .test_program import PATIENCE, expect_open
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


def wait_for_same_text(page: Page, other: Page) -> None:
    """Wait until an editor shows what another one shows."""
    for _ in range(200):
        if text_of(page) == text_of(other):
            break
        page.wait_for_timeout(100)
    assert text_of(page) == text_of(other)


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

    write(mara, "def first():\n    return 1\n\n\ndef second():\n    return 2\n")
    mara.keyboard.press("Control+Home")
    for _ in range(4):
        mara.keyboard.press("ArrowDown")
    mara.keyboard.type("# note")
    mara.keyboard.press("Enter")
    for page in (mara, greta):
        expect(page.locator(".cm-line").nth(5)).to_contain_text("def second():")
        assert "\n# note\ndef second():\n" in text_of(page), text_of(page)

    write(mara, fix_text("sql-login", "placeholders"))
    wait_for_same_text(greta, mara)
    greta.locator("#judge").click()
    expect_verdict(greta, "proven")
    greta.get_by_role("button", name="Work alone again").click()
    expect(mara.get_by_role("heading", name="You are not in the editor any more")).to_be_visible()
    expect(greta.locator("#pairing")).to_be_empty()
    assert (said.lines, heard.lines) == ([], [])


TRICKS = (
    r"\033]0;TITLE\007"  # a title for the window
    r"\033]52;c;cm0gLXJmIC4K\007"  # something for the clipboard
    r"\033]8;;http://127.0.0.1:9/\007LINK\033]8;;\007"  # a link
    r"\033[?1000h\033[?1003h\033[?1004h\033[?2004h"  # reports of mouse and focus, and brackets around pastes
    r"\033[6n\033[c\033[18t\033]10;?\007"  # questions that a terminal answers
    r"\033[8;5;5t\033[3;0;0t"  # another size and place for the window
    r"<img src=x onerror=alert(1)>DRAWN"
)
LISTEN = "() => { window.copied = []; navigator.clipboard.writeText = async text => window.copied.push(text); }"


def sent_by(page: Page) -> list[str | bytes]:
    """Collect what a page says from now on, on sockets that it opens."""
    found: list[str | bytes] = []
    page.on("websocket", lambda line: line.on("framesent", lambda payload: found.append(payload)))  # noqa: PLW0108  it sets an attribute
    return found


def look_at_terminal(greta: Page, mara: Page) -> None:
    """Open a terminal in which a program tries its tricks, and see on the instructor's page that none works there."""
    watched = mara.locator("#watched-screen .xterm-rows")
    expect(mara.locator("#watched-terminal")).to_be_hidden()
    mara.evaluate(LISTEN)
    greta.get_by_role("tab", name="Terminal").click()
    expect_open(greta)
    expect(watched).to_contain_text("~ $", timeout=PATIENCE)
    expect(mara.get_by_role("heading", name="terminal, to read")).to_be_visible()
    expect(greta.locator("#pairing")).to_contain_text("Your terminal is seen, too")
    titles = [page.title() for page in (greta, mara)]
    greta.keyboard.type(f"printf '{TRICKS}\\n'; echo a''fter\n")
    for page in (greta, mara):
        rows = page.locator(".xterm-rows")
        expect(rows).to_contain_text("<img src=x onerror=alert(1)>DRAWN", timeout=PATIENCE)
        expect(rows).to_contain_text("after", timeout=PATIENCE)
    assert [page.title() for page in (greta, mara)] == titles
    pages = len(mara.context.pages)
    watched.get_by_text("LINK").last.click(force=True)  # a layer above it takes the mouse
    mara.keyboard.type("not for you\n")
    mara.keyboard.press("Tab")
    expect(mara.locator(".xterm-helper-textarea")).not_to_be_focused()
    greta.locator(".xterm-helper-textarea").focus()
    greta.keyboard.press("Control+c")
    greta.keyboard.type("clear; echo to''ld\n")
    for page in (greta, mara):
        expect(page.locator(".xterm-rows")).to_contain_text("told", timeout=PATIENCE)
        expect(page.locator(".xterm-rows")).not_to_contain_text("not for you")
    assert (mara.evaluate("window.copied"), len(mara.context.pages)) == ([], pages)
    assert find_faults(mara) == []
    assert overflow_pixels(mara) == 0
    mara.set_viewport_size({"width": 390, "height": 900})
    assert (find_faults(mara), overflow_pixels(mara)) == ([], 0)


@pytest.mark.whole
def test_watching_shows_everything_and_types_nothing(browser: Browser, filled: Filled) -> None:
    """The instructor's editor and terminal are for reading; leaving ends the session for both."""
    _, mara, said = filled.open(browser, filled.instructor)
    sent = sent_by(mara)
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
    look_at_terminal(greta, mara)
    mara.reload()
    expect(mara.locator("#watched-screen .xterm-rows")).to_contain_text("told", timeout=PATIENCE)
    greta.locator(".xterm-helper-textarea").focus()
    greta.keyboard.type("exit\n")
    expect(mara.locator("#watched-news")).to_contain_text("The terminal has ended", timeout=PATIENCE)
    expect(greta.locator("#pairing")).not_to_contain_text("Your terminal is seen, too")
    assert {each for each in sent if isinstance(each, bytes)} <= {b"\x04"}, "it says that it has drawn, and no more"
    assert all(json.loads(each)["type"] == "caret" for each in sent if isinstance(each, str))
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
        expect(page.locator(".cm-content")).to_contain_text("# Mara without a server", timeout=60_000)
        expect(page.locator(".cm-content")).to_contain_text("# Greta without a server", timeout=60_000)
    assert text_of(mara) == text_of(greta)
    expect_saved(greta)
    greta.reload()
    expect(greta.locator(".cm-content")).to_contain_text("# Mara without a server")
    expect(greta.locator(".cm-content")).to_contain_text("# Greta without a server")
