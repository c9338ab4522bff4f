"""Measures hundreds of students of many classes at once on one server, and tells what breaks first.

    python -m bench.crowd [--students 500 --minutes 3]

Starts a server with accounts of its own on loopback, with classes of fifteen, a session for each student, and an
instructor for each class whose wall is open. First 12 students work, then 100, 300 and 500. Each keeps the two sockets
open that the workbench opens, saves every few seconds, opens a lesson or the workbench every half minute, and hands in
a sound fix every few minutes. On a message of the wall's socket, the instructor's page asks for the seats that changed.

Figures are milliseconds, and ratios to the 12 students. The CPU of server and client is in processors; "all" is the
whole machine, with the sandboxes. Students begin one after another, and are measured once all are there. Everything
ends by itself.
"""

import argparse
import asyncio
import json
import os
import random
import resource
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench.serving import CSRF, Server, State, free_port, prepare
from bench.thin import Refused, ThinBrowser
from tests.hostile.forging import live_labs
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from quintain.cli.rehearse import LIMITS
from quintain.cli.student_steps import UNDER_WAY, Times
from quintain.packs.model.lab import Lab

STEPS: Final = (12, 100, 300, 500)
ALWAYS: Final = ("page", "save", "wall")
"""What students and walls ask for at all times; a verdict may take longer than a step is measured."""
SEATS: Final = 15
LESSON: Final = "/topics/sql-injection/"
SAVE_SECONDS: Final = (3.0, 7.0)
PAGE_SECONDS: Final = 30.0
BEGIN_SECONDS: Final = 0.06
"""Between two students who begin."""
SETTLE_SECONDS: Final = 10.0
LOOK_SECONDS: Final = 5.0
BACK_SECONDS: Final = 2.0
"""After which a page opens a socket again that was lost."""
VERDICT_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Seated:
    """A session, and the class in which it is."""

    session: str
    class_id: str


@dataclass(slots=True)
class Figures:
    """What came of some students. ``refused`` counts by what was asked and how it was refused."""

    times: Times = field(default_factory=Times)
    refused: Counter[str] = field(default_factory=Counter)
    sockets_lost: Counter[str] = field(default_factory=Counter)
    sockets: int = 0
    asked: int = 0
    waiting: list[int] = field(default_factory=list)
    results: Counter[str] = field(default_factory=Counter)
    is_measured: bool = False

    def note(self, kind: str, seconds: float) -> None:
        """Note an answer, once all are there."""
        if self.is_measured:
            self.asked += 1
            self.times.add(kind, seconds)

    def refuse(self, kind: str, why: object) -> None:
        """Note a refusal, whenever it was."""
        self.refused[f"{kind}: {why}"] += 1


@dataclass(slots=True)
class Crowd:
    """A server with its classes, and what is measured now."""

    server: Server
    session_cookie: str
    csrf_cookie: str
    students: Sequence[Seated]
    instructors: Sequence[Seated]
    lab: Lab
    fix_seconds: float
    figures: Figures = field(default_factory=Figures)

    def browser(self, session: str) -> ThinBrowser:
        """Return the browser of somebody."""
        cookies = f"{self.session_cookie}={session}; {self.csrf_cookie}={CSRF}"
        host = f"127.0.0.1:{self.server.port}"
        return ThinBrowser(
            self.server.port, f"Host: {host}\r\nCookie: {cookies}\r\nX-CSRFToken: {CSRF}\r\nAccept: */*\r\n"
        )

    def socket(self, path: str, session: str) -> connect:
        """Return a socket of somebody, to be entered."""
        return self.server.socket(path, f"{self.session_cookie}={session}", 30)


class Kept:
    """A socket that is opened again when it was lost, as a page does."""

    def __init__(self, crowd: Crowd, path: str, session: str, kind: str) -> None:
        self.crowd, self.path, self.session, self.kind = crowd, path, session, kind

    async def run(self) -> None:
        """Keep it open, until cancelled."""
        figures = self.crowd.figures
        while True:
            try:
                async with self.crowd.socket(self.path, self.session) as line:
                    figures.sockets += 1
                    try:
                        await self.listen(line)
                    finally:
                        figures.sockets -= 1
                figures.sockets_lost[f"{self.kind}: {line.close_code}"] += 1
            except InvalidStatus as refused:
                figures.refuse(f"socket {self.kind}", refused.response.status_code)
            except (InvalidHandshake, TimeoutError, OSError) as error:
                figures.refuse(f"socket {self.kind}", type(error).__name__)
            await asyncio.sleep(BACK_SECONDS)

    async def listen(self, line: ClientConnection) -> None:
        """Take what comes, until it ends."""
        with suppress(ConnectionClosed):
            async for text in line:
                self.hear(text)

    def hear(self, text: str | bytes) -> None:
        """Take one message."""


