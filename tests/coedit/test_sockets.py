"""What is said on the socket of a session, and what it does with those who lie, flood, or have no business there."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Self
from uuid import UUID, uuid4

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.layers import InMemoryChannelLayer
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from quintain.accounts.consumers import _open
from quintain.accounts.models import User
from quintain.attempts.actions import files_of, reset, workspace_of
from quintain.coedit import actions, open_sessions
from quintain.coedit.documents import SharedDocument, seeded
from quintain.coedit.models import Consent, PairSession
from quintain.coedit.queries import names_of, texts_of
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from quintain.server.routing import routes
from quintain.web import live
from tests.audit_log import erasable_log
from tests.dashboards.conftest import a_class, mara, operator
from tests.dashboards.filling import Story, fill
from tests.loops import do, run_in_loop

__all__ = ["a_class", "erasable_log", "mara", "operator"]
pytestmark = pytest.mark.django_db(transaction=True)

UPDATE, VECTOR = b"\x01", b"\x00"


class Tab:
    """A page with the socket of a session open, and the document that it has."""

    def __init__(self, person: object, session: UUID, lab: Lab) -> None:
        path = f"/live/pair/{session}"
        scope = {"type": "websocket", "path": path, "user": person, "headers": [], "query_string": b""}
        self.line: Any = ApplicationCommunicator(URLRouter(routes), scope)  # type: ignore[no-untyped-call]  # asgiref
        self.document = SharedDocument(names_of(lab))
        self.told: list[dict[str, Any]] = []

    async def __aenter__(self) -> Self:
        await self.line.send_input({"type": "websocket.connect"})
        assert (await self.line.receive_output(15))["type"] == "websocket.accept"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.line.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.line.wait(10)

    async def say(self, message: bytes | str) -> None:
        """Send a frame or a text."""
        kind = "bytes" if isinstance(message, bytes) else "text"
        await self.line.send_input({"type": "websocket.receive", kind: message})

    async def type(self, name: str, text: str) -> None:
        """Change a text here, and send what has changed."""
        if update := self.document.put(name, text):
            await self.say(UPDATE + update)

    async def hear(self) -> object:
        """Take the next thing that comes: a message, True for a frame, or the code of the end."""
        return self.read(await self.line.receive_output(15))

    def read(self, output: dict[str, Any]) -> object:
        """Read what came."""
        if output["type"] == "websocket.close":
            return output["code"]
        if frame := output.get("bytes"):
            if frame[:1] == UPDATE:
                self.document.apply(frame[1:])
            return True
        self.told.append(json.loads(output["text"]))
        return self.told[-1]

    async def hear_until(self, is_it: Callable[[object], bool]) -> object:
        """Take what comes until something is it."""
        while True:
            if is_it(heard := await self.hear()):
                return heard

    async def hear_text(self, name: str, text: str) -> None:
        """Take what comes until a text is as expected."""
        await self.hear_until(lambda _: self.document.texts()[name] == text)

    async def closed(self) -> object:
        """Take what comes until the end, and return its code."""
        return await self.hear_until(lambda heard: isinstance(heard, int) and heard is not True)


def run(work: Callable[[], Awaitable[None]]) -> None:
    """Run with a loop, after which no session is open."""
    try:
        run_in_loop(work)
        assert open_sessions._rooms == {}, "a session that nobody is in stays open"
    finally:
        open_sessions._rooms.clear()


@pytest.fixture
def name(lab: Lab) -> str:
    """Return the name of the first shared text."""
    return names_of(lab)[0]


@pytest.fixture
def student(a_class: Class, lab: Lab) -> User:
    """Return a student with a seat."""
    return fill(a_class, lab, (Story("Elif"), Story("Hugo")))[0]


@pytest.fixture
def asked(a_class: Class, student: User, lab: Lab, mara: User) -> PairSession:
    """Return a session that waits for its answer."""
    return actions.ask(a_class, student, lab, by=mara)


@pytest.fixture
def typing(asked: PairSession, student: User, lab: Lab) -> PairSession:
    """Return a session in which both may type."""
    actions.answer(asked, Consent.TYPE, lab, by=student)
    return asked


def test_both_get_what_the_other_types(typing: PairSession, student: User, mara: User, lab: Lab, name: str) -> None:
    """It is stored soon, and each is told how much of its own is."""

    async def work() -> None:
        async with Tab(student, typing.pk, lab) as one, Tab(mara, typing.pk, lab) as other:
            await one.hear_text(name, texts_of_now[name])
            await other.hear_text(name, texts_of_now[name])
            await one.type(name, "# one\n")
            await other.hear_text(name, "# one\n")
            await other.type(name, "# one\n# other\n")
            await one.hear_text(name, "# one\n# other\n")
            await other.hear_until(lambda heard: heard == {"type": "saved", "count": 1})
            stored = await do(actions.load_document, typing.pk, lab)
            assert stored.texts()[name] == "# one\n# other\n"

    texts_of_now = texts_of(student, lab)
    run(work)


def test_what_is_typed_while_a_save_is_under_way_is_saved_next(
    typing: PairSession, student: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also if nobody types after it: a server that stops later has it."""
    save, is_typed = actions.save_states, threading.Event()

    def type_more(room: open_sessions.OpenSession) -> None:
        room.spread(room.document.put(name, "# one\n# two\n"))
        is_typed.set()

    async def work() -> None:
        loop = asyncio.get_running_loop()

        def save_slowly(states: Mapping[UUID, bytes]) -> None:
            if not is_typed.is_set():
                loop.call_soon_threadsafe(type_more, open_sessions._rooms[typing.pk])
                assert is_typed.wait(15)
            save(states)

        monkeypatch.setattr(actions, "save_states", save_slowly)
        async with Tab(student, typing.pk, lab) as one:
            await one.hear_text(name, before[name])
            await one.type(name, "# one\n")
            for _ in range(2):
                await one.hear_until(lambda heard: heard == {"type": "saved", "count": 1})
            stored = await do(actions.load_document, typing.pk, lab)
            assert stored.texts()[name] == "# one\n# two\n"

    name, before = names_of(lab)[0], texts_of(student, lab)
    run(work)


