"""An arena from its opening to its end, with the real judge: an instructor, two students and the projector."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .axe import find_faults
from .conftest import Classroom, overflow_pixels
from .windows import Complaints

ROOT = Path(__file__).parents[2]
RUN_MILLISECONDS = 120_000
"""For a round of two tries, on a machine whose sandboxes are cold."""
pytestmark = [pytest.mark.whole, pytest.mark.browser]


@dataclass(frozen=True)
class Room:
    """Windows of the instructor, of two students, and of the projector."""

    data: Path
    base: str
    class_id: str
    mara: Page
    elif_: Page
    hugo: Page
    projector: Page

    @property
    def pages(self) -> tuple[Page, ...]:
        """All windows."""
        return (self.mara, self.elif_, self.hugo, self.projector)

    def others_enter(self) -> None:
        """Let more students enter a fix, so that the table is wide."""
        fill(self.data, "others")

    def go(self, page: Page, path: str) -> None:
        """Open an address in a window."""
        page.goto(self.base + path)


def fill(data: Path, *words: str) -> list[list[str]]:
    """Run the program that fills a class, and return the words that it prints, by lines."""
    command = (sys.executable, "-m", "tests.arena.fill", str(data), *words)
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


@pytest.fixture
def room(browser: Browser, own_classroom: Classroom) -> Iterator[Room]:
    """Fill a class while the server runs, and let three people in."""
    rows = fill(own_classroom.data)
    base = f"http://127.0.0.1:{own_classroom.port}"
    complaints = Complaints()

    def window(session: str) -> Page:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        name = f"quintain-session{own_classroom.port}"
        context.add_cookies([{"name": name, "value": session, "url": base}])
        page = context.new_page()
        page.on("console", complaints.listen)
        page.on("pageerror", lambda error: complaints.lines.append(str(error)))
        return page

    mara, elif_, hugo = (session for session, _ in rows)
    yield Room(own_classroom.data, base, rows[0][1], window(mara), window(elif_), window(hugo), window(mara))
    assert complaints.lines == []


def look_at(room: Room) -> None:
    """Look at all pages, wide and narrow, light and dark."""
    for page in room.pages:
        for scheme, width in (("light", 1440), ("dark", 390), ("light", 320)):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.set_viewport_size({"width": width, "height": 900})
            assert find_faults(page) == [], (page.url, scheme, width)
            assert overflow_pixels(page) == 0, (page.url, width)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1440, "height": 900})


def test_an_arena_from_its_opening_to_its_end(room: Room) -> None:
    """All pages change by themselves: the clock, who got through whose fix, the standings; and it is spoken."""
    room.go(room.mara, f"/classes/{room.class_id}/")
    room.go(room.projector, f"/classes/{room.class_id}/arena/projector/")
    room.go(room.elif_, "/labs/sql-login/fix/")
    room.go(room.hugo, "/")
    room.mara.get_by_role("link", name="Arena", exact=True).click()
    room.mara.get_by_label("Lab", exact=True).select_option("sql-login")
    room.mara.get_by_role("button", name="Open", exact=True).click()
    expect(room.projector.get_by_role("heading", level=1)).to_have_text("SQL injection in a sign-in")

    for page in (room.elif_, room.hugo):
        expect(page.locator("#pace-arena")).to_contain_text("is open")
        page.locator("#pace-arena").get_by_role("link", name="Arena").click()
        expect(page.get_by_role("button", name="Enter my fix, attempt 1")).to_be_visible()
    look_at(room)
    for page, name in ((room.elif_, "Red Fox"), (room.hugo, "Blue Owl")):
        page.locator("#fix-name").fill(name)
        page.get_by_role("button", name="Enter my fix").click()
        expect(page.locator("#arena")).to_contain_text("It takes part in the next round")
        page.get_by_role("button", name="Enter my exploit").click()
        expect(page.get_by_role("button", name="Take my exploit back")).to_be_visible()

    room.mara.get_by_label("Minutes to enter").fill("5")
    room.mara.get_by_role("button", name="Open a round").click()
    for page in room.pages:
        expect(page.locator("#arena-progress")).to_contain_text("Round 1 is open")
        expect(page.locator("#arena-progress .countdown")).to_have_text(re.compile(r"[45]:\d\d"))
        expect(page.locator("#class-voice")).to_contain_text("Round 1 of the arena is open")
    look_at(room)
    room.mara.get_by_role("button", name="Run 2 tries now").click()
    expect(room.mara.locator("#arena-points")).to_contain_text("stopped 1 of 1", timeout=RUN_MILLISECONDS)
    expect(room.mara.locator("#arena-controls")).to_contain_text("There is nothing to run", timeout=RUN_MILLISECONDS)
    expect(room.mara.locator(".outcome.succeeded")).to_have_text("got through")
    expect(room.mara.locator(".outcome.stopped")).to_have_text("stopped")
    expect(room.elif_.locator("#arena-entries")).to_contain_text("exploits tried on your fix: 1. Got through: 1.")
    expect(room.elif_.locator("#arena-entries")).to_contain_text("let the judge try this fix")
    expect(room.hugo.locator("#arena-rounds")).to_contain_text("Your rounds: 3 points")
    for page in (room.projector, room.hugo):
        expect(page.locator("#arena-board .is-news").first).to_contain_text("Blue Owl")
        expect(page.locator("#arena-board")).to_contain_text("Blue Owl through Red Fox")
        expect(page.locator("#arena-board .standings")).to_contain_text("Blue Owl")
    room.others_enter()
    room.mara.reload()  # another process has no sockets to tell
    expect(room.mara.locator("#arena-points tbody tr")).to_have_count(6)
    look_at(room)

    room.elif_.get_by_role("button", name="Take my fix back").click()
    expect(room.elif_.get_by_role("button", name="Enter my fix, attempt 1")).to_be_visible()
    expect(room.projector.locator("#arena-board")).not_to_contain_text("Red Fox")
    expect(room.mara.locator(".outcome.succeeded")).to_have_count(0)
    room.mara.get_by_role("button", name="Close the arena").click()
    expect(room.elif_.locator("#arena-head")).to_contain_text("The arena is closed")
    expect(room.hugo.get_by_role("button", name="Take my exploit back")).to_be_visible()
    expect(room.elif_.get_by_role("button", name="Enter my fix")).to_have_count(0)
    look_at(room)


def test_a_student_is_told_of_the_arena_in_its_lab(room: Room) -> None:
    """By the line of all pages, which a keyboard reaches, and by nothing else."""
    room.go(room.mara, f"/classes/{room.class_id}/arena/")
    room.mara.get_by_label("Lab", exact=True).select_option("sql-login")
    room.mara.get_by_label("Teams, if you want").fill("Red\nBlue")
    room.mara.get_by_role("button", name="Open", exact=True).click()
    room.go(room.elif_, "/labs/sql-login/break/")
    for width in (1440, 390):
        room.elif_.set_viewport_size({"width": width, "height": 900})
        assert find_faults(room.elif_) == []
        assert overflow_pixels(room.elif_) == 0
    room.elif_.get_by_role("link", name="Arena").focus()
    room.elif_.keyboard.press("Enter")
    room.elif_.locator("#exploit-team").select_option("Blue")
    room.elif_.get_by_role("button", name="Enter my exploit").click()
    expect(room.elif_.locator("#arena-name")).to_contain_text("Your team is Blue, with 0 points so far.")
    room.elif_.get_by_label("A name for the board").fill("Owl")
    room.elif_.get_by_role("button", name="Save the name").click()
    expect(room.mara.locator("#arena-points")).to_contain_text("Owl")
    assert overflow_pixels(room.elif_) == 0
