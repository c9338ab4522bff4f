"""Every state of the verdict and of a run passes axe on the real page, light and dark, a fault of ours among them.

What the server would answer is written here: a judge that is down, a full queue or a lost box cannot be had at will.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from quintain.attempts.reports.submission_report import to_wire, work_message
from quintain.attempts.submissions.stored import Json
from quintain_design.specimens import runs, watched

from .conftest import Classroom
from .test_breaking import expect_accessible
from .workbench import open_break, open_fix

pytestmark = [pytest.mark.browser]

LAB = "template-injection"
LOST: Json = {
    "id": "judge.E010",
    "where": "templates",
    "message": "Attack 4 could not be carried out: the box ended before it answered.",
    "remedy": "Try again; if it stays, quote the reference.",
}
DOWN: Json = {
    "id": "attempts.7c1e0b42",
    "where": "the judge",
    "message": "It stopped in the middle of its work.",
    "remedy": "Submit again; if it stays, quote this id.",
}
FULL: Json = {"error": "The judge's queue is full.", "remedy": "Your text is saved. Submit again in a minute."}
QUEUED: Json = {"state": "waiting", "position": 3}
FAILED: Json = {"state": "failed", "result": None, "sentence": DOWN["message"]}


def submission(number: int, **changes: object) -> Json:
    """Return a submission: 0 waits, 1 is under way, 2 is our fault, 3 is tests alone, 4 proven, 5 still open."""
    return to_wire(work_message(watched()[number] | changes))


def run(number: int, **changes: object) -> Json:
    """Return a run of an exploit: 1 has succeeded, 2 was cut short."""
    return to_wire(work_message(runs()[number] | changes))


VERDICTS: Mapping[str, tuple[Json, str]] = {
    "queued": (submission(0, **QUEUED), "Waiting for the judge"),
    "running": (submission(1), "Being tried"),
    "box lost": (submission(2, fault=LOST), "Our judge stopped, not your code"),
    "judge down": (submission(2, **FAILED, fault=DOWN), "Our judge stopped, not your code"),
    "judge down, nothing said": (submission(2, **FAILED, fault=None), "Our judge stopped, not your code"),
    "tests alone": (submission(3), "All tests pass"),
    "still open": (submission(5), "Still open"),
    "proven": (submission(4), "It holds."),
}
RUNS: Mapping[str, tuple[Json, str]] = {
    "queued": (run(1, result=None, assault=None, **QUEUED), "place 3 in the queue"),
    "running": (run(1, result=None, assault=None, state="running"), "running"),
    "box lost": (run(1, result="error", assault=None, fault=LOST), "Our judge stopped, not your exploit"),
    "judge down": (run(1, assault=None, **FAILED, fault=DOWN), "Our judge stopped, not your exploit"),
    "cut short": (run(2), "Not yet"),
}


def answer(page: Page, endpoint: str, body: Json, status: int = 200) -> None:
    """Let the server say this to whatever is handed in."""
    new = {"id": str(uuid4()), "sequence": 2**40, "created_at": datetime.now(UTC).isoformat()}
    fresh = new if status == 200 else {}
    said = json.dumps(body | fresh)

    def reply(route: Route) -> None:
        route.fulfill(status=status, content_type="application/json", body=said)

    page.unroute_all()
    page.route(f"**/labs/{LAB}/{endpoint}", reply)


@pytest.mark.whole
@pytest.mark.parametrize("width", [1440, 390])
def test_every_verdict_is_accessible(browser_page: Page, classroom: Classroom, width: int) -> None:
    """Waiting, under way, done, and failed by us; what is ours says that it does not count."""
    browser_page.set_viewport_size({"width": width, "height": 900})
    for name, (work, words) in VERDICTS.items():
        open_fix(browser_page, LAB)
        answer(browser_page, "submissions", work)
        browser_page.locator("#judge").click()
        heading = browser_page.locator("#evidence").get_by_role("heading", name=words)
        expect(heading, name).to_be_visible()
        if "lost" in name or "down" in name:
            expect(browser_page.locator("#evidence")).to_contain_text("This attempt does not count")
        expect(browser_page.locator(".button.primary:visible"), name).to_have_count(1)
        expect_accessible(browser_page)


@pytest.mark.whole
@pytest.mark.parametrize("width", [1440, 390])
def test_every_run_is_accessible(browser_page: Page, classroom: Classroom, width: int) -> None:
    """Console and panel, whatever became of the exploit."""
    browser_page.set_viewport_size({"width": width, "height": 900})
    for name, (work, words) in RUNS.items():
        open_break(browser_page, LAB)
        answer(browser_page, "runs", work)
        browser_page.locator("#run").click()
        expect(browser_page.locator(".console"), name).to_contain_text(words)
        if "lost" in name or "down" in name:
            expect(browser_page.locator("#evidence")).to_contain_text("This run does not count")
        expect(browser_page.locator(".button.primary:visible"), name).to_have_count(1)
        expect_accessible(browser_page)


@pytest.mark.whole
def test_full_queue_says_so_beside_the_button(browser_page: Page, classroom: Classroom) -> None:
    """In both phases, and the button can be pressed again."""
    for open_phase, endpoint, button in ((open_fix, "submissions", "#judge"), (open_break, "runs", "#run")):
        open_phase(browser_page, LAB)
        answer(browser_page, endpoint, FULL, status=429)
        browser_page.locator(button).click()
        expect(browser_page.locator("#reason")).to_have_text(f"{FULL['error']} {FULL['remedy']}")
        expect(browser_page.locator(button)).not_to_have_attribute("aria-disabled", "true")
        expect_accessible(browser_page)
