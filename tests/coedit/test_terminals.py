"""The student's terminal, seen by the instructor of a session: when, how much of it, and never the other way."""

import asyncio
import contextlib
import json
import os
import select
import struct
import termios
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fcntl import ioctl
from typing import Any, Self
from uuid import UUID

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.db import DatabaseError
from django.test import Client

from quintain.accounts.models import User
from quintain.accounts.sessions.ending import session_ended
from quintain.coedit import actions, consumers
from quintain.coedit.models import Consent, PairSession
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.judge.errors import JudgeFault
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from quintain.preview import actions as previews
from quintain.preview import screens
from quintain.preview.programs import Programs
from quintain.preview.screens import MOST_KEPT_BYTES
from quintain.server.routing import routes
from tests.audit_log import erasable_log
from tests.dashboards.conftest import SignIn, a_class, mara, operator, sign_in
from tests.dashboards.filling import make_class, make_instructor
from tests.loops import do

from .test_sockets import Tab, asked, run, student

__all__ = ["a_class", "asked", "erasable_log", "mara", "operator", "sign_in", "student"]
pytestmark = [pytest.mark.sample(most=20, of="file"), pytest.mark.django_db(transaction=True)]

PART, WHOLE, DRAWN = 2, 3, b"\x04"
ENDED = 4410


class Shell:
    """A terminal of the kernel's, whose other end the test holds: it prints, and sees what was typed."""

    def __init__(self) -> None:
        self.master, self.slave = os.openpty()
        os.set_blocking(self.master, False)
        os.set_blocking(self.slave, False)
        mode = termios.tcgetattr(self.slave)
        mode[1], mode[3] = 0, 0  # as it is written, and without an echo
        termios.tcsetattr(self.slave, termios.TCSANOW, mode)
        self.is_over = False

    def line(self) -> int | None:
        return None if self.is_over else os.dup(self.master)

    def resize(self, rows: int, columns: int) -> None:
        ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def keep_size(self) -> None:
        """No shell is there to undo it."""

    def size(self) -> tuple[int, int]:
        rows, columns = struct.unpack("HHHH", ioctl(self.slave, termios.TIOCGWINSZ, bytes(8)))[:2]
        return rows, columns

    def over(self, _seconds: float) -> str | None:
        return "it ended itself" if self.is_over else None

    def close(self) -> None:
        if not self.is_over:
            self.end()
        os.close(self.master)

    def end(self) -> None:
        """Let the program in it end."""
        self.is_over = True
        os.close(self.slave)

    def show(self, text: bytes) -> int:
        """Print so much of it as is taken."""
        try:
            return os.write(self.slave, text)
        except BlockingIOError:
            return 0

    def typed(self) -> bytes:
        """Read what was typed."""
        if not select.select([self.slave], [], [], 0)[0]:
            return b""
        return os.read(self.slave, 4096)

    async def wait_for_keys(self) -> bytes:
        """Wait until something was typed."""
        for _ in range(500):
            if typed := self.typed():
                return typed
            await asyncio.sleep(0.02)
        return b""


class Shells:
    """A judge that opens such terminals."""

    def __init__(self) -> None:
        self.opened: list[Shell] = []
        self.is_broken = False

    def open_terminal(self, _lab: Lab, _files: Mapping[str, str]) -> Shell:
        if self.is_broken:
            raise JudgeFault("There is no sandbox.")
        self.opened.append(Shell())
        return self.opened[-1]

    @property
    def last(self) -> Shell:
        return self.opened[-1]


@pytest.fixture
def shells(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shells]:
    """Open terminals without sandboxes."""
    judge, programs = Shells(), Programs[Any](most=4)
    monkeypatch.setattr(previews, "current_judge", lambda: judge)
    monkeypatch.setattr(previews, "TERMINALS", programs)
    monkeypatch.setattr(screens, "_screens", {})
    monkeypatch.setattr(screens, "_listeners", {})
    yield judge
    assert screens._listeners == {}, "somebody who has left is told still"
    programs.close()


@pytest.fixture
def other_lab(course: Pack) -> Lab:
    """Return another lab than that of the session."""
    return course.labs["store"]


