"""A program that takes the keyboard by focus() gets nothing that was meant for the editor, and a click still works."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from .conftest import Classroom, in_both_browsers, open_page
from .workbench import expect_saved, open_fix, write

pytestmark = [
    pytest.mark.sample(most=1, of="file"),
    pytest.mark.hostile,
    pytest.mark.browser,
    in_both_browsers,
]

PATIENCE = 60_000
LETTERS = "abcdefghijklmnopqrstuvwxyzabcd"
ON_DEMAND = "setInterval(() => document.body.dataset.go && take(), 5);"
DEMAND = "(body) => { body.dataset.go = '1' }"
PROGRAM = '''
from flask import Flask

app = Flask(__name__)
PAGE = """<!doctype html><html lang="en"><title>x</title><h1>READY</h1>
<label>Field <input id="field"></label> <button onclick="this.textContent = 'pressed'">B</button>
<script>
let heard = "";
addEventListener("keydown", (event) => {{ heard += event.key; document.body.dataset.heard = heard; }});
const take = () => {{ document.getElementById("field").focus(); window.focus(); }};
{script}
</script></html>"""


@app.route("/")
@app.route("/search")
def home():
    return PAGE
'''


@pytest.fixture
def page(browser: Browser, classroom: Classroom) -> Iterator[Page]:
    """A signed-in window at the lab's editor."""
    context, page, _ = open_page(browser, classroom)
    open_fix(page, "sql-login")
    yield page
    context.close()


def run(page: Page, script: str) -> FrameLocator:
    """Have a program run whose page does this; its frame may be gone by the time that one looks."""
    write(page, f"# {uuid4()}\n{PROGRAM.format(script=script)}")
    expect_saved(page)
    page.locator("#tab-program").click()
    expect(page.locator("#program-news")).to_have_text(re.compile("^$|took the keyboard"), timeout=PATIENCE)
    return page.frame_locator("#program-frame iframe")


def begin_comment(page: Page) -> None:
    """Begin a line at the end of the file, by keyboard alone."""
    page.locator(".cm-content").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n# ")


def type_letters(page: Page) -> str:
    """Put the caret at the end of the file, type, and return what the editor got."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\n# ")
    for letter in LETTERS:
        page.keyboard.press(letter)
        page.wait_for_timeout(10)
    found: str = page.locator(".cm-content .cm-line").last.inner_text()
    return found


def test_every_letter_arrives_while_a_program_takes_the_focus_all_the_time(page: Page) -> None:
    """Thirty of thirty, with focus() called every five milliseconds."""
    run(page, "setInterval(take, 5);")
    expect(page.locator("#program-news")).to_contain_text("took the keyboard", timeout=PATIENCE)
    assert type_letters(page) == f"# {LETTERS}"
    expect(page.get_by_role("button", name="Start it again")).to_be_visible()


@pytest.mark.whole
def test_every_letter_arrives_when_it_begins_in_the_middle_of_a_word(page: Page) -> None:
    """The first call is the last one: who types is not about to use the program.

    A page is told of it a moment later, and no page gets the key back that was pressed meanwhile.
    """
    frame = run(page, ON_DEMAND)
    expect(frame.locator("h1")).to_have_text("READY", timeout=PATIENCE)
    before, at_once, after = LETTERS[:14], LETTERS[14], LETTERS[15:]
    begin_comment(page)
    page.keyboard.type(before)
    frame.locator("body").evaluate(DEMAND)
    page.keyboard.press(at_once)
    expect(page.locator("#program-news")).to_contain_text("took the keyboard", timeout=PATIENCE)
    page.keyboard.type(after)
    expect(page.locator(".cm-content .cm-line").last).to_have_text(re.compile(f"^# {before}{at_once}?{after}$"))


def test_mouse_that_rests_on_the_program_does_not_give_it_the_keyboard(page: Page) -> None:
    """Who types is not about to click."""
    frame = run(page, ON_DEMAND)
    expect(frame.locator("h1")).to_have_text("READY", timeout=PATIENCE)
    page.locator("#program-frame iframe").hover(force=True)
    begin_comment(page)
    frame.locator("body").evaluate(DEMAND)
    expect(page.locator("#program-news")).to_contain_text("took the keyboard", timeout=PATIENCE)
    page.keyboard.type(LETTERS)
    expect(page.locator(".cm-content .cm-line").last).to_have_text(f"# {LETTERS}")


def test_program_that_takes_the_focus_once_is_only_put_back(page: Page) -> None:
    """A page with a search field does so when it loads, and means no harm."""
    frame = run(page, "take();")
    expect(frame.locator("h1")).to_have_text("READY", timeout=PATIENCE)
    assert type_letters(page) == f"# {LETTERS}"
    assert frame.locator("body").get_attribute("data-heard") is None


def has_focus(page: Page) -> bool:
    """Tell whether the page has given the keyboard to the program's frame."""
    return bool(page.evaluate("document.activeElement === document.querySelector('#program-frame iframe')"))


