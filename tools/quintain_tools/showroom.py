"""A classroom to show: the real commands and pages make a class whose students are called by their seats.

Nothing is written into the database but by ``quintain`` and by what pages send, so pictures of it show what users get.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect

from quintain_tools.browser import find_browser

ROOT: Final = Path(__file__).resolve().parents[2]
LABS: Final = ROOT / "content" / "python-security" / "labs"
LAB: Final = "sql-login"
"""The lab that is shown: its program is one file that fits into a window."""
PROGRAM: Final = "shop.py"
PASSWORD: Final = "seven dry towels over a bridge"  # noqa: S105  of a classroom that lives for minutes
SEATS: Final = 6
WIDE: Final[ViewportSize] = {"width": 1280, "height": 800}
JUDGED_MILLISECONDS: Final = 240_000
"""Packages of a lab may have to be fetched first, and sandboxes are cold."""
LINK: Final = re.compile(r"(https?://\S+?)/invitation/#(\S+)")
CHROMIUM: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")


class ShowroomError(Exception):
    """The classroom did not start, or a command failed; the text has what was printed."""


@dataclass(slots=True)
class Showroom:
    """A classroom that runs, with a browser window for each person, all signed in."""

    data: Path
    origin: str
    browser: Browser
    operator: Page
    instructor: Page
    seats: list[Page] = field(default_factory=list)
    class_path: str = ""

    def go(self, page: Page, path: str) -> None:
        """Open an address in a window."""
        page.goto(self.origin + path)

    def open_phase(self, page: Page, phase: str, lab: str = LAB) -> None:
        """Open a phase of a lab, and wait for the editor."""
        self.go(page, f"/labs/{lab}/{phase}/")
        expect(page.locator(".cm-content")).to_be_visible()


def text_of(*parts: str) -> str:
    """Return a file of the lab that is shown."""
    return (LABS / LAB).joinpath(*parts).read_text("utf-8")


def start_chromium(playwright: Playwright) -> Browser:
    """Start the machine's Chromium.

    Raises:
        ShowroomError: There is none.

    """
    executable = find_browser()
    if executable is None:
        message = "There is no Chromium. Install one, or name it with QUINTAIN_BROWSER."
        raise ShowroomError(message)
    return playwright.chromium.launch(executable_path=str(executable), args=list(CHROMIUM))


def environment(data: Path, **settings: str) -> dict[str, str]:
    """Return the environment of a command, with these settings of Quintain alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUINTAIN_")}
    return kept | {"PYTHONUNBUFFERED": "1", "QUINTAIN_DATA": str(data)} | settings


def run(data: Path, *words: str) -> str:
    """Run a command of Quintain on the data folder, and return what it printed.

    Raises:
        ShowroomError: It failed.

    """
    command = (sys.executable, "-m", "quintain.cli", *words, "--data", str(data))
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment(data))
    if done.returncode:
        raise ShowroomError(done.stdout + done.stderr)
    return done.stdout


@contextmanager
def serving(data: Path, **settings: str) -> Iterator[str]:
    """Serve a classroom on a free port until the end of the block, and yield the operator's invitation.

    Raises:
        ShowroomError: It ended without a link.

    """
    command = (sys.executable, "-m", "quintain.cli", "serve", "--no-browser", "--port", "0", "--data", str(data))
    known = {"QUINTAIN_WARM_UP": "0"} | settings
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(data, **known)
    ) as server:
        said: list[str] = []
        try:
            for line in server.stdout or ():
                said.append(line)
                if found := LINK.search(line):
                    yield found[0]
                    return
            raise ShowroomError("".join(said))
        finally:
            server.kill()


