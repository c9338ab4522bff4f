"""A learner looks at the program at work: seen in its frame, asked by hand, tried in a terminal."""

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, WebSocketRoute, expect

from quintain.preview.lines import MOST_UNSEEN_BYTES

from .axe import find_faults
from .conftest import Classroom, open_page, overflow_pixels
from .workbench import expect_saved, open_fix, write

pytestmark = [pytest.mark.sample(most=1, of="file"), pytest.mark.browser]

SHOP = '''
from flask import Flask, request

app = Flask(__name__)


@app.route("/")
@app.route("/search")
def home():
    print("somebody is here", flush=True)
    return """<!doctype html><html lang="en"><title>Shop</title><h1>GREETING</h1>
    <form method="post"><label>Name <input name="name"></label> <button>Sign in</button></form></html>"""


@app.post("/")
@app.post("/search")
def sign_in():
    return f"<h1>Hello {request.form['name']}</h1>"
'''
PATIENCE = 60_000


def write_shop(page: Page, greeting: str) -> None:
    """Write the program and wait until it is saved."""
    write(page, f"{SHOP.replace('GREETING', greeting)}\n# {uuid4()}\n")  # what is saved already is not saved again
    expect_saved(page)


def frame(page: Page) -> FrameLocator:
    """Look into the program's frame."""
    return page.frame_locator("#program-frame iframe")


def visit(page: Page, path: str) -> None:
    """Go to a path of the program."""
    page.get_by_label("Path in the program").fill(path)
    page.get_by_role("button", name="Go", exact=True).click()


def new_terminal(page: Page) -> Locator:
    """Open a terminal that no test before has used, and give its rows."""
    rows = page.locator(".xterm-rows")
    expect(rows).to_contain_text(re.compile(r"\S"), timeout=PATIENCE)
    expect_open(page)
    page.get_by_role("button", name="Open a new one").click()
    expect_open(page)
    expect(rows).to_have_text(re.compile(r"^~ \$\s*$"), timeout=PATIENCE)
    page.locator(".xterm-helper-textarea").focus()
    return rows


def expect_open(page: Page) -> None:
    """Wait until the terminal takes keys; it says that it is being opened as soon as it is asked for."""
    expect(page.locator("#terminal-news")).to_have_text("", timeout=PATIENCE)


def bytes_drawn(page: Page) -> Callable[[int], None]:
    """Count what sockets that are opened from now on bring; the answer waits until it is so much."""
    counted = 0

    def count(payload: str | bytes) -> None:
        nonlocal counted
        counted += len(payload)

    def wait_for(wanted: int) -> None:
        until = time.monotonic() + PATIENCE / 1000
        while counted < wanted:
            assert time.monotonic() < until, f"only {counted} bytes came"
            page.wait_for_timeout(50)

    page.on("websocket", lambda line: line.on("framereceived", count))
    return wait_for


def test_program_is_seen_used_and_seen_again_when_it_changes(learner: Page) -> None:
    """Open the tab, use the form, change the text, and the frame shows the new one."""
    open_fix(learner, "sql-login")
    write_shop(learner, "Good morning")
    learner.get_by_role("tab", name="Preview").click()
    expect(frame(learner).locator("h1")).to_have_text("Good morning", timeout=PATIENCE)
    expect(learner.locator("#program-host")).to_have_text(re.compile(r"^lab-[0-9a-f]{32}\.localhost:\d+$"))
    expect(learner.get_by_text("vulnerable on purpose")).to_be_visible()
    learner.locator("#program-frame iframe").hover(force=True)  # the mouse has to come in, as a person's does
    frame(learner).get_by_label("Name").fill("Zoë")
    frame(learner).get_by_role("button", name="Sign in").click()
    expect(frame(learner).locator("h1")).to_have_text("Hello Zoë")
    write_shop(learner, "Good evening")
    expect(frame(learner).locator("h1")).to_have_text("Good evening", timeout=PATIENCE)