class LabLine(Kept):
    """The socket of a lab: tells when a verdict is there."""

    def __init__(self, crowd: Crowd, session: str) -> None:
        super().__init__(crowd, f"/live/labs/{crowd.lab.slug}", session, "lab")
        self.over: dict[str, asyncio.Future[str]] = {}

    def wait_for(self, submission: str) -> "asyncio.Future[str]":
        """Return what will be the result."""
        return self.over.setdefault(submission, asyncio.get_running_loop().create_future())

    def hear(self, text: str | bytes) -> None:
        """Look whether it is an end."""
        message = json.loads(text)
        if message["type"] != "submission":
            return
        told = message["submission"]
        if told["state"] not in UNDER_WAY and not (future := self.wait_for(told["id"])).done():
            future.set_result(str(told["result"]))


class WallLine(Kept):
    """The socket of a class's wall, and the page that asks for what changed."""

    def __init__(self, crowd: Crowd, instructor: Seated) -> None:
        super().__init__(crowd, f"/live/classes/{instructor.class_id}", instructor.session, "wall")
        self.class_id = instructor.class_id
        self.wanted: set[int] = set()
        self.changed = asyncio.Event()

    def hear(self, text: str | bytes) -> None:
        """Note which seats have changed."""
        self.wanted.update(json.loads(text)["seats"])
        self.changed.set()

    async def ask(self) -> None:
        """Ask for them, one request after another."""
        browser = self.crowd.browser(self.session)
        while True:
            await self.changed.wait()
            self.changed.clear()
            seats = "" if 0 in self.wanted else "&".join(f"seat={seat}" for seat in sorted(self.wanted))
            self.wanted.clear()
            await timed(self.crowd.figures, "wall", browser.ask("GET", f"/classes/{self.class_id}/wall/seats?{seats}"))


async def timed(figures: Figures, kind: str, asking: Any) -> Any:
    """Note how long an answer takes, or that it was refused; then there is none. Any: an answer of either kind."""
    began = time.monotonic()
    try:
        answer = await asking
    except Refused as refused:
        figures.refuse(kind, refused)
        return None
    figures.note(kind, time.monotonic() - began)
    return answer


async def work(crowd: Crowd, seated: Seated, line: LabLine, chance: random.Random) -> None:
    """Be a student, until cancelled: read, write, and hand in now and then."""
    browser, lab, figures = crowd.browser(seated.session), crowd.lab, crowd.figures
    path, sound = lab.run.editable[0], lab.sound_fixes[0].files[lab.run.editable[0]]
    revision, turn = 0, 0
    next_page = 0.0
    next_fix = time.monotonic() + chance.uniform(0, crowd.fix_seconds)
    while True:
        now = time.monotonic()
        if now >= next_page:
            next_page = now + PAGE_SECONDS
            turn += 1
            page = await timed(
                figures, "page", browser.ask("GET", LESSON if turn % 3 == 0 else f"/labs/{lab.slug}/fix/")
            )
            revision = _revision(page, revision)
        body = {"path": path, "text": f"{sound}\n# {time.monotonic_ns()}\n", "revision": revision}
        saved = await timed(figures, "save", browser.ask_json("PUT", f"/labs/{lab.slug}/files", body))
        if saved is None:
            next_page = 0.0  # a page that could not save looks what the server has
        else:
            revision = saved["revision"]
        if now >= next_fix:
            next_fix = now + crowd.fix_seconds
            await have_judged(figures, browser, lab, line)
        await asyncio.sleep(chance.uniform(*SAVE_SECONDS))


def _revision(page: bytes | None, known: int) -> int:
    """Return the revision that a page tells; a lesson tells none."""
    place = page.find(b'"revision": ') if page else -1
    if page is None or place < 0:
        return known
    digits = page[place + 12 : place + 24]
    return int(digits[: len(digits) - len(digits.lstrip(b"0123456789"))] or known)


