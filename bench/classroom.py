"""Measures twelve students who work at once against one student, by HTTP and WebSockets on the same running server.

    python -m bench.classroom [--students 12 --seconds 45 --lab sql-login]
    python -m bench.classroom --flood

Starts a classroom of its own on loopback with an empty data folder, one class, and a session for each student and the
instructor. First one student works, then all: each has the lab's socket open, opens the workbench, saves five times
with a pause of a second, has a sound fix judged, and reads for four seconds. The instructor's wall is open all the time
and does what its page does: on a message it asks for the seats that changed. *wall* is the time from a student's click
on the judge's button until the instructor has the card that says so.

With ``--flood``, one student works alone, and then beside another one of the class who saves and asks for verdicts
without a pause in twenty connections, opens fifty sockets again and again, and forks without end in what is judged, in
a program and in a terminal.

Figures are milliseconds; the ratio to the one student is what counts. Everything ends after the given time.
"""

import argparse
import asyncio
import json
import os
import re
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
from bench.load import PAUSE_SECONDS, READING_SECONDS, SAVES
from bench.serving import Server, Sessions, free_port, prepare
from tests.hostile.forging import live_labs
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from quintain.cli.student_steps import UNDER_WAY, Times, open_workbench, save_file
from quintain.packs.model.lab import Lab

ASK_SECONDS: Final = 1.5
PATIENCE_SECONDS: Final = 120.0
TABS: Final = 50
LINES: Final = 20
TRIED_NOW: Final = "being tried now"
CARD: Final = re.compile(r'<article class="seat[^"]*" id="seat-(\d+)".*?</article>', re.DOTALL)
BOMB: Final = "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n"


@dataclass(frozen=True, slots=True)
class Taught:
    """A server with one class."""

    learners: Sessions
    instructor: str
    class_id: str

    def open(self, path: str, session: str) -> connect:
        """Return a socket of somebody, to be entered."""
        cookies = f"{self.learners.session_cookie}={session}"
        origin = self.learners.server.origin
        address = f"ws://127.0.0.1:{self.learners.server.port}{path}"
        # The library's type of an origin is a string of its own.
        return connect(address, origin=origin, additional_headers={"Cookie": cookies})  # type: ignore[arg-type]


@dataclass(slots=True)
class Wall:
    """The instructor's page: when which student clicked, and when the card said so."""

    taught: Taught
    times: Times
    clicked: dict[int, float] = field(default_factory=dict)
    seen: Counter[int] = field(default_factory=Counter)
    """How often each card said that something is tried."""

    def click(self, seat: int) -> None:
        """Note that a student has clicked just now."""
        self.clicked[seat] = time.monotonic()

    async def watch(self) -> None:
        """Be the page, until cancelled."""
        wanted: set[int] = set()
        changed = asyncio.Event()
        asking = asyncio.ensure_future(self._ask(wanted, changed))
        try:
            async with self.taught.open(f"/live/classes/{self.taught.class_id}", self.taught.instructor) as line:
                async for text in line:
                    wanted.update(json.loads(text)["seats"])
                    changed.set()
        finally:
            asking.cancel()

    async def _ask(self, wanted: set[int], changed: asyncio.Event) -> None:
        """Ask for what changed, one request after another, as the page does."""
        cookies = {self.taught.learners.session_cookie: self.taught.instructor}
        home = self.taught.learners.server.origin
        async with httpx.AsyncClient(base_url=home, cookies=cookies, timeout=120, trust_env=False) as browser:
            while True:
                await changed.wait()
                changed.clear()
                seats: list[tuple[str, str | int | float | bool | None]] = []
                if 0 not in wanted:
                    seats = [("seat", str(seat)) for seat in sorted(wanted)]
                wanted.clear()
                answer = await browser.get(f"/classes/{self.taught.class_id}/wall/seats", params=seats)
                answer.raise_for_status()
                self._read(answer.text)

    def _read(self, html: str) -> None:
        now = time.monotonic()
        for card in CARD.finditer(html):
            seat = int(card[1])
            if TRIED_NOW in card[0] and seat in self.clicked:
                self.times.add("wall", now - self.clicked.pop(seat))


def open_class(data: Path, students: int) -> Taught:
    """Start a server with a class of so many."""
    server = Server(data, free_port(), is_classroom=True)
    made = prepare(data, server.port, "make_class", students, is_classroom=True)
    server.start()
    sessions = Sessions(server, made["session_cookie"], made["csrf_cookie"], tuple(made["sessions"]))
    return Taught(sessions, made["instructor"], made["class_id"])