def test_click_or_tab_gives_the_program_the_keyboard(page: Page) -> None:
    """The page takes it for what it is, and leaves the frame alone."""
    frame = run(page, "")
    expect(frame.locator("h1")).to_have_text("READY", timeout=PATIENCE)
    place = page.locator("#program-frame iframe").bounding_box()
    assert place
    page.mouse.move(place["x"] + 50, place["y"] + 50)
    page.mouse.move(place["x"] + 90, place["y"] + 90)
    page.mouse.click(place["x"] + 90, place["y"] + 90)
    page.wait_for_timeout(500)  # the guard looks twenty times a second
    assert has_focus(page)
    page.get_by_role("button", name="Go", exact=True).focus()
    page.keyboard.press("Tab")
    page.wait_for_timeout(500)
    assert has_focus(page)
    expect(page.locator("#program-news")).to_have_text("")


def test_click_and_keys_in_the_program_work_at_once(page: Page, browser_name: str) -> None:
    """The first click is a click, right after typing too; the keys stay there until the editor is clicked."""
    only_where_the_driver_reaches_frames(browser_name)
    frame = run(page, "")
    expect(frame.locator("h1")).to_have_text("READY", timeout=PATIENCE)
    page.keyboard.press("ArrowDown")  # typed, and nothing to be saved, which would start the program again
    button = frame.locator("button").bounding_box()
    assert button
    page.mouse.move(button["x"] - 40, button["y"] + 60)
    page.mouse.move(button["x"] + 5, button["y"] + 5)
    page.mouse.click(button["x"] + 5, button["y"] + 5)
    expect(frame.locator("button")).to_have_text("pressed")
    frame.locator("#field").click()
    page.mouse.move(5, 5)
    page.keyboard.type("hello")
    expect(frame.locator("#field")).to_have_value("hello")
    assert type_letters(page) == f"# {LETTERS}"
    expect(frame.locator("#field")).to_have_value("hello")


def only_where_the_driver_reaches_frames(browser_name: str) -> None:
    """Skip in Firefox: WebDriver BiDi gives keys and clicks to the page alone, and not to frames of other sites."""
    if browser_name == "firefox":
        pytest.skip("the driver's keys and clicks do not get into a frame of another site")


def test_keyboard_alone_gets_into_the_program(page: Page, browser_name: str) -> None:
    """Tab goes from the path's button into the frame, and stays there."""
    only_where_the_driver_reaches_frames(browser_name)
    frame = run(page, "")
    expect(frame.locator("h1")).to_have_text("READY", timeout=PATIENCE)
    page.get_by_role("button", name="Go", exact=True).focus()
    for _ in range(8):
        if frame.locator("#field").evaluate("(field) => document.activeElement === field && document.hasFocus()"):
            break
        page.keyboard.press("Tab")
        page.wait_for_timeout(200)  # the browser hands the focus over between two processes
    page.keyboard.type("by hand")
    expect(frame.locator("#field")).to_have_value("by hand")