def test_others_are_told_that_there_is_no_session(typing: PairSession, lab: Lab, mara: User, operator: User) -> None:
    """Nor is there one once it is over; a session that was never asked for looks the same."""
    hugo = User.objects.get(display_name="Hugo")

    async def work() -> None:
        async with Tab(AnonymousUser(), typing.pk, lab) as nobody:
            assert await nobody.hear() == 4401
        for person, session in ((hugo, typing.pk), (operator, typing.pk), (mara, uuid4())):
            async with Tab(person, session, lab) as tab:
                assert await tab.hear() == 4404
        await do(actions.end, typing, by=mara)
        async with Tab(mara, typing.pk, lab) as late:
            assert await late.hear() == 4404

    run(work)


def test_nothing_is_seen_before_the_student_has_answered(
    asked: PairSession, student: User, mara: User, lab: Lab
) -> None:
    """The instructor who waits is told of the answer alone, and may say nothing; the student has nothing to share."""

    async def work() -> None:
        async with Tab(student, asked.pk, lab) as early:
            assert await early.hear() == 4404
        async with Tab(mara, asked.pk, lab) as waiting, Tab(mara, asked.pk, lab) as hasty:
            assert await waiting.line.receive_nothing(0.5)
            await hasty.say(VECTOR + b"\x00")
            assert await hasty.closed() == 4400
            await do(actions.answer, asked, Consent.TYPE, lab, by=student)
            assert await waiting.hear() == {"type": "answered"}

    run(work)