async def have_judged(figures: Figures, browser: ThinBrowser, lab: Lab, line: LabLine) -> None:
    """Hand in, and wait for the socket to tell the verdict."""
    began = time.monotonic()
    try:
        created = await browser.ask_json("POST", f"/labs/{lab.slug}/submissions", {"kind": "verdict"})
        result = await asyncio.wait_for(asyncio.shield(line.wait_for(created["id"])), VERDICT_SECONDS)
    except Refused as refused:
        figures.refuse("verdict", refused)
    except TimeoutError:
        figures.refuse("verdict", f"none within {VERDICT_SECONDS:.0f} s")
    else:
        figures.note("verdict", time.monotonic() - began)
        figures.results[result] += 1


async def one_student(crowd: Crowd, number: int) -> None:
    """Be a student with a workbench open: two sockets, and a connection for requests."""
    seated = crowd.students[number]
    await asyncio.sleep(number * BEGIN_SECONDS)
    line = LabLine(crowd, seated.session)
    pace = Kept(crowd, f"/live/pace/{seated.class_id}", seated.session, "pace")
    chance = random.Random(number)  # noqa: S311  the same in every run
    await asyncio.gather(line.run(), pace.run(), work(crowd, seated, line, chance))


async def one_instructor(crowd: Crowd, instructor: Seated) -> None:
    """Be an instructor with the wall open."""
    wall = WallLine(crowd, instructor)
    await asyncio.gather(wall.run(), wall.ask())


@dataclass(frozen=True, slots=True)
class Cpu:
    """Seconds of CPU so far: of the server, of this client, and of the whole machine; and when."""

    server: float
    client: float
    all: float
    at: float

    @classmethod
    def now(cls, state: State) -> "Cpu":
        """Look."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        ticks = [int(each) for each in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        busy = (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")
        return cls(state.cpu_seconds, used.ru_utime + used.ru_stime, busy, time.monotonic())

    def since(self, other: "Cpu") -> tuple[float, float, float]:
        """Return how many processors each took since."""
        seconds = self.at - other.at
        return (
            (self.server - other.server) / seconds,
            (self.client - other.client) / seconds,
            (self.all - other.all) / seconds,
        )


async def watch(crowd: Crowd) -> None:
    """Count what waits for the judge, until cancelled."""
    address = f"file:{crowd.server.data / 'quintain.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as database:
        while True:
            with suppress(sqlite3.Error):
                told = database.execute("SELECT count(*) FROM attempts_submission WHERE state = 'waiting'").fetchone()
                crowd.figures.waiting.append(int(told[0]))
            await asyncio.sleep(LOOK_SECONDS)


@dataclass(frozen=True, slots=True)
class Step:
    """What so many students did, and what it took: ``cpu`` is that of server, client and machine, in processors."""

    count: int
    figures: Figures
    state: State
    cpu: tuple[float, float, float]
    seconds: float
    sockets: int

    @property
    def sockets_wanted(self) -> int:
        """Two for each student, and one for each class."""
        return 2 * self.count + -(-self.count // SEATS)

    def broken(self) -> list[str]:
        """Say in words what is not as a class can bear it."""
        times = self.figures.times
        told = [f"no answer: {kind}" for kind in ALWAYS if kind not in times.taken]
        for kind in times.taken:
            limit, seconds = LIMITS[kind], times.percentile(kind, 0.95)
            if seconds > limit.seconds:
                told.append(f"{limit.what} takes {seconds:.1f} s, and a class can bear {limit.seconds:g} s")
        if self.sockets < self.sockets_wanted:
            told.append(f"{self.sockets_wanted - self.sockets} of {self.sockets_wanted} sockets are not open")
        told += [f"a sound fix is {result}" for result in self.figures.results if result != "proven"]
        return told + [f"refused {times} times: {why}" for why, times in self.figures.refused.items()]


async def together(crowd: Crowd, count: int, seconds: float) -> Step:
    """Let so many students work for a while, and measure once all are there."""
    figures = crowd.figures = Figures()
    classes = {each.class_id for each in crowd.students[:count]}
    people = [asyncio.create_task(one_student(crowd, number)) for number in range(count)]
    people += [asyncio.create_task(one_instructor(crowd, i)) for i in crowd.instructors if i.class_id in classes]
    people.append(asyncio.create_task(watch(crowd)))
    try:
        await asyncio.sleep(count * BEGIN_SECONDS + SETTLE_SECONDS)
        before = Cpu.now(crowd.server.state())
        figures.is_measured = True
        await asyncio.sleep(seconds)
        figures.is_measured = False
        state = crowd.server.state()
        return Step(count, figures, state, Cpu.now(state).since(before), seconds, figures.sockets)
    finally:
        for each in people:
            each.cancel()
        await asyncio.gather(*people, return_exceptions=True)


def tell(step: Step, base: Step) -> None:
    """Print what was measured."""
    figures, state = step.figures, step.state
    for kind, taken in sorted(figures.times.taken.items()):
        p50, p95 = (figures.times.percentile(kind, share) for share in (0.5, 0.95))
        first = [base.figures.times.percentile(kind, share) or p50 for share in (0.5, 0.95)]
        ratios = f"p50 {1000 * p50:8.1f} ({p50 / first[0]:6.1f} x)  p95 {1000 * p95:8.1f} ({p95 / first[1]:6.1f} x)"
        print(f"{step.count:4} students  {kind:8} n={len(taken):6}  {ratios}")
    server, client, all_ = step.cpu
    last, most = figures.waiting[-1] if figures.waiting else 0, max(figures.waiting, default=0)
    for line in (
        f"{figures.asked / step.seconds:.0f} requests a second; refused {dict(figures.refused)}",
        f"sockets {step.sockets} of {step.sockets_wanted}, lost {dict(figures.sockets_lost)}",
        f"waiting for the judge: {most} at most, {last} at the end",
        f"CPU: server {server:.2f}, client {client:.2f}, all {all_:.2f}",
        f"server: {state.threads} threads, {state.mebibytes:.0f} MiB, {state.files} files, {state.sockets} sockets",
    ):
        print(f"{step.count:4} students  {line}", flush=True)


async def warm_up(crowd: Crowd) -> None:
    """Have one fix judged: what a server does once is nobody's wait but the first."""
    seated = crowd.students[0]
    line = LabLine(crowd, seated.session)
    listening = asyncio.create_task(line.run())
    try:
        await have_judged(crowd.figures, crowd.browser(seated.session), crowd.lab, line)
    finally:
        listening.cancel()
    crowd.figures = Figures()


