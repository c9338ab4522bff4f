"""A classroom as a learner meets it: the real command, a data folder of its own, and a real browser."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from quintain_tools.browser import find_browser, find_firefox

from tests.databases import put_database
from tests.signing_in import link_of

from .filled import Filled, read_filled, start_filling
from .windows import Complaints

START_SECONDS = 90
FIREFOX_MILLISECONDS = 60_000
WORK_TABLES = (
    "attempts_",
    "catalog_",
    "coedit_",
    "exercises_",
    "helpqueue_",
    "pacing_",
    "quizzes_",
)  # how the names of tables of a learner's work begin
KEPT_TABLES = {"attempts_demonstration"}  # what attacks did to the original code is nobody's work, and takes long
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Two browsers, several servers and the judge share two processors here. What never comes fails all the same.
expect.set_options(timeout=20_000)

in_both_browsers = pytest.mark.parametrize("browser_name", ["chromium", "firefox"], indirect=True)


def free_port() -> int:
    """Return a port that nothing on loopback listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass(slots=True)
class Classroom:
    """One running ``quintain serve`` that can be killed and started again on the same data."""

    data: Path
    port: int
    process: subprocess.Popen[str] | None = None
    language: str = ""
    host: str = "127.0.0.1"
    """The address to listen on; empty for the data folder's own name."""
    preview: bool = False
    """Whether it shows what `quintain preview` shows."""
    sandbox: Path | None = None
    """Where runtimes are kept that other classrooms use as well; without it, in the data folder."""
    said: list[str] = field(default_factory=list)

    @property
    def link(self) -> str:
        """A fresh link, as a link is good once."""
        return link_of(self.data)

    def start(self) -> None:
        """Start it and wait for the link that it prints."""
        if self.sandbox and not (self.data / "sandbox").exists():
            self.sandbox.mkdir(exist_ok=True)
            (self.data / "sandbox").symlink_to(self.sandbox)
        put_database(self.data)
        command = (sys.executable, "-m", "quintain.cli", "serve", "--no-browser")
        preview = {"QUINTAIN_PREVIEW": "1"} if self.preview else {}
        # No journey waits for all labs of the course, whose packages take a minute to install.
        known = {"PYTHONUNBUFFERED": "1", "QUINTAIN_WARM_UP": "0", "QUINTAIN_LANGUAGE": self.language}
        host = ("--host", self.host) if self.host else ()
        self.process = subprocess.Popen(
            (*command, "--data", str(self.data), "--port", str(self.port), *host),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, **known, **preview},
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            if re.search(r"http://\S+/sign-in/\S+", line):
                return
        pytest.fail(f"serve printed no link: {''.join(self.said)}")

    def kill(self) -> None:
        """End it the hard way."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)
        self.forget()

    def stop(self) -> int:
        """End it as Ctrl-C does, and return its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(20)
        self.forget()
        return status

    def clear_work(self) -> None:
        """Delete what was typed, submitted and answered here, so that a journey begins as a new learner does."""
        with closing(sqlite3.connect(self.data / "quintain.sqlite3", timeout=20)) as database, database:
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if table.startswith(WORK_TABLES) and table not in KEPT_TABLES:
                    database.execute(f'DELETE FROM "{table}"')  # noqa: S608  a table's name, from the database itself

    def forget(self) -> None:
        """Keep the last words and close the pipe."""
        assert self.process is not None
        assert self.process.stdout is not None
        self.said.extend(self.process.stdout)
        self.process.stdout.close()


@dataclass(slots=True)
class Browsers:
    """The browsers of all journeys, each started when a journey first needs it."""

    playwright: Playwright
    started: dict[str, Browser] = field(default_factory=dict)

    def open(self, name: str) -> Browser:
        """Return a running browser: ``chromium``, which there must be, or ``firefox``; without it a test is skipped."""
        if name not in self.started:
            self.started[name] = self.start_firefox() if name == "firefox" else self.start_chromium()
        return self.started[name]

    def start_chromium(self) -> Browser:
        """Start Chromium."""
        executable = find_browser()
        if executable is None:
            pytest.fail("no Chromium; `quintain test` brings one")
        return self.playwright.chromium.launch(executable_path=str(executable), args=list(CHROMIUM))

    def start_firefox(self) -> Browser:
        """Start the system's Firefox, which speaks WebDriver BiDi."""
        executable = find_firefox()
        if executable is None:
            pytest.skip("no Firefox; install firefox-esr, or set QUINTAIN_FIREFOX to its executable")
        try:
            return self.playwright.firefox.launch(
                channel="moz-firefox", executable_path=str(executable), timeout=FIREFOX_MILLISECONDS
            )
        except PlaywrightError as error:
            pytest.skip(f"the Firefox at {executable} cannot be driven: {error.message.splitlines()[0]}")