@dataclass(slots=True)
class Student:
    """A student with a page open: the socket tells of verdicts."""

    taught: Taught
    number: int
    lab: Lab
    times: Times
    wall: Wall | None
    over: dict[str, "asyncio.Future[str]"] = field(default_factory=dict)

    async def work(self, until: float) -> None:
        """Write, have it judged, read, until it is time."""
        path = self.lab.run.editable[0]
        sound = self.lab.sound_fixes[0].files[path]
        turn = 0
        address = f"/live/labs/{self.lab.slug}"
        session = self.taught.learners.sessions[self.number]
        async with self.taught.learners.browser(self.number) as browser, self.taught.open(address, session) as line:
            hearing = asyncio.ensure_future(self._hear(line))
            try:
                while time.monotonic() < until:
                    revision = await open_workbench(browser, self.lab.slug, self.times)
                    for _ in range(SAVES):
                        turn += 1
                        text = f"{sound}\n# {turn}\n"
                        revision = await save_file(
                            browser, self.lab.slug, path, text, revision=revision, times=self.times
                        )
                        await asyncio.sleep(PAUSE_SECONDS)
                    await self._judge(browser)
                    await asyncio.sleep(READING_SECONDS)
            finally:
                hearing.cancel()

    async def _judge(self, browser: httpx.AsyncClient) -> None:
        if self.wall is not None:
            self.wall.click(self.number + 1)
        began = time.monotonic()
        created = await browser.post(f"/labs/{self.lab.slug}/submissions", json={"kind": "verdict"})
        created.raise_for_status()
        about = created.json()
        over = self.over.setdefault(about["id"], asyncio.get_running_loop().create_future())
        while not over.done():  # a page asks as well, in case that the last word got lost
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(over), ASK_SECONDS)
                break
            report = (await browser.get(about["url"])).json()
            if report["state"] not in UNDER_WAY and not over.done():
                over.set_result(report["result"])
        if over.result() != "proven":
            raise SystemExit(f"A sound fix got the verdict {over.result()}.")
        self.times.add("verdict", time.monotonic() - began)

    async def _hear(self, line: ClientConnection) -> None:
        async for text in line:
            message: dict[str, Any] = json.loads(text)
            told = message.get("submission")
            if message.get("type") == "submission" and isinstance(told, dict) and told["state"] not in UNDER_WAY:
                over = self.over.setdefault(told["id"], asyncio.get_running_loop().create_future())
                if not over.done():
                    over.set_result(told["result"])


async def together(taught: Taught, lab: Lab, numbers: range, seconds: float) -> Times:
    """Let these students work for a while, with the wall open."""
    times = Times()
    wall = Wall(taught, times)
    watching = asyncio.ensure_future(wall.watch())
    until = time.monotonic() + seconds

    async def one(number: int) -> None:
        # A class is not in step.
        await asyncio.sleep((number - numbers.start) * (SAVES * PAUSE_SECONDS + READING_SECONDS) / len(numbers))
        await Student(taught, number, lab, times, wall).work(until)

    try:
        async with asyncio.timeout(seconds + PATIENCE_SECONDS):
            await asyncio.gather(*(one(number) for number in numbers))
    finally:
        watching.cancel()
    return times


