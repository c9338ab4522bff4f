"""A learner searches the original code: marks stay apart, their answers can be read, and the bar keeps up."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from quintain.packs import load_lab
from quintain.packs.model.lab import Spot

from .axe import find_faults
from .conftest import Classroom, in_both_browsers, open_page
from .workbench import LABS

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]


@pytest.fixture
def searcher(browser: Browser, classroom: Classroom) -> Iterator[Page]:
    """The window of a learner who has marked nothing yet; the console must stay silent."""
    context, page, complaints = open_page(browser, classroom, viewport={"width": 1440, "height": 900})
    yield page
    context.close()
    assert complaints.lines == []


def open_find(page: Page, room: Classroom, lab: str) -> None:
    """Open the phase *find* and wait for the editor."""
    page.goto(f"http://127.0.0.1:{room.port}/labs/{lab}/find/")
    expect(page.locator(".cm-content")).to_be_visible()


def click_line(page: Page, line: int, *, shift: bool = False) -> None:
    """Click a line's number."""
    number = page.locator(".cm-lineNumbers .cm-gutterElement").get_by_text(str(line), exact=True)
    number.click(modifiers=["Shift"] if shift else [])


def mark(page: Page, spot: Spot) -> None:
    """Mark a flawed place by its first line, and name its weakness; by keyboard, as far lines are not drawn yet."""
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+Home")
    for _ in range(spot.first - 1):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("m")
    page.locator(f'#marks [name="weakness-{spot.file}-{spot.first}"][value="{spot.cwe[0]}"]').check(force=True)


@in_both_browsers
def test_neighbouring_lines_are_marks_of_their_own(searcher: Page, classroom: Classroom) -> None:
    """Only who marks several lines at once gets one mark of them, and it takes in those that it meets."""
    open_find(searcher, classroom, "sql-login")
    titles = searcher.locator("#marks h3")
    for line in (25, 26, 24):
        click_line(searcher, line)
    expect(titles).to_have_text(["Line 25", "Line 26", "Line 24"])
    searcher.locator("#marks input").first.check(force=True)
    click_line(searcher, 26, shift=True)
    expect(titles).to_have_text(["Lines 24 to 26"])
    expect(searcher.locator("#marks input").first).to_be_checked()
    searcher.locator(".cm-content").focus()
    searcher.keyboard.press("ArrowDown")
    searcher.keyboard.press("m")
    expect(titles).to_have_text(["Lines 24 to 26", "Line 27"])
    click_line(searcher, 26)
    expect(titles).to_have_text(["Lines 24 to 25", "Line 27"])
    searcher.reload()
    expect(titles).to_have_text(["Lines 24 to 25", "Line 27"])
    expect(searcher.locator("#marks input").first).to_be_checked()


@in_both_browsers
def test_a_line_is_marked_by_a_button_and_told(searcher: Page, classroom: Classroom) -> None:
    """The button names the line of the caret; each mark that is set, joined or taken away is read out."""
    open_find(searcher, classroom, "sql-login")
    voice, button = searcher.locator("#find-voice"), searcher.locator("#mark-line")
    editor = searcher.locator(".cm-content")
    editor.focus()
    for _ in range(4):
        searcher.keyboard.press("ArrowDown")
    expect(button).to_contain_text("Mark this line 5")
    button.click()
    expect(voice).to_have_text("Line 5 marked, mark 1 of 1.")
    expect(button).to_contain_text("Unmark this line 5")
    click_line(searcher, 8)
    expect(voice).to_have_text("Line 8 marked, mark 2 of 2.")
    searcher.keyboard.press("Shift+ArrowDown")
    expect(button).to_contain_text("Mark these lines 8 to 9")
    searcher.keyboard.press("m")
    expect(voice).to_have_text("Lines 8 to 9 marked, mark 2 of 2.")
    searcher.get_by_role("button", name="Remove this mark").first.click()
    expect(voice).to_have_text("Line 5 no longer marked, 1 mark is left.")
    assert find_faults(searcher) == []


def test_line_numbers_are_large_enough_to_be_pressed(searcher: Page, classroom: Classroom) -> None:
    """24 by 24 pixels at least, also where the learner has made the code small."""
    open_find(searcher, classroom, "sql-login")
    for _ in range(2):
        searcher.locator("#smaller").click()
        for number in searcher.locator(".cm-lineNumbers .cm-gutterElement").all()[1:6]:
            box = number.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 24, box