class SignedIn(dict[str, str]):
    """What a browser has that is signed in."""

    session_key = "the student's"


class Page:
    """The student's page with the socket of a terminal open."""

    def __init__(self, person: object, lab: Lab, query: bytes = b"") -> None:
        path = f"/live/labs/{lab.slug}/terminal"
        scope = {"type": "websocket", "path": path, "user": person, "headers": [], "query_string": query}
        scope["session"] = SignedIn()
        self.line: Any = ApplicationCommunicator(URLRouter(routes), scope)  # type: ignore[no-untyped-call]  # asgiref
        self.shown = b""

    async def __aenter__(self) -> Self:
        await self.line.send_input({"type": "websocket.connect"})
        assert (await self.line.receive_output(15))["type"] == "websocket.accept"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.line.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.line.wait(10)

    async def say(self, **facts: object) -> None:
        await self.line.send_input({"type": "websocket.receive", "text": json.dumps(facts)})

    async def open(self, rows: int = 24, columns: int = 80, **more: object) -> Self:
        """Open a terminal of this size, and wait until it takes keys."""
        await self.say(rows=rows, columns=columns, **more)
        while (await self.hear()) != {"type": "open", "words": ""}:
            pass
        return self

    async def hear(self) -> object:
        """Take what comes next: a message, True for what is shown, or the code of the end."""
        output = await self.line.receive_output(15)
        if output["type"] == "websocket.close":
            return output["code"]
        if output.get("text"):
            return json.loads(output["text"])
        self.shown += output["bytes"]
        await self.say(seen=len(output["bytes"]))
        return True

    async def sees(self, text: bytes) -> None:
        """Take what comes until this was shown."""
        while text not in self.shown:
            await self.hear()


class Watcher(Tab):
    """The instructor's page, which draws what the terminal shows."""

    def __init__(self, person: object, session: UUID, lab: Lab) -> None:
        super().__init__(person, session, lab)
        self.screen = b""
        self.sizes: list[tuple[int, int]] = []
        self.frames: list[bytes] = []
        self.draws = True

    async def hear(self) -> object:
        output = await self.line.receive_output(15)
        frame = output.get("bytes") or b""
        if frame[:1] not in {bytes([PART]), bytes([WHOLE])}:
            return self.read(output)
        self.frames.append(frame)
        self.screen = frame[5:] if frame[0] == WHOLE else self.screen + frame[5:]
        rows, columns = struct.unpack(">HH", frame[1:5])
        self.sizes.append((rows, columns))
        if self.draws:
            await self.say(DRAWN)
        return True

    async def begin(self) -> Self:
        """Take what comes first, up to who is here."""
        await self.hear_until(lambda heard: isinstance(heard, dict) and heard["type"] == "here")
        return self

    async def sees(self, text: bytes) -> None:
        """Take what comes until this was shown."""
        await self.hear_until(lambda _: text in self.screen)

    async def sees_nothing(self) -> None:
        """Make sure that nothing of a terminal comes for a while."""
        for _ in range(20):
            if await self.line.receive_nothing(0.3):
                break
            await self.hear()
        assert (self.frames, self.screen) == ([], b"")


@dataclass(frozen=True)
class Pair:
    """Two people and what is between them."""

    session: PairSession
    student: User
    mara: User
    lab: Lab
    shells: Shells

    def page(self, lab: Lab | None = None) -> "Page":
        """Open the student's page with a terminal."""
        return Page(self.student, lab or self.lab)

    def watcher(self, person: User | None = None) -> "Watcher":
        """Open the instructor's page of the session."""
        return Watcher(person or self.mara, self.session.pk, self.lab)

    def answer(self, consent: Consent) -> None:
        """Let the instructor in."""
        actions.answer(self.session, consent, self.lab, by=self.student)


@pytest.fixture
def asked_pair(asked: PairSession, student: User, mara: User, lab: Lab, shells: Shells) -> Pair:
    """Return a session that waits for its answer."""
    return Pair(asked, student, mara, lab, shells)


@pytest.fixture
def pair(asked_pair: Pair) -> Pair:
    """Return a session in which both may type."""
    asked_pair.answer(Consent.TYPE)
    return asked_pair


