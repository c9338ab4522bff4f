"""A learner breaks the original program, skips the phase or takes it up later, and tries the exploit on the own fix."""

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from quintain.packs import load_lab

from .axe import find_faults
from .conftest import Classroom, in_both_browsers, open_page, overflow_pixels
from .workbench import (
    LABS,
    come_back_with_what_was_typed_offline,
    expect_saved,
    fix_text,
    open_break,
    open_fix,
    write,
)

pytestmark = [pytest.mark.browser]

RUN_MILLISECONDS = 60_000
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def breaker(browser: Browser, classroom: Classroom) -> Iterator[Page]:
    """The window of a learner who begins; the console must stay silent."""
    context, page, complaints = open_page(browser, classroom, viewport={"width": 1440, "height": 900})
    yield page
    context.close()
    assert complaints.lines == []


def reference(lab: str) -> str:
    """Return the author's own exploit."""
    loaded = load_lab(LABS / lab)
    assert loaded.break_ is not None
    return (loaded.folder / loaded.break_.reference).read_text()


def expect_said(page: Page, words: str) -> None:
    """Wait for what the console says of the run."""
    expect(page.locator("#console .said b")).to_have_text(words, timeout=RUN_MILLISECONDS)


def expect_accessible(page: Page) -> None:
    """Ask axe about the state that the page is in, light and dark."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert find_faults(page) == [], scheme
    assert overflow_pixels(page) == 0


@pytest.mark.whole
@pytest.mark.sample(most=1)
@in_both_browsers
def test_a_web_app_is_broken_and_the_fix_stops_the_same_exploit(breaker: Page, classroom: Classroom) -> None:
    """From find over break to fix by the buttons; the exploit that worked is tried on two states of the fix."""
    breaker.goto(f"http://127.0.0.1:{classroom.port}/labs/sql-login/find/")
    breaker.get_by_role("link", name="Go on to breaking it").click()
    expect(breaker.locator(".cm-content")).to_contain_text("from target import http")

    breaker.get_by_role("button", name="Run exploit").click()
    expect_said(breaker, "Not yet.")
    expect(breaker.locator("#evidence")).to_contain_text("GET /orders")
    expect_accessible(breaker)

    write(breaker, reference("sql-login"))
    breaker.keyboard.press("Control+Enter")
    expect_said(breaker, "You are in.")
    expect(breaker.locator("#console pre mark")).to_contain_text("canary-")
    expect(breaker.locator("#evidence .landed mark").last).to_contain_text("canary-")
    expect(breaker.locator("#phases")).to_contain_text("it worked")
    expect_accessible(breaker)

    breaker.get_by_role("link", name="On to the fix").click()
    expect(breaker.get_by_role("textbox", name="shop.py")).to_be_visible()
    breaker.get_by_role("button", name="Run my exploit").click()
    evidence = breaker.locator("#evidence")
    expect(evidence.get_by_role("heading", name="It still works on your fix")).to_be_visible(timeout=RUN_MILLISECONDS)
    expect_accessible(breaker)
    write(breaker, fix_text("sql-login", load_lab(LABS / "sql-login").sound_fixes[0].name))
    breaker.get_by_role("button", name="Run my exploit").click()
    expect(evidence.get_by_role("heading", name="Your fix stops it")).to_be_visible(timeout=RUN_MILLISECONDS)
    expect_accessible(breaker)
    breaker.reload()
    expect(evidence.get_by_role("heading", name="Your fix stops it")).to_be_visible()


@pytest.mark.whole
def test_the_phase_is_skipped_and_taken_up_later(breaker: Page) -> None:
    """Functions: an outage is what counts; skipping shows in the bar until the first run."""
    open_break(breaker, "redos")
    breaker.get_by_role("button", name="Skip this phase").click()
    expect(breaker.locator("#judge")).to_be_visible()
    expect(breaker.locator("#phases")).to_contain_text("skipped")
    expect(breaker.locator("#replay")).to_have_count(0)
    expect_accessible(breaker)

    breaker.locator("#phases").get_by_role("link", name=re.compile("Break")).click()
    write(breaker, reference("redos"))
    breaker.keyboard.press("Control+Enter")
    expect(breaker.locator("#console-state .spinner")).to_be_visible()
    expect_accessible(breaker)
    breaker.keyboard.press("Control+Enter")  # the second waits in vain for the first
    expect_said(breaker, "It works.")
    expect(breaker.locator("#phases")).not_to_contain_text("skipped")
    expect(breaker.locator("#history li")).to_have_count(1)


@pytest.mark.whole
def test_a_program_is_broken_and_each_run_can_be_seen_again(breaker: Page) -> None:
    """A command: the text survives a reload, earlier runs open again and give their text back."""
    open_break(breaker, "archive-options")
    write(breaker, "print('nothing yet')\n")
    expect_saved(breaker)
    breaker.reload()
    expect(breaker.locator(".cm-content")).to_contain_text("nothing yet")
    breaker.keyboard.press("Control+Enter")
    expect_said(breaker, "Not yet.")
    expect(breaker.locator("#evidence")).to_contain_text("before it had asked for anything")

    write(breaker, reference("archive-options"))
    breaker.keyboard.press("Control+Enter")
    expect_said(breaker, "You are in.")
    expect(breaker.locator("#evidence")).to_contain_text("In parcel.tar")

    breaker.locator("#history button").last.click()
    expect_said(breaker, "Not yet.")
    breaker.get_by_role("button", name="Bring this exploit back").click()
    expect(breaker.locator(".cm-content")).to_contain_text("nothing yet")
    expect_accessible(breaker)

    again = breaker.get_by_role("button", name="Reset the exploit")
    again.click()
    breaker.get_by_role("button", name="Keep working").click()
    expect(breaker.locator(".cm-content")).to_contain_text("nothing yet")
    again.click()
    breaker.get_by_role("button", name="Start again", exact=True).click()
    expect(breaker.locator(".cm-content")).not_to_contain_text("nothing yet")
    breaker.get_by_text("kept cop").first.click()
    breaker.get_by_role("button", name="Bring back").first.click()
    expect(breaker.locator(".cm-content")).to_contain_text("nothing yet")

    open_fix(breaker, "archive-options")
    write(breaker, fix_text("archive-options", load_lab(LABS / "archive-options").sound_fixes[0].name))
    expect_saved(breaker)
    open_break(breaker, "archive-options")
    breaker.get_by_role("button", name="Run it on my fix").click()
    expect_said(breaker, "Your fix stops it.")
    expect(breaker.locator("#history")).to_contain_text("on your fix: stopped")


@pytest.mark.whole
def test_a_run_outlives_the_server(browser: Browser, own_classroom: Classroom) -> None:
    """Killed in the middle, started anew: the run is taken up, and the open page hears of its end."""
    context, page, _ = open_page(browser, own_classroom)
    open_break(page, "redos")
    write(page, reference("redos"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#console-state .spinner")).to_be_visible(timeout=20_000)
    own_classroom.kill()
    expect(page.locator("#offline")).to_be_visible(timeout=20_000)
    own_classroom.start()
    expect_said(page, "It works.")
    context.close()


@pytest.mark.whole
def test_an_exploit_typed_offline_comes_back(browser: Browser, own_classroom: Classroom) -> None:
    """It is kept apart from the files of the fix."""
    again = come_back_with_what_was_typed_offline(browser, own_classroom, open_break)
    expect_saved(again)
    open_fix(again, "redos")
    expect(again.locator(".cm-content")).not_to_contain_text("# only in the browser")
    again.context.close()


@pytest.mark.whole
@pytest.mark.sample(most=1)
@in_both_browsers
def test_a_run_is_stopped_and_no_old_result_looks_new(breaker: Page) -> None:
    """By the button and by the shortcut that it names; what is shown meanwhile says that it is of the run before."""
    open_break(breaker, "sql-login")
    stop = breaker.locator("#stop")
    expect(stop).to_be_hidden()
    write(breaker, "import time\nprint('first')\ntime.sleep(60)\n")
    breaker.keyboard.press("Control+Enter")
    expect(stop).to_be_visible()
    expect(breaker.locator("#evidence")).to_contain_text("Your exploit is running.")
    expect(breaker.locator("#console-before")).to_be_hidden()
    expect(stop).to_have_accessible_name(re.compile("^Stop Ctrl"))
    stop.click()
    expect_said(breaker, "Stopped.")
    expect(stop).to_be_hidden()
    expect(breaker.locator("#history")).to_contain_text("stopped by you")
    expect_accessible(breaker)

    breaker.get_by_role("button", name="Run again").click()
    for place in ("console", "evidence"):
        expect(breaker.locator(f"#{place}-before")).to_have_text("From the run before. Your exploit is running again.")
    expect(breaker.locator("#console-state .waiting")).to_be_hidden()
    expect(stop).to_be_visible()
    expect_accessible(breaker)
    breaker.locator(".cm-content").click()
    breaker.keyboard.press("Control+Shift+Enter")
    expect(stop).to_be_hidden(timeout=RUN_MILLISECONDS)
    expect(breaker.locator("#console-before")).to_be_hidden()
    breaker.keyboard.press("Control+Shift+Enter")  # with nothing to stop, nothing happens
    expect(breaker.locator("#history li")).to_have_count(2)


@pytest.mark.sample(most=1)
@pytest.mark.parametrize(
    ("lab", "exploit", "answer"),
    [
        (
            "sql-login",
            "from target import http\nhttp.get('/orders', params={'number': \"'\"}).json()\n",
            "500 INTERNAL",
        ),
        ("archive-options", "from target import run\nrun('pack.py').out.missing\n", "Came back"),
        ("log-forging", "from target import call\ncall('desk:nothing')\n", "It had not asked"),
    ],
)
def test_an_exception_names_the_line_of_the_exploit(breaker: Page, lab: str, exploit: str, answer: str) -> None:
    """The traceback has no path of any machine; a click on its line leads into the editor."""
    open_break(breaker, lab)
    write(breaker, exploit)
    breaker.keyboard.press("Control+Enter")
    raised = breaker.locator("#console .raised")
    expect(raised).to_contain_text("An exception ended your exploit in line 2", timeout=RUN_MILLISECONDS)
    expect(raised).to_contain_text(answer, ignore_case=True)
    expect(breaker.locator("#console pre")).to_contain_text('File "exploit.py", line 2')
    expect(breaker.locator("#console")).not_to_contain_text("/lab/")
    breaker.locator("#files").get_by_role("tab").last.click()
    raised.get_by_role("button", name="line 2").click()
    expect(breaker.get_by_role("tab", name="exploit.py")).to_have_attribute("aria-selected", "true")
    expect_accessible(breaker)


@pytest.mark.whole
@in_both_browsers
def test_the_original_program_can_be_seen_and_asked_beside_the_exploit(breaker: Page) -> None:
    """Whatever the fix looks like; the first request is a worked example, and a run comes to the front again."""
    open_fix(breaker, "sql-login")
    write(breaker, "app = None  # the fix\n")
    expect_saved(breaker)
    open_break(breaker, "sql-login")
    breaker.get_by_role("tab", name="Request").click()
    text = breaker.get_by_label("One request, as it is sent")
    expect(text).to_have_value(re.compile(r"^POST /login HTTP/1\.1\n[\s\S]*\n\nname=some-name&password=some-password$"))
    expect(breaker.get_by_text("An example for this lab.")).to_be_visible()
    breaker.get_by_role("button", name="Send").click()
    expect(breaker.locator("#request-answer")).to_contain_text("Name or password is wrong", timeout=RUN_MILLISECONDS)
    expect(breaker.locator("#request-news")).to_contain_text("Content-Type: application/x-www-form-urlencoded")
    breaker.get_by_label("Body").select_option("not-said")
    breaker.get_by_role("button", name="Send").click()
    expect(breaker.locator("#request-answer")).to_contain_text("400 BAD REQUEST")
    expect_accessible(breaker)
    text.fill("GET / HTTP/1.1")
    breaker.get_by_role("button", name="Put the example back").click()
    expect(text).to_have_value(re.compile("^POST /login"))
    expect(breaker.get_by_label("Body")).to_have_value("as-it-looks")

    breaker.get_by_role("tab", name="Preview").click()
    shown = breaker.frame_locator("#program-frame iframe")
    expect(shown.locator("body")).to_contain_text("found", timeout=RUN_MILLISECONDS)
    expect_accessible(breaker)
    breaker.get_by_role("tab", name="Terminal").click()
    expect(breaker.locator("#terminal")).to_contain_text("$", timeout=RUN_MILLISECONDS)
    breaker.keyboard.type("grep -c 'the fix' shop.py\n")
    expect(breaker.locator("#terminal .xterm-rows")).to_contain_text("shop.py0")  # lines follow without a space
    breaker.get_by_role("button", name="Run exploit").click()
    expect(breaker.get_by_role("tab", name="Run", exact=True)).to_have_attribute("aria-selected", "true")
    expect_said(breaker, "Not yet.")
