"""Programs that attack who looks at them: the page around the frame, other learners' programs, and our own doors.

Each is the program of a learner who is signed in, shown by the real workbench in a real Chromium.
"""

import json
import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from tests.journeys.conftest import Classroom, open_page
from tests.journeys.workbench import expect_saved, open_fix, write

pytestmark = [
    pytest.mark.sample(most=1, of="file"),
    pytest.mark.hostile,
    pytest.mark.browser,
]

PROGRAM = '''
from flask import Flask, Response, redirect, request
app = Flask(__name__)

PAGE = """{page}"""

@app.route("/")
@app.route("/search")
def home():
    answer = Response(PAGE, mimetype="text/html")
    answer.headers["X-Frame-Options"] = "DENY"
    answer.headers["Content-Security-Policy"] = "frame-ancestors 'none'"
    answer.set_cookie("mine", "1")
    return answer

@app.route("/sign-in")
def sign_in():
    answer = redirect("/me")
    answer.set_cookie("session", "ann", samesite="Lax", httponly=True)
    return answer

@app.route("/me")
def me():
    return f"<p>{{request.cookies.get('session', 'nobody')}}</p>"

@app.route("/away")
def away():
    return redirect(request.args["to"])
'''


WAITED = "const rest = (ms) => new Promise((done) => setTimeout(done, ms));"
DOORS = (
    "return (await fetch('OURS/?PROBE', {credentials: 'include'})).status",
    "return (await fetch('OURS/?PROBE', {credentials: 'include', mode: 'no-cors'})).type",
    "return (await fetch('OURS/labs/sql-login/reset?PROBE', {method: 'POST', mode: 'no-cors'})).type",
    """const image = new Image();
    await new Promise((yes, no) => {
        image.onload = yes; image.onerror = () => no(new Error()); image.src = 'OURS/static/favicon.svg?PROBE';
    });
    return 'seen'""",
    """await new Promise((yes, no) => {
        const line = new WebSocket('OURS/live/labs/sql-login?PROBE'.replace('http', 'ws'));
        line.onopen = yes; line.onerror = () => no(new Error());
    });
    return 'open'""",
    """const frame = document.createElement('iframe');
    frame.src = 'OURS/?PROBE';
    document.body.append(frame);
    await rest(500);
    return frame.contentDocument.title""",
)
FORM = """() => {
    navigator.sendBeacon('OURS/labs/sql-login/reset?PROBE');
    const form = document.createElement('form');
    form.method = 'post'; form.action = 'OURS/labs/sql-login/reset?PROBE';
    document.body.append(form);
    form.submit();
}"""


@pytest.fixture
def window(browser: Browser, classroom: Classroom) -> Iterator[tuple[BrowserContext, Page]]:
    """A signed-in learner's window."""
    context, page, _ = open_page(browser, classroom)
    yield context, page
    context.close()


def show(page: Page, html: str, path: str = "/") -> Frame:
    """Write a program that serves this page, and look at it."""
    open_fix(page, "sql-login")
    write(page, f"# {uuid4()}\n{PROGRAM.format(page=html)}")  # unlike the last one, so that there is something to save
    expect_saved(page)
    page.locator("#tab-program").click()
    expect(page.locator("#program-news")).to_have_text("", timeout=60_000)  # or the next start is none
    return visit(page, path)


def visit(page: Page, path: str) -> Frame:
    """Go to a path of the program."""
    page.locator("#program-path").fill(path)
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.locator("#program-news")).to_have_text("", timeout=60_000)
    handle = page.locator("#program-frame iframe").element_handle()
    frame = handle.content_frame()
    assert frame is not None
    return frame


def attempt(frame: Frame, script: str) -> str:
    """Run a hostile script in the program's page, and tell what came of it."""
    body = f"{WAITED} return 'WORKED: ' + await (async () => {{ {script} }})()"
    found: str = frame.evaluate(
        f"async () => {{ try {{ {body} }} catch (e) {{ return 'refused: ' + (e ? e.name : e) }} }}"
    )
    return found


def test_frame_is_shown_and_forms_and_sessions_work(window: tuple[BrowserContext, Page]) -> None:
    """A program that forbids frames is seen all the same, and its own cookies come back to it."""
    _, page = window
    frame = show(page, "<h1>The tea shop</h1>")
    expect(frame.locator("h1")).to_have_text("The tea shop")
    assert frame.evaluate("document.cookie") == "mine=1"
    frame = visit(page, "/sign-in")
    expect(frame.locator("p")).to_have_text("ann")