class Flood:
    """A student who is out to keep the others from working. ``told`` counts what the server said to that."""

    def __init__(self, taught: Taught, number: int, lab: Lab) -> None:
        self.taught = taught
        self.number = number
        self.lab = lab
        self.told: Counter[str] = Counter()

    async def run(self) -> None:
        """Go on until cancelled."""
        works = [self._save() for _ in range(LINES)] + [self._judge() for _ in range(LINES)]
        works += [self._open_tab() for _ in range(TABS)] + [self._program(), self._terminal()]
        async with asyncio.TaskGroup() as all_:
            for work in works:
                all_.create_task(self._again(work))

    async def _again(self, work: Any) -> None:
        """Do one thing for ever: each is a coroutine that loops; what breaks it is counted and ends it."""
        with suppress(httpx.HTTPError, OSError, ConnectionClosed):
            await work

    async def _save(self) -> None:
        path = self.lab.run.editable[0]
        async with self.taught.learners.browser(self.number) as browser:
            revision = 0
            while True:
                body = {"path": path, "text": BOMB + f"# {time.monotonic_ns()}\n", "revision": revision}
                answer = await browser.put(f"/labs/{self.lab.slug}/files", json=body)
                self.told[f"save {answer.status_code}"] += 1
                if answer.headers["content-type"].startswith("application/json"):
                    revision = int(answer.json().get("revision", revision))

    async def _judge(self) -> None:
        async with self.taught.learners.browser(self.number) as browser:
            while True:
                answer = await browser.post(f"/labs/{self.lab.slug}/submissions", json={"kind": "verdict"})
                self.told[f"verdict {answer.status_code}"] += 1

    async def _open_tab(self) -> None:
        session = self.taught.learners.sessions[self.number]
        while True:
            try:
                async with self.taught.open(f"/live/labs/{self.lab.slug}", session) as line:
                    self.told["socket open"] += 1
                    async for _ in line:
                        pass
                    self.told[f"socket {line.close_code}"] += 1
            except InvalidStatus as refused:
                self.told[f"socket {refused.response.status_code}"] += 1
            await asyncio.sleep(0.05)

    async def _program(self) -> None:
        async with self.taught.learners.browser(self.number) as browser:
            while True:
                answer = await browser.post(f"/labs/{self.lab.slug}/program")
                self.told[f"program {answer.status_code}"] += 1
                await asyncio.sleep(0.5)

    async def _terminal(self) -> None:
        session = self.taught.learners.sessions[self.number]
        while True:
            with suppress(InvalidStatus, ConnectionClosed):
                async with self.taught.open(f"/live/labs/{self.lab.slug}/terminal", session) as line:
                    await line.send(json.dumps({"rows": 24, "columns": 80, "anew": True}))
                    await asyncio.sleep(3)
                    await line.send(b"bomb() { bomb | bomb & }; bomb\n")
                    self.told["terminal"] += 1
                    await asyncio.sleep(10)
            await asyncio.sleep(1)


def tell(name: str, times: Times, base: Times) -> None:
    """Print a row for each thing done."""
    for kind in ("page", "save", "verdict", "wall"):
        taken = times.taken.get(kind, [])
        if taken:
            p50, p95 = (1000 * times.percentile(kind, share) for share in (0.5, 0.95))
            ratios = [times.percentile(kind, share) / base.percentile(kind, share) for share in (0.5, 0.95)]
            figures = f"p50 {p50:8.1f} ({ratios[0]:5.2f} x)  p95 {p95:8.1f} ({ratios[1]:5.2f} x)"
            print(f"{name:16} {kind:8} n={len(taken):4} {figures}", flush=True)


async def measure(taught: Taught, lab: Lab, asked: argparse.Namespace) -> None:
    """Take all figures of a run."""
    await together(taught, lab, range(1), 1)  # what a server does once is nobody's wait but the first
    one = await together(taught, lab, range(1), asked.seconds)
    tell("1 student", one, one)
    if not asked.flood:
        tell(f"{asked.students} students", await together(taught, lab, range(asked.students), asked.seconds), one)
    else:
        flood = Flood(taught, asked.students - 1, lab)
        flooding = asyncio.ensure_future(flood.run())
        await asyncio.sleep(5)  # until all of it is there
        try:
            tell("beside a flood", await together(taught, lab, range(1), asked.seconds), one)
        finally:
            flooding.cancel()
            await asyncio.gather(flooding, return_exceptions=True)
        print("the flood was told:", ", ".join(f"{said} {times} times" for said, times in sorted(flood.told.items())))
    state = taught.learners.server.state()
    figures = f"{state.threads} threads, {state.mebibytes:.0f} MiB, {state.files} files"
    print(f"server: {figures}; load {os.getloadavg()[0]:.1f} at the end")


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--students", type=int, default=12, choices=range(2, 16))
    options.add_argument("--seconds", type=float, default=45)
    options.add_argument("--lab", default="sql-login")
    options.add_argument("--flood", action="store_true", help="one student works beside another who floods the server")
    asked = options.parse_args()
    print(f"{os.process_cpu_count()} processors, load {os.getloadavg()[0]:.1f}, lab {asked.lab}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        taught = open_class(Path(folder) / "data", asked.students)
        try:
            asyncio.run(measure(taught, live_labs()[asked.lab], asked))
        finally:
            taught.learners.server.stop()


if __name__ == "__main__":
    main()
