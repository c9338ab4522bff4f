"""A browser that is killed while somebody types loses nothing that was acknowledged, and offers nothing older.

Each kill is a SIGKILL of the browser's whole process group, at a moment drawn from a seed that is printed.
QUINTAIN_KILL_SEED repeats one.
"""

import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError
from quintain_tools.browser import find_browser

from tests.signing_in import origin_of

from .conftest import CHROMIUM, Browsers, Classroom, sign_in
from .workbench import expect_saved, open_fix, write

pytestmark = [pytest.mark.browser]

LAB = "redos"
KEYS_PER_SECOND = 15
LONGEST_SECONDS = 5.0
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ENTRIES = """async () => {
    const opening = indexedDB.open("quintain-typed", 1);
    opening.onupgradeneeded = () => opening.transaction.abort();
    const database = await new Promise((resolve) => {
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => resolve(null);
    });
    if (!database) return [];
    const asking = database.transaction("typed").objectStore("typed").getAll();
    await new Promise((resolve) => (asking.onsuccess = resolve));
    database.close();
    return asking.result;
}"""


@dataclass(slots=True)
class KilledBrowser:
    """Chromium with a profile that stays when it is killed."""

    browsers: Browsers
    profile: Path
    context: BrowserContext | None = None

    def open(self) -> Page:
        """Start it and return its page."""
        executable = find_browser()
        assert executable is not None
        self.context = self.browsers.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=str(executable), args=list(CHROMIUM)
        )
        return self.context.pages[0]

    def process_group(self) -> int:
        """Return the id of the process group that has this profile."""
        option = f"--user-data-dir={self.profile}".encode()
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if option in (folder / "cmdline").read_bytes().split(b"\0"):
                    group = os.getpgid(int(folder.name))
                    assert group != os.getpgid(0)
                    return group
        pytest.fail("the browser runs under no process of its own")

    def forget(self) -> None:
        """Let Playwright notice that the browser is gone."""
        if self.context:
            with suppress(PlaywrightError):
                self.context.close()
        self.context = None


@dataclass(frozen=True, slots=True)
class Kill:
    """What there was at one kill, in characters of the line that was being typed."""

    seconds: float
    typed: int
    acknowledged: int
    stored: int
    recovered: int


@pytest.fixture
def killed(browsers: Browsers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KilledBrowser]:
    """A browser to be killed."""
    browser = KilledBrowser(browsers, tmp_path_factory.mktemp("profile"))
    yield browser
    browser.forget()


def ask_server(room: Classroom, query: str) -> object:
    """Return the one value that a query of the server's database gives."""
    with closing(sqlite3.connect(f"file:{room.data / 'quintain.sqlite3'}?mode=ro", uri=True)) as database:
        value: object
        (value,) = database.execute(query).fetchone()
        return value


def server_text(room: Classroom) -> str:
    """Return the file as the server has it."""
    return str(ask_server(room, "SELECT text FROM attempts_file"))


def wait_until_delivered(page: Page) -> None:
    """Wait until the page has handed over what was left in the browser's store."""
    deadline = time.monotonic() + 20
    while page.evaluate(ENTRIES):
        assert time.monotonic() < deadline, "a kept text was not handed over"
        page.wait_for_timeout(50)


def type_until_killed(page: Page, dice: random.Random, line: list[str]) -> None:
    """Type at 15 keys a second, with pauses as people make them, and note each key that the browser took."""
    with suppress(PlaywrightError):
        page.keyboard.press("Control+End")
        page.keyboard.press("Enter")
        line.append("\n")
        next_at = time.monotonic()
        while True:
            key = dice.choice(LETTERS)
            page.keyboard.press(key)
            line.append(key)
            thinks = 0.9 if dice.random() < 0.08 else 0  # long enough for a save
            next_at = max(next_at + 1 / KEYS_PER_SECOND, time.monotonic()) + thinks
            time.sleep(max(0.0, next_at - time.monotonic()))


def kill_once(killed: KilledBrowser, page: Page, room: Classroom, dice: random.Random) -> tuple[Page, Kill]:
    """Kill the browser at a moment while it is typed in, start it again, and see what is there."""
    before = server_text(room)
    seconds = dice.uniform(0.2, LONGEST_SECONDS)
    timer = threading.Timer(seconds, os.killpg, (killed.process_group(), signal.SIGKILL))
    line: list[str] = []
    timer.start()
    type_until_killed(page, dice, line)
    timer.join()
    killed.forget()

    page = killed.open()
    sign_in(page, room)
    page.goto(f"{origin_of(room.link)}/healthz")
    acknowledged = server_text(room)
    stored = [entry["text"] for entry in page.evaluate(ENTRIES)]
    open_fix(page, LAB)
    wait_until_delivered(page)
    after = server_text(room)

    whole = before + "".join(line)
    newest = max((acknowledged, *stored), key=len)
    assert after == newest, "neither older nor other than the newest text that was left"
    assert after.startswith(acknowledged), "an acknowledged character is lost"
    # The last key may have been taken by the browser, and not been heard of.
    assert whole.startswith(after) or after[:-1] == whole, "a text that nobody typed"
    assert ask_server(room, "SELECT COUNT(*) FROM attempts_copy") == 0, "an older text was put aside"
    expect(page.locator("#conflict")).to_be_hidden()
    expect(page.locator(".messages")).not_to_be_attached()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    expect(page.locator(".cm-line").last).to_have_text(after.split("\n")[-1])
    start = len(before)
    best = max((len(text) - start for text in stored), default=0)
    return page, Kill(seconds, len(line), len(acknowledged) - start, best, len(after) - start)


def kill_often(killed: KilledBrowser, room: Classroom, times: int) -> list[Kill]:
    """Kill a browser several times on the same file, and print what was left each time."""
    seed = int(os.environ.get("QUINTAIN_KILL_SEED") or random.SystemRandom().randrange(2**32))
    print(f"QUINTAIN_KILL_SEED={seed}")  # noqa: T201  shown if it fails
    dice = random.Random(seed)  # noqa: S311  moments, not secrets
    page = killed.open()
    sign_in(page, room)
    open_fix(page, LAB)
    write(page, "# begun")
    expect_saved(page)
    kills: list[Kill] = []
    for _ in range(times):
        page, kill = kill_once(killed, page, room, dice)
        kills.append(kill)
        print(kill)  # noqa: T201  as above
    return kills


@pytest.mark.whole
def test_three_kills_lose_nothing(killed: KilledBrowser, own_classroom: Classroom) -> None:
    """A short round for every day."""
    assert len(kill_often(killed, own_classroom, 3)) == 3


@pytest.mark.exhaustive
@pytest.mark.timeout(1200)
def test_thirty_kills_lose_nothing(killed: KilledBrowser, own_classroom: Classroom) -> None:
    """Many moments: after a key, while a save is under way, after its answer."""
    kills = kill_often(killed, own_classroom, 30)
    lost = [kill.typed - kill.recovered for kill in kills]
    print(f"30 kills, {sum(kill.typed for kill in kills)} keys, at most {max(lost)} keys not yet stored at a kill")  # noqa: T201
    assert len(kills) == 30