@pytest.mark.whole
def test_program_that_does_not_start_says_why_until_it_is_mended(browser: Browser, classroom: Classroom) -> None:
    """The frame shows the mistake, and after the next change the program."""
    context, page, complaints = open_page(browser, classroom)
    open_fix(page, "sql-login")
    write(page, "import nothing_of_this_name\n")
    expect_saved(page)
    page.get_by_role("tab", name="Preview").click()
    expect(frame(page).get_by_text("No module named 'nothing_of_this_name'")).to_be_visible(timeout=PATIENCE)
    write_shop(page, "Mended")
    expect(frame(page).locator("h1")).to_have_text("Mended", timeout=PATIENCE)
    context.close()
    assert [line for line in complaints.lines if "502" not in line] == []


def test_what_the_program_prints_stands_below_it(browser: Browser, classroom: Classroom) -> None:
    """Each line as it comes, as text; the traceback of a failing visit is the program's own; a new one begins anew."""
    context, page, complaints = open_page(browser, classroom)
    open_fix(page, "sql-login")
    text = SHOP.replace('"somebody is here", flush=True', 'request.args["say"]').replace("GREETING", "Say it")
    write(page, f"{text}\n\n@app.route('/fail')\ndef fail():\n    return 1 / 0\n# {uuid4()}\n")
    expect_saved(page)
    page.get_by_role("tab", name="Preview").click()
    printed = page.get_by_role("region", name="What the program printed")
    expect(frame(page).locator("body")).to_be_visible(timeout=PATIENCE)
    visit(page, "/?say=<b>one</b>%1b[31m")
    expect(printed).to_have_text("<b>one</b>␛[31m", timeout=PATIENCE)
    visit(page, "/?say=two")
    expect(printed).to_contain_text("two")
    visit(page, "/fail")
    expect(printed).to_contain_text("ZeroDivisionError: division by zero")
    expect(printed).to_contain_text('File "/lab/shop.py"')
    assert "/box/" not in printed.inner_text()
    expect(page.get_by_text("Our side failed")).to_have_count(0)
    page.get_by_label("Path in the program").fill("/")
    write_shop(page, "New")
    expect(frame(page).locator("h1")).to_have_text("New", timeout=PATIENCE)
    expect(printed).not_to_contain_text("two", timeout=PATIENCE)
    context.close()
    assert [line for line in complaints.lines if "500" not in line and "400" not in line] == []


def test_nothing_printed_says_so(learner: Page) -> None:
    """Before the first line there is no empty box, but a sentence."""
    open_fix(learner, "sql-login")
    silent = SHOP.replace('print("somebody is here", flush=True)', "pass").replace("GREETING", "Silence")
    write(learner, f"{silent}\n# {uuid4()}\n")
    expect_saved(learner)
    learner.get_by_role("tab", name="Preview").click()
    expect(frame(learner).locator("h1")).to_have_text("Silence", timeout=PATIENCE)
    expect(learner.get_by_text("Nothing yet. What it prints is shown here")).to_be_visible()
    expect(learner.locator("#program-printed")).to_be_hidden()


@pytest.mark.whole
def test_flood_of_print_ends_the_program_and_leaves_the_page_alive(browser: Browser, classroom: Classroom) -> None:
    """Its end is told with its last words, of which the page has no more than sixteen kibibytes."""
    context, page, _ = open_page(browser, classroom)
    open_fix(page, "sql-login")
    flood = SHOP.replace('print("somebody is here", flush=True)', "while True: print('drop of the flood')")
    write(page, f"{flood}\n# {uuid4()}\n")
    expect_saved(page)
    page.get_by_role("tab", name="Preview").click()
    expect(page.locator("#program-news")).to_contain_text("it flooded its output", timeout=PATIENCE)
    printed = page.get_by_role("region", name="What the program printed")
    expect(printed).to_contain_text("drop of the flood")
    expect(page.get_by_text("The last 16 kibibytes")).to_be_visible()
    assert len(printed.inner_text()) <= 16 * 1024
    assert printed.evaluate("e => e.scrollTop > 0 && e.scrollTop + e.clientHeight > e.scrollHeight - 9")
    write_shop(page, "Dry again")
    page.get_by_role("button", name="Start it again").click()
    expect(frame(page).locator("h1")).to_have_text("Dry again", timeout=PATIENCE)
    expect(page.get_by_text("The last 16 kibibytes")).to_be_hidden()
    context.close()