@pytest.fixture(scope="session")
def browsers() -> Iterator[Browsers]:
    """All browsers, closed at the end."""
    with sync_playwright() as playwright:
        all_ = Browsers(playwright)
        yield all_
        for each in all_.started.values():
            each.close()


@pytest.fixture
def browser_name(request: pytest.FixtureRequest) -> str:
    """Name the browser of a journey: Chromium, unless the journey is marked ``in_both_browsers``."""
    name: str = getattr(request, "param", "chromium")
    return name


@pytest.fixture
def browser(browsers: Browsers, browser_name: str) -> Browser:
    """The browser of a journey."""
    return browsers.open(browser_name)


@pytest.fixture(scope="session")
def classrooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Classroom]]:
    """The classrooms that journeys share, one for each browser, so that none finds the work of the other."""
    rooms: dict[str, Classroom] = {}
    yield rooms
    for room in rooms.values():
        if room.process and room.process.poll() is None:
            room.kill()


@pytest.fixture
def classroom(
    classrooms: dict[str, Classroom],
    browser: Browser,  # first, as a test without its browser needs no classroom
    browser_name: str,
    tmp_path_factory: pytest.TempPathFactory,
    sandbox_folder: Path,
) -> Classroom:
    """A classroom that the journeys share, without the work of the journey before."""
    if browser_name not in classrooms:
        classrooms[browser_name] = Classroom(tmp_path_factory.mktemp("classroom"), free_port(), sandbox=sandbox_folder)
        classrooms[browser_name].start()
    else:
        classrooms[browser_name].clear_work()
    return classrooms[browser_name]


@pytest.fixture
def own_classroom(tmp_path: Path, sandbox_folder: Path) -> Iterator[Classroom]:
    """A classroom for one journey that kills it."""
    room = Classroom(tmp_path, free_port(), sandbox=sandbox_folder)
    room.start()
    yield room
    if room.process and room.process.poll() is None:
        room.kill()


@pytest.fixture(scope="session")
def fillers() -> Iterator[dict[Path, subprocess.Popen[str]]]:
    """The programs that fill classes, one for each data folder, as each loads the whole course."""
    programs: dict[Path, subprocess.Popen[str]] = {}
    yield programs
    for program in programs.values():
        program.communicate()


@pytest.fixture
def filled(classroom: Classroom, fillers: dict[Path, subprocess.Popen[str]]) -> Filled:
    """Fill another class of the shared classroom through the real actions, while its server runs."""
    if classroom.data not in fillers:
        fillers[classroom.data] = start_filling(classroom, "--often")
    program = fillers[classroom.data]
    assert program.stdin
    program.stdin.write("\n")
    program.stdin.flush()
    return read_filled(classroom, program)


@pytest.fixture
def own_filled(own_classroom: Classroom) -> Filled:
    """Fill the class of a classroom that may be killed."""
    with start_filling(own_classroom) as program:
        return read_filled(own_classroom, program)


def open_page(browser: Browser, room: Classroom, **options: object) -> tuple[BrowserContext, Page, Complaints]:
    """Open a window, sign in by the printed link, and watch the console."""
    context = browser.new_context(**options)  # type: ignore[arg-type]  # any option of a browser context
    page = context.new_page()
    complaints = Complaints()
    page.on("console", complaints.listen)
    page.on("pageerror", lambda error: complaints.lines.append(str(error)))
    sign_in(page, room)
    return context, page, complaints


def sign_in(page: Page, room: Classroom) -> None:
    """Open a fresh link and wait for the course; at a shared address, the form has to be sent by hand."""
    link = room.link
    page.goto(link)
    if room.host:
        code = page.locator("#sign-in input[name=code]")
        if not code.input_value():  # a page without scripts does not know the link's fragment
            code.fill(link.partition("#")[2])
        page.locator("#sign-in button").click()
    page.wait_for_url(re.compile(r"^http://[^/]+/$"))


@pytest.fixture(autouse=True)
def close_what_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close windows that a test which failed has left open: their pages would go on working, and slow all others."""
    if "browser" not in request.fixturenames:
        yield
        return
    browser: Browser = request.getfixturevalue("browser")
    before = list(browser.contexts)
    yield
    for context in browser.contexts:
        if context not in before:
            context.close()


def overflow_pixels(page: Page) -> int:
    """Return by how much the page is wider than its window, which nobody should have to scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def learner(browser: Browser, classroom: Classroom) -> Iterator[Page]:
    """A signed-in learner's window; the console must stay silent."""
    context, page, complaints = open_page(browser, classroom)
    yield page
    context.close()
    assert complaints.lines == []


@pytest.fixture
def browser_page(browser: Browser, classroom: Classroom) -> Iterator[Page]:
    """A signed-in window whose console may complain, for pages that are refused on purpose."""
    context, page, _ = open_page(browser, classroom)
    yield page
    context.close()


@pytest.fixture
def browser_page_signed_out(browser: Browser) -> Iterator[Page]:
    """A window without a session."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