def test_answer_or_end_while_the_socket_opens_is_not_missed(
    asked: PairSession, student: User, mara: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What happens after a socket was let in, and before it has joined the session's group, is told to it as well."""
    join = InMemoryChannelLayer.group_add
    late: list[Callable[[], None]] = []

    async def join_late(layer: InMemoryChannelLayer, group: str, channel: str) -> None:
        if late:
            await do(late.pop())
        await join(layer, group, channel)

    monkeypatch.setattr(InMemoryChannelLayer, "group_add", join_late)

    async def work() -> None:
        late.append(lambda: actions.answer(asked, Consent.WATCH, lab, by=student))
        async with Tab(mara, asked.pk, lab) as waiting:
            hello: Any = await waiting.hear()
            assert (hello["type"], hello["may_type"]) == ("hello", False)
        late.append(lambda: actions.end(asked, by=student))
        async with Tab(mara, asked.pk, lab) as unaware:
            assert await unaware.hear() == 4410, "it must not stay in a session that the student has ended"

    run(work)


def test_an_end_or_answer_that_was_not_told_is_found_afterwards(
    asked: PairSession, student: User, mara: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As while messages between processes were away: the socket looks once they come again."""
    monkeypatch.setattr(actions, "publish", lambda *_: None)

    async def work() -> None:
        async with Tab(mara, asked.pk, lab) as hers:
            async with asyncio.timeout(15):
                while not any(getattr(each, "_writing", None) for each in _open):  # noqa: ASYNC110  it waits by now
                    await asyncio.sleep(0.01)
            await do(actions.answer, asked, Consent.WATCH, lab, by=student)
            live.note_line(is_up=True, is_missed=True)
            assert await hers.hear() == {"type": "answered"}
        async with Tab(mara, asked.pk, lab) as hers:
            await hers.hear_until(lambda heard: heard is True)
            await do(PairSession.objects.filter(pk=asked.pk).update, ended_at=timezone.now())
            live.note_line(is_up=True, is_missed=True)
            assert await hers.closed() == 4410

    run(work)


def test_who_may_watch_changes_nothing(asked: PairSession, student: User, mara: User, lab: Lab, name: str) -> None:
    """An edited page could try; its update is neither passed on nor stored."""
    actions.answer(asked, Consent.WATCH, lab, by=student)
    before = texts_of(student, lab)

    async def work() -> None:
        async with Tab(student, asked.pk, lab) as one, Tab(mara, asked.pk, lab) as watcher:
            await watcher.hear_text(name, before[name])
            assert watcher.told[0]["may_type"] is False
            await watcher.type(name, "# by force\n")
            assert await watcher.closed() == 4403
            await one.hear_until(lambda heard: heard == {"type": "here", "student": True, "instructor": False})
            assert one.document.texts() == before

    run(work)
    assert actions.load_document(asked.pk, lab).texts() == before


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x02anything",
        UPDATE,
        UPDATE + b"\xff\xff\xff\xff\x07\x00",
        UPDATE + b"\x00" * (600 * 1024),
        VECTOR + b"\xff\xff\xff\xff\x07",
        "",
        "{}",
        "[" * 900,
        '{"type": "caret", "file": "fix/../../etc/passwd", "anchor": "", "head": ""}',
        '{"type": "caret", "file": null, "anchor": ' + '"A"' * 400 + "}",
        '{"type": "ended"}',
    ],
    ids=lambda message: repr(message[:12]),
)
def test_what_nobody_may_say_ends_the_line(
    typing: PairSession, student: User, mara: User, lab: Lab, message: bytes | str
) -> None:
    """The other one does not notice, and the document is as it was."""
    before = texts_of(student, lab)

    async def work() -> None:
        async with Tab(student, typing.pk, lab) as one, Tab(mara, typing.pk, lab) as other:
            await other.hear_until(lambda heard: isinstance(heard, dict) and heard["type"] == "here")
            await one.say(message)
            assert await one.closed() == 4400
            await other.hear_until(lambda heard: heard == {"type": "here", "student": False, "instructor": True})
            assert other.document.texts() == before

    run(work)


def test_an_update_for_another_text_or_session_changes_nothing(
    typing: PairSession, student: User, mara: User, lab: Lab, name: str
) -> None:
    """Texts have the names that this lab has; an update of another document waits for what never comes."""
    before = texts_of(student, lab)
    foreign = seeded({"fix/of another lab.py": "x"}).state()
    stranger = seeded({name: "the text of somebody else"})
    follows = stranger.put(name, "the text of somebody else, and more")

    async def work() -> None:
        async with Tab(student, typing.pk, lab) as one, Tab(mara, typing.pk, lab) as other:
            await other.hear_text(name, before[name])
            await one.say(UPDATE + follows)
            await one.say(UPDATE + foreign)
            assert await one.closed() == 4400
            await other.hear_until(lambda heard: heard == {"type": "here", "student": False, "instructor": True})
            assert other.document.texts() == before

    run(work)


def test_what_is_said_again_changes_nothing(
    typing: PairSession, student: User, mara: User, lab: Lab, name: str
) -> None:
    """Nor does an update that a page has recorded and plays again later."""

    async def work() -> None:
        async with Tab(student, typing.pk, lab) as one, Tab(mara, typing.pk, lab) as other:
            await one.hear_text(name, before[name])
            first = one.document.put(name, "# first\n")
            for update in (first, first, one.document.put(name, "# second\n"), first):
                await one.say(UPDATE + update)
            await other.hear_text(name, "# second\n")
            await other.hear()

    before = texts_of(student, lab)
    run(work)


def test_a_flood_ends_the_line(typing: PairSession, student: User, lab: Lab) -> None:
    """More than sixty messages a second, for longer than anybody types."""

    async def work() -> None:
        async with Tab(student, typing.pk, lab) as one:
            for _ in range(400):
                await one.say('{"type": "caret", "file": null}')
            assert await one.closed() == 4429

    run(work)


def test_of_two_tabs_the_newer_one_shares(typing: PairSession, student: User, lab: Lab, name: str) -> None:
    """Two tabs of one person would save over each other."""

    async def work() -> None:
        async with Tab(student, typing.pk, lab) as old:
            await old.hear_text(name, before[name])
            async with Tab(student, typing.pk, lab) as new:
                assert await old.closed() == 4409
                await new.hear_text(name, before[name])

    before = texts_of(student, lab)
    run(work)


def test_a_reset_is_seen_by_both(typing: PairSession, student: User, mara: User, lab: Lab, name: str) -> None:
    """While both are there."""

    async def work() -> None:
        async with Tab(student, typing.pk, lab) as one, Tab(mara, typing.pk, lab) as other:
            await one.hear_text(name, before[name])
            await do(reset, student, lab)
            await other.hear_text(name, lab.starter[name.removeprefix("fix/")])
            await one.hear_text(name, lab.starter[name.removeprefix("fix/")])

    before = texts_of(student, lab)
    run(work)


def test_what_the_instructor_typed_alone_is_saved_at_the_end(
    typing: PairSession, student: User, mara: User, lab: Lab, name: str
) -> None:
    """The student's page was closed; the text is the student's all the same."""

    async def work() -> None:
        async with Tab(mara, typing.pk, lab) as other:
            await other.hear_text(name, before[name])
            await other.type(name, "# while you were away\n")
            await other.hear_until(lambda heard: heard == {"type": "saved", "count": 1})
            await do(actions.end, typing, by=mara)
            assert await other.closed() == 4410
        await asyncio.sleep(0.5)

    before = texts_of(student, lab)
    run(work)
    assert files_of(workspace_of(student, lab), lab)[name.removeprefix("fix/")] == "# while you were away\n"