def test_judging_brings_the_verdict_to_the_front(learner: Page) -> None:
    """The verdict is what was waited for."""
    open_fix(learner, "sql-login")
    write_shop(learner, "Good day")
    learner.get_by_role("tab", name="Preview").click()
    expect(learner.locator("#evidence")).to_be_hidden()
    learner.locator("#run-tests").click()
    expect(learner.locator("#evidence")).to_be_visible()
    expect(learner.locator("#pane-program")).to_be_hidden()


def test_tabs_work_by_keyboard(learner: Page) -> None:
    """Arrows go round, and one stop of Tab is enough."""
    open_fix(learner, "sql-login")
    write_shop(learner, "Good day")
    learner.get_by_role("tab", name="Verdict").focus()
    learner.keyboard.press("ArrowRight")
    expect(learner.get_by_role("tab", name="Preview")).to_be_focused()
    expect(learner.locator("#pane-program")).to_be_visible()
    learner.keyboard.press("Home")
    expect(learner.locator("#evidence")).to_be_visible()


def test_request_by_hand_shows_what_came_back(learner: Page) -> None:
    """As text, whatever it holds, by button and by keyboard."""
    open_fix(learner, "sql-login")
    write_shop(learner, "Good day")
    learner.get_by_role("tab", name="Request").click()
    field = learner.get_by_label("One request, as it is sent")
    field.fill("GET / HTTP/1.1\nHost: lab.test\nConnection: close\n\n")
    learner.get_by_role("button", name="Send").click()
    answer = learner.locator("#request-answer")
    expect(answer).to_contain_text("HTTP/1.1 200 OK", timeout=PATIENCE)
    expect(answer).to_contain_text("<h1>Good day</h1>")
    expect(learner.locator("#request-news")).to_have_text(re.compile(r"^\d+ bytes, \d+ ms$"))
    field.fill(
        "POST / HTTP/1.1\nHost: lab.test\nContent-Type: application/x-www-form-urlencoded\n"
        "Connection: close\n\nname=<script>alert(1)</script>"
    )
    field.press("Control+Enter")
    expect(answer).to_contain_text("<h1>Hello <script>alert(1)</script></h1>", timeout=PATIENCE)
    expect(learner.locator("#pane-requests")).to_be_visible()


def test_the_tabs_are_walked_by_arrow_keys(learner: Page) -> None:
    """The terminal is shown and does not take the keyboard; Enter on its tab, or Tab, goes into it."""
    open_fix(learner, "sql-login")
    terminal, verdict = (learner.get_by_role("tab", name=name) for name in ("Terminal", "Verdict"))
    verdict.focus()
    learner.keyboard.press("End")
    expect(terminal).to_have_attribute("aria-selected", "true")
    expect(learner.locator(".xterm-rows")).to_contain_text(re.compile(r"\S"), timeout=PATIENCE)
    expect_open(learner)
    expect(terminal).to_be_focused()
    learner.keyboard.press("Home")
    expect(verdict).to_be_focused()
    learner.keyboard.press("End")
    learner.keyboard.press("Enter")
    expect(learner.locator(".xterm-helper-textarea")).to_be_focused()