@pytest.fixture(params=[Consent.TYPE, Consent.WATCH])
def either(asked_pair: Pair, request: pytest.FixtureRequest) -> Pair:
    """Return a session in which both may type, and one in which the instructor watches."""
    asked_pair.answer(request.param)
    return asked_pair


def is_over(heard: object) -> bool:
    """Tell whether a message says that the terminal has ended."""
    return isinstance(heard, dict) and heard["type"] == "terminal-over"


def test_the_instructor_sees_what_the_terminal_shows(either: Pair) -> None:
    """Output as it comes, the size of the student's window, and how it ends; whatever the instructor may do."""

    async def work() -> None:
        async with either.watcher() as watcher, either.page() as page:
            assert await watcher.hear_until(is_over) == {"type": "terminal-over", "words": "No terminal is open."}
            await page.open(20, 60)
            either.shells.last.show(b"\x1b[31mone\r\n")
            await watcher.sees(b"\x1b[31mone\r\n")
            await page.sees(b"\x1b[31mone\r\n")
            await page.say(rows=10, columns=50)
            await watcher.hear_until(lambda _: watcher.sizes[-1] == (10, 50))
            assert watcher.sizes[0] == (20, 60)
            either.shells.last.show(b"last")
            either.shells.last.end()
            ended = await watcher.hear_until(is_over)
            assert ended == {"type": "terminal-over", "words": "The terminal has ended: it ended itself."}
            assert watcher.screen.endswith(b"last")

    run(work)


def test_who_comes_late_sees_what_is_there(asked_pair: Pair) -> None:
    """Also in a session that begins later than the terminal; what came before the last 64 KiB is not kept."""

    async def work() -> None:
        async with asked_pair.page() as page:
            await page.open(20, 60)
            for number in range(2000):
                line = b"line %d %s\r\n" % (number, b"." * 60)
                while line := line[asked_pair.shells.last.show(line) :]:
                    await page.hear()
            await page.sees(b"line 1999")
            await do(asked_pair.answer, Consent.TYPE)
            async with asked_pair.watcher() as watcher:
                await watcher.sees(b"line 1999 ")
                assert watcher.screen.startswith(b"line ")
                assert MOST_KEPT_BYTES - 200 < len(watcher.screen) <= MOST_KEPT_BYTES
                assert (watcher.frames[0][0], watcher.sizes[0]) == (WHOLE, (20, 60))
                asked_pair.shells.last.show(b"and on")
                await watcher.sees(b"and on")

    run(work)


def test_nothing_is_seen_before_the_answer(asked_pair: Pair) -> None:
    """Not even that there is a terminal."""

    async def work() -> None:
        async with asked_pair.page() as page, asked_pair.watcher() as waiting:
            await page.open()
            asked_pair.shells.last.show(b"private")
            await page.sees(b"private")
            await waiting.sees_nothing()
            assert waiting.told == []
            assert screens._listeners == {}

    run(work)


@pytest.mark.parametrize("by_student", [True, False])
def test_nothing_is_seen_after_the_end(either: Pair, *, by_student: bool) -> None:
    """From the moment in which it ends: what was due then is not sent any more."""

    async def work() -> None:
        async with either.page() as page, either.watcher() as watcher:
            await page.open()
            either.shells.last.show(b"seen")
            await watcher.sees(b"seen")
            watcher.draws = False
            either.shells.last.show(b"on its way")
            await watcher.sees(b"on its way")
            either.shells.last.show(b"due")
            await page.sees(b"due")
            frames = len(watcher.frames)
            await do(actions.end, either.session, by=either.student if by_student else either.mara)
            with contextlib.suppress(Exception):  # the line may be closed already
                await watcher.say(DRAWN)
            either.shells.last.show(b"private")
            await page.sees(b"private")
            await watcher.hear_until(lambda heard: heard == {"type": "ended"})
            assert await watcher.closed() == ENDED
            assert await watcher.line.receive_nothing(0.3)
            assert len(watcher.frames) == frames

    run(work)


