"""A lab without a mouse: every stop of the way can be reached by Tab, and is seen when it is."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from quintain.packs import load_lab

from .conftest import Classroom, in_both_browsers, open_page
from .workbench import LABS, VERDICT_MILLISECONDS, expect_verdict, fix_text

pytestmark = [pytest.mark.browser]

MOST_STOPS = 60
HAS_FOCUS = "each => each === document.activeElement"
# An editor draws its frame itself; everything else has an outline.
IS_SEEN = """() => {
  const at = document.activeElement;
  return at === document.body || at.matches(".cm-content") || getComputedStyle(at).outlineStyle !== "none";
}"""


def tab_to(page: Page, wanted: Locator, *, back: bool = False) -> None:
    """Press Tab until an element has the focus; at each stop on the way it is seen where the focus is."""
    for _ in range(MOST_STOPS):
        if wanted.evaluate(HAS_FOCUS):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
        assert page.evaluate(IS_SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    pytest.fail(f"{MOST_STOPS} stops did not lead to {wanted}")


def leave_editor(page: Page) -> None:
    """Escape gives Tab back to the page."""
    page.keyboard.press("Escape")


def rewrite(page: Page, text: str) -> None:
    """Replace the text of the editor that has the focus."""
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


@pytest.mark.sample(most=1)
@in_both_browsers
def test_a_lab_is_found_broken_and_fixed_by_keyboard_alone(browser: Browser, classroom: Classroom) -> None:
    """From the first stop of the page to the word of the proof."""
    lab = load_lab(LABS / "sql-login")
    assert lab.find is not None
    assert lab.break_ is not None
    context, page, complaints = open_page(browser, classroom, viewport={"width": 1440, "height": 900})
    page.goto(f"http://127.0.0.1:{classroom.port}/labs/sql-login/find/")
    editor = page.locator(".cm-content")
    expect(editor).to_be_visible()

    for spot in lab.find.spots:
        tab_to(page, editor, back=spot != lab.find.spots[0])
        page.keyboard.press("Control+Home")
        for _ in range(spot.first - 1):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("m")
        leave_editor(page)
        tab_to(page, page.locator(f'#marks [name="weakness-{spot.file}-{spot.first}"]').first)
        page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    onward = page.get_by_role("link", name="Now break it")
    expect(onward).to_be_focused()
    page.keyboard.press("Enter")

    expect(editor).to_contain_text("from target import http")
    tab_to(page, editor)
    rewrite(page, (lab.folder / lab.break_.reference).read_text())
    page.keyboard.press("Control+Enter")
    expect(page.locator("#console .said b")).to_have_text("You are in.", timeout=VERDICT_MILLISECONDS)
    leave_editor(page)
    tab_to(page, page.get_by_role("link", name="On to the fix"), back=True)
    page.keyboard.press("Enter")

    expect(page.locator("#judge")).to_be_visible()
    expect(editor).to_be_visible()
    tab_to(page, editor)
    rewrite(page, fix_text("sql-login", lab.sound_fixes[0].name))
    page.keyboard.press("Control+Enter")
    expect_verdict(page, "proven")
    leave_editor(page)
    tab_to(page, page.get_by_role("link", name="See why it holds"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="It holds.")).to_be_visible()
    context.close()
    assert complaints.lines == []