async def measure(crowd: Crowd, counts: Sequence[int], seconds: float) -> None:
    """Take all figures, and tell what broke first."""
    await warm_up(crowd)
    base, is_whole = None, True
    for count in counts:
        step = await together(crowd, count, seconds)
        base = base or step
        tell(step, base)
        if is_whole and (broken := step.broken()):
            print(f"What breaks first, with {count} students: {'; '.join(broken)}.", flush=True)
            is_whole = False
        await asyncio.sleep(SETTLE_SECONDS)
    if is_whole:
        print(f"Nothing breaks with {max(counts)} students.")


def open_crowd(data: Path, students: int, lab: Lab, fix_seconds: float) -> Crowd:
    """Start a server with classes of so many."""
    server = Server(data, free_port(), is_classroom=True)
    made = prepare(data, server.port, "make_classes", students, SEATS, is_classroom=True)
    server.start()
    seated = [Seated(session, each["class_id"]) for each in made["classes"] for session in each["sessions"]]
    instructors = [Seated(each["instructor"], each["class_id"]) for each in made["classes"]]
    return Crowd(server, made["session_cookie"], made["csrf_cookie"], seated, instructors, lab, fix_seconds)


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--students", type=int, default=500, help="how many there are in the last step")
    options.add_argument("--minutes", type=float, default=3.0, help="how long each step is measured")
    options.add_argument("--lab", default="sql-login")
    options.add_argument("--minutes-a-fix", type=float, default=5.0, help="how often a student hands in")
    options.add_argument("--steps", type=int, nargs="*", default=STEPS, help="how many there are before that")
    asked = options.parse_args()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 8192)), hard))
    counts = [*(each for each in asked.steps if each < asked.students), asked.students]
    print(f"{os.process_cpu_count()} processors, load {os.getloadavg()[0]:.1f}, lab {asked.lab}", flush=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        crowd = open_crowd(Path(folder) / "data", asked.students, live_labs()[asked.lab], 60 * asked.minutes_a_fix)
        try:
            asyncio.run(measure(crowd, counts, 60 * asked.minutes))
        finally:
            crowd.server.stop()
    print(f"Load {os.getloadavg()[0]:.1f} at the end.")


if __name__ == "__main__":
    main()
