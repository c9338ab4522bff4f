"""A learner searches the shipped code: marks stay apart, their answers can be read, and the bar keeps up."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from quintain.packs import load_lab
from quintain.packs.model import Spot

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
    tabs.last.click()
    expect(tabs.first).not_to_be_in_viewport()
    searcher.locator("#marks").get_by_text("Line 19, club/views.py").click()
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    expect(tabs.first).to_be_in_viewport(ratio=1)