def window(browser: Browser) -> Page:
    """Open a window with cookies of its own, in the light look and without movement."""
    context: BrowserContext = browser.new_context(
        viewport=WIDE, color_scheme="light", reduced_motion="reduce", locale="en-GB", timezone_id="Europe/Zurich"
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    return page


def accept(page: Page, origin: str, printed: str) -> None:
    """Open the invitation that a command printed, and choose a password."""
    found = LINK.search(printed)
    if not found:
        raise ShowroomError(printed)
    page.goto(f"{origin}/invitation/#{found[2]}")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Set the password and sign in").click()
    page.wait_for_url(lambda url: "/invitation/" not in url)


@contextmanager
def showroom(data: Path, playwright: Playwright, seats: int = SEATS) -> Iterator[Showroom]:
    """Open a class in a new data folder, with an operator, an instructor and students, until the end of the block."""
    with serving(data, QUINTAIN_CLASSROOM="1", QUINTAIN_CERTIFICATE="labs=1") as link:
        browser = start_chromium(playwright)
        room = Showroom(data, link.partition("/invitation/")[0], browser, window(browser), window(browser))
        accept(room.operator, room.origin, link)
        accept(
            room.instructor,
            room.origin,
            run(data, "user", "add", "Instructor", "--role", "instructor", "--username", "instructor"),
        )
        code = make_class(room)
        for number in range(1, seats + 1):
            room.seats.append(join(room, code, f"Seat {number}"))
        yield room
        browser.close()


def make_class(room: Showroom) -> str:
    """Make a class of three days that begins today, and return its join code."""
    first = datetime.now(UTC).date()
    days = ("--starts", first.isoformat(), "--ends", (first + timedelta(days=2)).isoformat())
    about = ("--seats", "12", "--time-zone", "Europe/Zurich", "--instructor", "instructor")
    printed = run(room.data, "class", "new", "Python Security", *days, *about)
    room.go(room.instructor, "/classes/")
    room.instructor.get_by_role("link", name="Python Security").first.click()
    room.instructor.wait_for_url(re.compile(r"/classes/[0-9a-f-]{36}/$"))
    room.class_path = room.instructor.url.removeprefix(room.origin)
    return printed.split()[-1]


def join(room: Showroom, code: str, name: str) -> Page:
    """Join the class in a window of a student's own."""
    page = window(room.browser)
    room.go(page, "/join/")
    page.get_by_label("Join code").fill(code)
    page.get_by_label("Your name").fill(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("You have seat"))).to_be_visible()
    return page


def write(page: Page, text: str) -> None:
    """Replace the text of the open file, and wait until the server has it."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    expect(page.locator("#saved")).to_have_text(re.compile(r"^saved \d\d:\d\d$"))


def mark_line(page: Page, line: int) -> None:
    """Mark a line as flawed by its number; the line has to be in view."""
    page.locator(".cm-lineNumbers .cm-gutterElement").get_by_text(str(line), exact=True).click()


def name_weakness(page: Page, line: int, weakness: str) -> None:
    """Say of a marked line which weakness it has."""
    page.locator(f'#marks [name="weakness-{PROGRAM}-{line}"][value="{weakness}"]').check(force=True)


def break_it(room: Showroom, page: Page) -> None:
    """Break the original program with the author's exploit, and wait for what the judge says."""
    room.open_phase(page, "break")
    write(page, text_of("reference.py"))
    page.keyboard.press("Control+Enter")
    expect(page.locator("#console .said b")).to_have_text("You are in.", timeout=JUDGED_MILLISECONDS)


def judge_fix(room: Showroom, page: Page, fix: str, verdict: str) -> None:
    """Hand in a fix of the lab's author, and wait for the word of the verdict."""
    room.open_phase(page, "fix")
    write(page, text_of("fixes", fix, PROGRAM))
    page.keyboard.press("Control+Enter")
    wait_for_verdict(page, verdict)


def wait_for_verdict(page: Page, verdict: str) -> None:
    """Wait for the word of the verdict."""
    heading = page.locator("#evidence").get_by_text(verdict, exact=True).first
    expect(heading).to_be_visible(timeout=JUDGED_MILLISECONDS)


def confirm(page: Page) -> None:
    """Give the password again where a page asks for it."""
    asked = page.get_by_role("heading", name="Confirm that it is")
    if asked.is_visible():
        page.get_by_label("Password or passcode").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