@in_both_browsers
def test_the_keyboard_stays_at_the_marks(searcher: Page, classroom: Classroom) -> None:
    """A card that is taken away, opened again or answered hands the keyboard on, the last one to the code."""
    open_find(searcher, classroom, "sql-login")
    for line in (5, 22, 12):
        click_line(searcher, line)
    choices = searcher.locator("#marks fieldset")
    for index in range(3):
        choices.nth(index).locator("input").first.check(force=True)
    cards = searcher.locator("#marks .markcard")
    remove = searcher.get_by_role("button", name="Remove this mark")
    remove.nth(1).focus()
    searcher.keyboard.press("Enter")
    expect(cards).to_have_count(2)
    expect(cards.nth(1).locator("input").first).to_be_focused()
    searcher.keyboard.press("Control+Enter")
    again = searcher.get_by_role("button", name="Mark again")
    expect(again.first).to_be_focused()
    searcher.keyboard.press("Enter")
    expect(cards.first.locator("input").first).to_be_focused()
    for left in (1, 0):
        opened = again.first if left == 0 else remove.first
        opened.focus()
        searcher.keyboard.press("Enter")
        if left == 0:
            remove.first.focus()
            searcher.keyboard.press("Enter")
        expect(cards).to_have_count(left)
    expect(searcher.locator(".cm-content")).to_be_focused()


@pytest.mark.whole
@in_both_browsers
def test_answers_can_be_read_and_the_ring_fills_at_once(searcher: Page, classroom: Classroom) -> None:
    """An author's emphasis is emphasis, before and after a reload; the last mark fills the ring without one."""
    lab = load_lab(LABS / "stride-triage")
    assert lab.find is not None
    emphatic, *others = sorted(lab.find.spots, key=lambda spot: "*missing*" not in spot.why)
    ring = searcher.locator("#phase-ring")
    open_find(searcher, classroom, "stride-triage")
    empty = ring.inner_html()
    mark(searcher, emphatic)
    searcher.keyboard.press("Control+Enter")
    expect(searcher.locator("#marks em")).to_have_text("missing")
    expect(searcher.locator("#marks code").first).to_have_text("record")
    assert "*" not in searcher.locator("#marks").inner_text()
    searcher.wait_for_function("old => document.querySelector('#phase-ring').innerHTML !== old", arg=empty)
    searcher.reload()
    expect(searcher.locator("#marks em")).to_have_text("missing")

    begun = ring.inner_html()
    for spot in others:
        mark(searcher, spot)
    searcher.keyboard.press("Control+Enter")
    expect(searcher.locator("#find-done")).to_be_visible()
    expect(searcher.locator("#phase-note")).to_have_text(f"{len(lab.find.spots)} of {len(lab.find.spots)} found")
    searcher.wait_for_function("old => document.querySelector('#phase-ring').innerHTML !== old", arg=begun)
    full = ring.inner_html()
    searcher.reload()
    assert ring.inner_html() == full


def test_a_wrong_mark_says_why_it_is_wrong(searcher: Page, classroom: Classroom) -> None:
    """Near a flaw, on a harmless line, and at the right place with another weakness."""
    open_find(searcher, classroom, "sql-login")
    spot = Spot("shop.py", 25, 26, ("CWE-89",), "")
    for line, cwe in ((5, "CWE-89"), (22, "CWE-89"), (25, "CWE-79")):
        mark(searcher, replace(spot, first=line, last=line, cwe=(cwe,)))
    searcher.keyboard.press("Control+Enter")
    cards = searcher.locator("#marks .markcard")
    expect(cards.nth(0)).to_contain_text("An import with a fixed name takes no input.")
    expect(cards.nth(0)).to_contain_text("“SQL injection” would be code in which")
    expect(cards.nth(1)).to_contain_text("Near:")
    expect(cards.nth(2)).to_contain_text("the weakness has another name. “Cross-site scripting” would")
    assert find_faults(searcher) == []


@in_both_browsers
def test_a_mark_in_another_file_brings_its_tab_into_view(searcher: Page, classroom: Classroom) -> None:
    """A package has more files than the row of tabs has room for."""
    open_find(searcher, classroom, "cross-site-scripting")
    tabs = searcher.locator("#files [role=tab]")
    click_line(searcher, 19)
    searcher.set_viewport_size({"width": 1000, "height": 900})
    tabs.first.focus()
    searcher.keyboard.press("End")
    expect(tabs.first).to_be_hidden()
    searcher.locator("#marks").get_by_text("Line 19, club/views.py").click()
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    expect(tabs.first).to_be_in_viewport(ratio=1)
