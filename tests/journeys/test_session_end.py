"""The end of a session without activity, as the person at the page meets it (WCAG 2.2.1)."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.signing_in import origin_of

from .axe import find_faults
from .conftest import Classroom, free_port, overflow_pixels
from .test_class import invited

pytestmark = [pytest.mark.browser]


@pytest.fixture
def room(
    tmp_path: Path, sandbox_folder: Path, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Classroom]:
    """A classroom with accounts."""
    monkeypatch.setenv("QUINTAIN_CLASSROOM", "1")
    room = Classroom(tmp_path, free_port(), sandbox=sandbox_folder, host="")
    room.start()
    yield room
    room.kill()


def let_sessions_end_in(room: Classroom, page: Page, seconds: int) -> None:
    """Move the end of all sessions, and wake the page as a browser does when its tab is shown again."""
    end = datetime.now(UTC) + timedelta(seconds=seconds)
    with closing(sqlite3.connect(room.data / "quintain.sqlite3", timeout=20)) as database, database:
        database.execute("UPDATE django_session SET expire_date = ?", [f"{end:%Y-%m-%d %H:%M:%S}"])
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def session_seconds(room: Classroom) -> float:
    """Return in how many seconds the newest session ends."""
    with closing(sqlite3.connect(room.data / "quintain.sqlite3", timeout=20)) as database:
        (end,) = database.execute("SELECT max(expire_date) FROM django_session").fetchone()
    return (datetime.fromisoformat(end).replace(tzinfo=UTC) - datetime.now(UTC)).total_seconds()


def test_a_session_that_ends_soon_is_kept_by_one_press(room: Classroom, browser: Browser) -> None:
    """The warning takes the focus and gives it back; after the end, the page leads to signing in again."""
    context = browser.new_context()
    page = context.new_page()
    origin = origin_of(room.link)
    invited(room, origin, page)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.locator("#theme").focus()
    dialog = page.locator("#session-end")

    let_sessions_end_in(room, page, 90)
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading")).to_contain_text("You will be signed out at")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert find_faults(page) == []
    for width in (320, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert overflow_pixels(page) == 0
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.url.endswith("/session")):
        page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#theme")).to_be_focused()
    assert session_seconds(room) > 600

    let_sessions_end_in(room, page, 90)
    expect(dialog).to_be_visible()
    let_sessions_end_in(room, page, 7200)  # as an act in another tab does
    expect(dialog).to_be_hidden()
    let_sessions_end_in(room, page, 90)
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    let_sessions_end_in(room, page, -5)
    expect(dialog.get_by_role("heading")).to_have_text("You are signed out")
    dialog.get_by_role("link", name="Sign in again").click()
    expect(page.get_by_label("Password or passcode")).to_be_visible()
    context.close()