def test_page_around_it_is_out_of_reach(window: tuple[BrowserContext, Page]) -> None:
    """Neither read nor led away, and it opens no window, no dialogue and no download."""
    _, page = window
    frame = show(page, "<h1>hostile</h1>")
    address = page.url
    for script in (
        "return parent.document.title",
        "return parent.localStorage.length",
        "parent.location = '/'; return 'sent'",
        "top.location.href = 'http://127.0.0.1:1/'; return 'sent'",
        "const w = open('http://127.0.0.1:1/'); if (!w) throw new Error(); return 'opened'",
        "await navigator.serviceWorker.register('/'); return 'registered'",
        "new SharedWorker('/'); await new Promise((_, no) => setTimeout(no, 500))",
    ):
        result = attempt(frame, script)
        assert result.startswith("refused"), f"{script}: {result}"
    assert page.url == address
    expect(page.locator(".cm-content")).to_be_visible()
    assert len(page.context.pages) == 1


def test_our_doors_stay_shut_for_it(window: tuple[BrowserContext, Page], classroom: Classroom) -> None:
    """No request of it reaches us with the learner's cookies: not by fetch, image, form, frame or socket."""
    _, page = window
    ours = f"http://127.0.0.1:{classroom.port}"
    met: list[tuple[str, str | None]] = []
    page.on(
        "request",
        lambda request: (
            met.append((request.method + " " + request.url, request.all_headers().get("cookie")))
            if "PROBE" in request.url
            else None
        ),
    )
    frame = show(page, "<h1>hostile</h1>")
    for script in DOORS:
        result = attempt(frame, script.replace("OURS", ours))
        assert result.startswith("refused"), f"{script}: {result}"
    frame.evaluate(FORM.replace("OURS", ours))
    page.wait_for_timeout(500)
    assert [each for each in met if each[1] and "quintain-" in each[1]] == []
    page.reload()
    expect(page.locator(".cm-content")).to_contain_text("hostile")


def test_frame_leads_nowhere_else(window: tuple[BrowserContext, Page], classroom: Classroom) -> None:
    """Whether it goes by script or is sent by the server: the workbench frames one origin alone."""
    _, page = window
    frame = show(page, "<h1>hostile</h1>")
    frame.evaluate(f"() => {{ location = 'http://127.0.0.1:{classroom.port}/' }}")
    page.wait_for_timeout(500)
    hosts = [re.sub(r"^(\w+:/*[^/]*).*", r"\1", each.url) for each in page.frames[1:]]
    assert all(".localhost" in host or host.startswith("chrome-error") for host in hosts), hosts
    visit(page, f"/away?to=http://127.0.0.1:{classroom.port}/")
    page.wait_for_timeout(500)
    assert "127.0.0.1" not in [each.url.split("/")[2] for each in page.frames[1:] if "//" in each.url]


def test_nobody_else_gets_in(browser: Browser, classroom: Classroom, window: tuple[BrowserContext, Page]) -> None:
    """Another browser that knows the name is refused, and so is the owner's own browser in another tab."""
    context, page = window
    frame = show(page, "<h1>secret</h1>")
    expect(frame.locator("h1")).to_have_text("secret")
    address = frame.url
    stranger = browser.new_context()
    for visitor in (stranger.new_page(), context.new_page()):
        answer = visitor.goto(address)
        assert answer is not None
        assert answer.status == 403
        assert "secret" not in visitor.content()
    stranger.close()


def test_another_program_is_out_of_reach(window: tuple[BrowserContext, Page], classroom: Classroom) -> None:
    """By a name that it has guessed, a program gets neither an answer nor a cookie across."""
    _, page = window
    frame = show(page, "<h1>hostile</h1>")
    other = f"http://lab-{'a' * 32}.localhost:{classroom.port}"
    assert attempt(frame, f"return (await fetch('{other}/', {{credentials: 'include'}})).status").startswith("refused")
    frame.evaluate("document.cookie = 'tossed=1; domain=localhost'")
    frame.evaluate("document.cookie = '__Host-quintain-program=stolen; path=/; secure; samesite=none; partitioned'")
    assert "tossed" not in json.dumps(page.context.cookies())
    frame = visit(page, "/me")
    expect(frame.locator("p")).to_have_text("nobody")