def test_what_is_typed_before_the_terminal_is_open_gets_there(learner: Page) -> None:
    """A sandbox may take seconds to start; the page says so, and keeps the keys."""
    held: list[str | bytes] = []
    line: list[WebSocketRoute] = []
    opened = False

    def hold(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        line.append(route)
        server.on_message(lambda message: route.send(message) if opened else held.append(message))

    learner.route_web_socket(re.compile("/live/.*terminal"), hold)
    open_fix(learner, "sql-login")
    learner.get_by_role("tab", name="Terminal").click()
    expect(learner.locator("#terminal-news")).to_contain_text("The terminal is starting.", timeout=PATIENCE)
    expect(learner.locator(".xterm-helper-textarea")).to_be_focused()
    learner.keyboard.type("echo kept-$((20+22))\n")
    opened = True
    for message in held:
        line[-1].send(message)
    expect(learner.locator(".xterm-rows")).to_contain_text("kept-42", timeout=PATIENCE)


def test_terminal_is_a_shell_with_the_saved_files(learner: Page) -> None:
    """Typed, pasted, resized, loaded again; and its files are a copy."""
    open_fix(learner, "sql-login")
    write_shop(learner, "Good night")
    learner.get_by_role("tab", name="Terminal").click()
    rows = new_terminal(learner)
    learner.keyboard.type("grep -c 'Good night' shop.py && echo go''ne > shop.py; cat shop.py\n")
    expect(rows).to_contain_text("gone", timeout=PATIENCE)
    columns = 'python3 -c \'import os; print("w" + "ide", os.get_terminal_size().columns)\'\n'
    learner.keyboard.type(columns)
    expect(rows).to_contain_text(re.compile(r"wide \d+"), timeout=PATIENCE)
    learner.reload()
    expect(learner.locator(".cm-content")).to_contain_text("Good night")
    learner.get_by_role("tab", name="Terminal").click()
    expect(rows).to_contain_text("gone", timeout=PATIENCE)
    expect_open(learner)
    learner.evaluate("""() => {
        const data = new DataTransfer();
        data.setData("text/plain", "echo pas'ted'\\n");
        document.querySelector(".xterm-helper-textarea").dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    }""")
    learner.keyboard.press("Enter")
    expect(rows).to_contain_text("pasted", timeout=PATIENCE)
    learner.keyboard.press("Shift+Tab")
    expect(learner.locator(".xterm-helper-textarea")).not_to_be_focused()
    learner.get_by_role("button", name="Open a new one").click()
    expect(rows).not_to_contain_text("pasted", timeout=PATIENCE)
    expect(rows).to_contain_text("~ $", timeout=PATIENCE)


def test_flood_leaves_the_page_alive(learner: Page) -> None:
    """A program that prints for ever is stopped by Ctrl-C, also once more has come than the server sends unseen."""
    open_fix(learner, "sql-login")
    wait_for_bytes = bytes_drawn(learner)
    learner.get_by_role("tab", name="Terminal").click()
    rows = new_terminal(learner)
    learner.keyboard.type("printf '\\033[38;2;250;250;40mpale\\033[0m\\n'\n")  # has its contrast raised by a style
    expect(rows.locator("span[style]", has_text="pale").first).to_be_visible(timeout=PATIENCE)
    learner.keyboard.type("clear; python3 -c \"while True: print('y' * 70)\"\n")
    expect(rows).to_contain_text("yyyyyyyyyy", timeout=PATIENCE)
    wait_for_bytes(4 * MOST_UNSEEN_BYTES)
    learner.keyboard.press("Control+c")
    expect(rows).to_contain_text("KeyboardInterrupt", timeout=PATIENCE)


@pytest.mark.whole
@pytest.mark.sample(most=1)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_program_passes_axe_and_fits(
    browser: Browser,
    classroom: Classroom,
    scheme: Any,
    width: int,  # Any: Playwright's literal type is not exported
) -> None:
    """Each tab, as far as axe can tell."""
    context, page, complaints = open_page(
        browser, classroom, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    open_fix(page, "sql-login")
    write_shop(page, "Good day")
    faults = {}
    ready = {
        "Verdict": page.locator("#evidence h2").first,
        "Preview": page.locator("#program-printed").get_by_text("somebody is here"),
        "Request": page.get_by_label("One request, as it is sent"),
        "Terminal": page.locator(".xterm-rows").get_by_text("$"),
    }
    for tab in page.locator("#live [role=tab]").all():
        tab.click()
        expect(ready[tab.inner_text()].first).to_be_visible(timeout=PATIENCE)
        page.evaluate("scrollTo(0, 0)")  # where the page is scrolled to, its bar covers whatever lies below it
        if found := find_faults(page, but="iframe"):
            faults[tab.inner_text()] = found
        overflow = overflow_pixels(page)
        assert overflow == 0, f"{tab.inner_text()} is {overflow} pixels too wide"
    context.close()
    assert faults == {}
    assert [line for line in complaints.lines if "Content Security Policy" in line] == []