def test_the_end_counts_before_the_line_is_closed(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if the message that closes it never came."""
    monkeypatch.setattr(actions, "publish", lambda *_: None)

    async def work() -> None:
        async with pair.page() as page, pair.watcher() as watcher:
            await page.open()
            pair.shells.last.show(b"seen")
            await watcher.sees(b"seen")
            await do(actions.end, pair.session, by=pair.student)
            frames = len(watcher.frames)
            pair.shells.last.show(b"private")
            await page.sees(b"private")
            assert await watcher.line.receive_nothing(0.5)
            assert len(watcher.frames) == frames

    run(work)


@pytest.mark.parametrize(
    "said",
    [
        b"rm -rf .\n",
        b"\x02rm -rf .\n",
        b"\x03\x00\x18\x00\x50rm\n",
        b"\x04rm\n",
        b"\x05",
        '{"rows": 5, "columns": 5}',
        '{"rows": 5, "columns": 5, "anew": true}',
        '{"seen": 100}',
        '{"type": "terminal", "keys": "rm"}',
    ],
)
def test_nothing_that_the_instructor_says_reaches_the_terminal(either: Pair, said: bytes | str) -> None:
    """It ends the instructor's line; the terminal has nothing typed, keeps its size, and works on."""

    async def work() -> None:
        async with either.page() as page, either.watcher() as watcher:
            await page.open(20, 60)
            either.shells.last.show(b"seen")
            await watcher.sees(b"seen")
            await watcher.say(said)
            assert await watcher.closed() == 4400
            either.shells.last.show(b"and on")
            await page.sees(b"and on")
            assert len(either.shells.opened) == 1
            assert (either.shells.last.typed(), either.shells.last.size()) == (b"", (20, 60))
            await page.line.send_input({"type": "websocket.receive", "bytes": b"ls\n"})
            typed = await either.shells.last.wait_for_keys()
            assert typed == b"ls\n", "the student's own keys come"

    run(work)


def test_the_address_of_a_terminal_opens_ones_own(pair: Pair) -> None:
    """The instructor has no address for the student's: asked with the student's name, the socket is closed."""

    async def work() -> None:
        async with pair.page() as page:
            await page.open()
            async with Page(pair.mara, pair.lab, f"learner={pair.student.pk}".encode()) as tried:
                assert await tried.hear() == 4403
            async with Page(pair.mara, pair.lab) as own:
                await own.open()
                await own.line.send_input({"type": "websocket.receive", "bytes": b"mine\n"})
                typed = await pair.shells.opened[1].wait_for_keys()
                assert (typed, pair.shells.opened[0].typed()) == (b"mine\n", b"")

    run(work)


def test_what_was_not_sent_is_not_drawn(pair: Pair) -> None:
    """So no page can have more sent to it than it draws."""

    async def work() -> None:
        async with pair.page() as page, pair.watcher() as watcher:
            await page.open()
            pair.shells.last.show(b"seen")
            await watcher.sees(b"seen")
            await watcher.say(DRAWN)
            assert await watcher.closed() == 4400
        async with Tab(pair.student, pair.session.pk, pair.lab) as own:
            await own.say(DRAWN)
            assert await own.closed() == 4400

    run(work)


def test_another_labs_terminal_is_not_seen(pair: Pair, other_lab: Lab) -> None:
    """The student has said yes for one lab; a terminal elsewhere ends that of the session, and shows nothing there."""

    async def work() -> None:
        async with pair.page() as page, pair.watcher() as watcher:
            await page.open()
            pair.shells.last.show(b"seen")
            await watcher.sees(b"seen")
            frames = len(watcher.frames)
            async with pair.page(other_lab) as elsewhere:
                await elsewhere.open()
                pair.shells.last.show(b"private")
                await elsewhere.sees(b"private")
                ended = await watcher.hear_until(is_over)
                assert ended == {"type": "terminal-over", "words": "The terminal was replaced by a newer one."}
                assert await watcher.line.receive_nothing(0.4)
                assert len(watcher.frames) == frames

    run(work)


def test_others_and_the_student_are_sent_no_terminal(pair: Pair, operator: User) -> None:
    """Another instructor, of this class or not, finds no session; the student has the terminal itself."""
    otto, rosa = make_instructor("otto", "Otto"), make_instructor("rosa", "Rosa")
    make_class(otto)
    cohorts.add_instructor(pair.session.in_class, "rosa", by=pair.mara)
    hugo = User.objects.get(display_name="Hugo")

    async def work() -> None:
        async with pair.page() as page, pair.watcher(pair.student) as own:
            await page.open()
            pair.shells.last.show(b"private")
            await page.sees(b"private")
            for person in (otto, rosa, hugo, operator):
                async with pair.watcher(person) as tab:
                    assert await tab.hear() == 4404
                    await tab.sees_nothing()
            await own.sees_nothing()

    run(work)


def test_a_classmates_terminal_is_not_seen(pair: Pair) -> None:
    """A session is about one student's."""
    hugo = User.objects.get(display_name="Hugo")

    async def work() -> None:
        async with Page(hugo, pair.lab) as page, pair.watcher() as watcher:
            await page.open()
            pair.shells.last.show(b"private")
            await page.sees(b"private")
            await watcher.sees_nothing()

    run(work)


@pytest.mark.parametrize("why", ["no seat", "no database"])
def test_a_terminal_that_is_opened_without_the_notice_is_not_seen(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    """A student without a seat has no pages that tell of the session; and in doubt nothing is sent."""

    def fail(_session: PairSession) -> bool:
        raise DatabaseError

    async def work() -> None:
        async with pair.watcher() as watcher:
            await watcher.begin()
            if why == "no seat":
                await do(cohorts.free_seat, pair.session.in_class, pair.student.pk, by=pair.mara)
            else:
                monkeypatch.setattr(consumers, "_may_be_seen", fail)
            async with pair.page() as page:
                await page.open()
                pair.shells.last.show(b"private")
                await page.sees(b"private")
                await watcher.sees_nothing()

    run(work)


def test_flood_neither_waits_for_the_watcher_nor_fills_memory(pair: Pair) -> None:
    """The student's page has everything while the instructor's draws nothing, and then begins again with the screen."""

    async def work() -> None:
        async with pair.page() as page, pair.watcher() as watcher:
            watcher.draws = False
            await page.open()
            await watcher.hear_until(lambda _: bool(watcher.frames))
            sent = 0
            while sent < 2**21:
                sent += pair.shells.last.show(b"y" * 99 + b"\n")
                if sent > len(page.shown) + 2**11:
                    await page.hear()
            pair.shells.last.show(b"the last of it")
            await page.sees(b"the last of it")
            assert len(page.shown) > 2**21
            assert await watcher.line.receive_nothing(0.1)
            assert len(watcher.frames) == 1, "one frame is on its way at a time"
            watcher.draws = True
            await watcher.say(DRAWN)
            await watcher.sees(b"the last of it")
            assert (watcher.frames[1][0], len(watcher.frames)) == (WHOLE, 2)
            assert len(watcher.screen) <= MOST_KEPT_BYTES

    run(work)


def test_a_newer_terminal_takes_the_place_and_a_page_that_is_left_ends_it(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The instructor sees the new one from its beginning, and is told when nobody came back."""
    monkeypatch.setattr("quintain.preview.terminals.GRACE_SECONDS", 0.2)

    async def work() -> None:
        async with pair.watcher() as watcher:
            async with pair.page() as page:
                await page.open()
                pair.shells.last.show(b"first")
                await watcher.sees(b"first")
                await page.open(anew=True)
                pair.shells.last.show(b"second")
                await watcher.sees(b"second")
                assert watcher.screen == b"second"
            ended = await watcher.hear_until(
                lambda heard: heard == {"type": "terminal-over", "words": LEFT}  # and others before
            )
            assert isinstance(ended, dict)

    run(work)


def test_a_new_terminal_that_does_not_open_ends_the_old_one(pair: Pair) -> None:
    """Nothing is left of it that the instructor could take for one at work."""

    async def work() -> None:
        async with pair.page() as page, pair.watcher() as watcher:
            await page.open()
            pair.shells.last.show(b"first")
            await watcher.sees(b"first")
            pair.shells.is_broken = True
            await page.say(rows=24, columns=80, anew=True)
            await watcher.hear_until(is_over)
            assert not screens.is_open(pair.student.pk, pair.lab.uuid)

    run(work)


def test_a_terminal_that_ends_while_its_page_is_loaded_again_is_over_at_once(pair: Pair) -> None:
    """Not after the time for which it waits for its page."""

    async def work() -> None:
        async with pair.watcher() as watcher:
            async with pair.page() as page:
                await page.open()
                pair.shells.last.show(b"seen")
                await watcher.sees(b"seen")
            pair.shells.last.end()
            ended = await watcher.hear_until(is_over)
            assert ended == {"type": "terminal-over", "words": "The terminal has ended: it ended itself."}

    run(work)


@pytest.mark.parametrize("is_page_first", [True, False])
def test_a_terminal_ends_with_the_students_session(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, *, is_page_first: bool
) -> None:
    """Whether its page is closed before its program has ended, or after that."""

    async def do_nothing(_learner: UUID) -> None:
        """Tell of the end of the program before the page is closed, when that is of no use."""

    if not is_page_first:
        monkeypatch.setattr(screens, "settle", do_nothing)

    async def work() -> None:
        async with pair.page() as page, pair.watcher() as watcher:
            await page.open()
            pair.shells.last.show(b"seen")
            await watcher.sees(b"seen")
            await session_ended.asend(sender=None, session=SignedIn.session_key)
            await watcher.hear_until(is_over)
            assert screens._screens == {}

    run(work)


LEFT = "The terminal was stopped, because its page was left."


def part_of(client: Client, lab: Lab) -> str:
    """Return the student's part of a lab's page."""
    return client.get(f"/labs/{lab.slug}/pairing").content.decode()


def test_the_students_page_says_that_the_terminal_is_seen(either: Pair, other_lab: Lab, sign_in: SignIn) -> None:
    """While one is open, on pages of this lab; they are told when that changes."""
    client, words = sign_in(either.student), "Your terminal is seen, too"
    client.get("/")  # the first page of a day does more

    def news(heard: object) -> bool:
        return isinstance(heard, dict) and heard["type"] == "pairing"

    async def work() -> None:
        async with (
            Tab(either.student, either.session.pk, either.lab) as own,
            LabTab(either.student, either.session.pk, either.lab) as told,
        ):
            await own.hear_until(lambda heard: isinstance(heard, dict) and heard["type"] == "here")
            assert words not in await do(part_of, client, either.lab)
            async with either.page() as page:
                await page.open()
                await told.hear_until(news)
                assert words in await do(part_of, client, either.lab)
                assert words not in await do(part_of, client, other_lab)
                either.shells.last.end()
                await told.hear_until(news)
                assert words not in await do(part_of, client, either.lab)

    run(work)


def test_a_page_that_comes_while_the_terminal_is_open_is_told(pair: Pair) -> None:
    """It may have been drawn before."""

    async def work() -> None:
        async with LabTab(pair.student, pair.session.pk, pair.lab) as told, pair.page() as page:
            await page.open()
            async with Tab(pair.student, pair.session.pk, pair.lab):
                assert await told.hear() == {"type": "pairing"}

    run(work)


class LabTab(Tab):
    """A page of a lab, which is told that something is new."""

    def __init__(self, person: object, session: UUID, lab: Lab) -> None:
        super().__init__(person, session, lab)
        path = f"/live/labs/{lab.slug}"
        scope = {"type": "websocket", "path": path, "user": person, "headers": [], "query_string": b""}
        self.line = ApplicationCommunicator(URLRouter(routes), scope)  # type: ignore[no-untyped-call]  # asgiref


def test_both_answers_say_that_the_terminal_is_seen(
    asked: PairSession, student: User, lab: Lab, other_lab: Lab, sign_in: SignIn
) -> None:
    """Before the student gives one, on whichever lab's page it is given."""
    for each in (lab, other_lab):
        part = part_of(sign_in(student), each)
        assert "If you type together or let watch, your terminal of this lab is seen as well" in part
    assert Class.objects.get().pk == asked.in_class_id
