"""The sockets of the tabs, as browsers and others use them, with real boxes behind."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any, Self

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.db import database_sync_to_async
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.judge.interactive.app_preview import AppPreview
from quintain.judge.interactive.terminals import Terminal
from quintain.judge.judge import Judge
from quintain.packs.model.lab import Break, Lab, Status
from quintain.packs.model.proof import Proof
from quintain.preview import actions, screens, terminals
from quintain.preview.hosts import Address, Code
from quintain.preview.programs import Programs
from quintain.preview.requests import FORM, JSON
from quintain.server.routing import routes
from tests.aside import run_aside
from tests.attempts.handing_in import save_file
from tests.classroom import make_pack
from tests.people import make_student

pytestmark = [pytest.mark.sample(most=12, of="file"), pytest.mark.django_db(transaction=True)]

ADDRESS = Address(f"lab-{'1' * 32}", "", "http://127.0.0.1")


@pytest.fixture
def room(
    course: object, guests: Lab, judge: Judge, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Lab]:
    """Put the lab with real files in the pack store, with a real judge."""
    del course  # only its settings are wanted
    lab = replace(guests, status=Status.LIVE, proof=Proof(guests.judged, {}))
    pack_store.put(make_pack(lab))
    programs, open_ = Programs[AppPreview](), Programs[Terminal](most=2)
    monkeypatch.setattr(actions, "current_judge", lambda: judge)
    monkeypatch.setattr(actions, "PROGRAMS", programs)
    monkeypatch.setattr(actions, "TERMINALS", open_)
    monkeypatch.setattr(screens, "_screens", {})
    yield lab
    programs.close()
    open_.close()


class Visitor:
    """A page with one socket open."""

    def __init__(self, person: object, path: str) -> None:
        scope = {"type": "websocket", "path": path, "user": person, "headers": [], "query_string": b""}
        self.line: Any = ApplicationCommunicator(URLRouter(routes), scope)  # type: ignore[no-untyped-call]  # asgiref
        self.shown = b""

    async def __aenter__(self) -> Self:
        await self.line.send_input({"type": "websocket.connect"})
        assert (await self.line.receive_output(30))["type"] == "websocket.accept"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.line.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.line.wait(10)

    async def say(self, **facts: object) -> None:
        await self.say_text(json.dumps(facts))

    async def say_text(self, text: str) -> None:
        await self.line.send_input({"type": "websocket.receive", "text": text})

    async def type(self, keys: str) -> None:
        await self.line.send_input({"type": "websocket.receive", "bytes": keys.encode()})

    async def hear(self) -> dict[str, Any]:
        """Wait for the next JSON; what is shown meanwhile is kept."""
        while True:
            output = await self.line.receive_output(60)
            if output["type"] == "websocket.close":
                return {"closed": output.get("code")}
            if output.get("text"):
                found: dict[str, Any] = json.loads(output["text"])
                return found
            self.shown += output["bytes"]
            await self.say(seen=len(output["bytes"]))

    async def sees(self, text: str) -> None:
        """Wait until something is shown."""
        while text.encode() not in self.shown:
            output = await self.line.receive_output(60)
            self.shown += output.get("bytes") or b""
            await self.say(seen=len(output.get("bytes") or b""))
        self.shown = self.shown.partition(text.encode())[2]


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def timed() -> None:
        await asyncio.wait_for(work(), 120)

    run_aside(timed())


def test_sockets_ask_who_comes(room: Lab, learner: User) -> None:
    """Nobody who is signed out, and no lab that is none."""

    async def work() -> None:
        for kind in ("requests", "terminal", "original/requests", "original/terminal"):
            async with Visitor(AnonymousUser(), f"/live/labs/{room.slug}/{kind}") as stranger:
                assert await stranger.hear() == {"closed": 4401}
            async with Visitor(learner, f"/live/labs/none/{kind}") as lost:
                await lost.say(rows=24, columns=80)
                assert await lost.hear() == {"closed": 4404}

    run(work)


@pytest.mark.parametrize(
    "said", ["", "x", "[]", "1", "{}", '{"number": 1}', '{"number": "1", "text": ""}', '{"number":1,"text":"\\ud800"}']
)
def test_malformed_requests_end_the_socket(room: Lab, learner: User, said: str) -> None:
    """Whatever is no request."""

    async def work() -> None:
        for path in ("requests", "terminal"):
            async with Visitor(learner, f"/live/labs/{room.slug}/{path}") as visitor:
                await visitor.say_text(said)
                assert await visitor.hear() == {"closed": 4400}

    run(work)


def test_request_meets_the_learners_program(room: Lab, learner: User, neighbour: User) -> None:
    """And nobody else's."""
    actions.start(learner, room, ADDRESS)

    async def work() -> None:
        path = f"/live/labs/{room.slug}/requests"
        async with Visitor(learner, path) as visitor, Visitor(neighbour, path) as other:
            await visitor.say(number=3, text="GET /entry?number=1 HTTP/1.1\nHost: a\n\n")
            answer = await visitor.hear()
            assert answer["number"] == 3
            assert base64.b64decode(answer["answer"]).startswith(b"HTTP/1.0 200 OK")
            for size in (40_000, 2**20):
                await visitor.say(number=4, text="x" * size)
                assert "32 KiB" in (await visitor.hear())["words"]
            await other.say(number=1, text="GET / HTTP/1.1\n\n")
            assert "does not run" in (await other.hear())["words"]

    run(work)


def test_form_is_sent_as_a_form(room: Lab, learner: User) -> None:
    """The program reads its fields, and the page is told which header was added."""
    echo = "def app(e, s):\n    s('200 OK', [])\n    return [e.get('CONTENT_TYPE', '').encode()]\n"
    save_file(learner, room, "guests.py", echo, 0)
    actions.start(learner, room, ADDRESS)

    async def work() -> None:
        async with Visitor(learner, f"/live/labs/{room.slug}/requests") as visitor:
            for body, wanted in (("as-it-looks", FORM), ("json", JSON), ("not-said", "")):
                await visitor.say(number=1, text="POST / HTTP/1.0\nHost: a\n\na=b", body=body)
                answer = await visitor.hear()
                assert answer["content_type"] == wanted
                assert base64.b64decode(answer["answer"]).endswith(wanted.encode())
            await visitor.say(number=1, text="POST / HTTP/1.0\n\na=b", body="other")
            assert await visitor.hear() == {"closed": 4400}

    run(work)


def test_original_code_answers_where_it_is_attacked(room: Lab, learner: User) -> None:
    """Not the learner's fix, be it at work or not; and neither answers in the place of the other."""
    broken = replace(room, break_=Break("key", "reference.py"))
    pack_store.put(make_pack(broken))
    fixed = "def app(e, s):\n    s('200 OK', [])\n    return [b'the fix']\n"
    save_file(learner, broken, "guests.py", fixed, 0)
    text = "GET /entry?number=1 HTTP/1.1\nHost: a\n\n"

    async def work() -> None:
        begin = database_sync_to_async(actions.start)
        own, original = (f"/live/labs/{room.slug}{below}/requests" for below in ("", "/original"))
        async with Visitor(learner, own) as fix, Visitor(learner, original) as attacked:
            await begin(learner, broken, ADDRESS)
            await attacked.say(number=1, text=text)
            assert "does not run" in (await attacked.hear())["words"]
            await begin(learner, broken, replace(ADDRESS, label=f"lab-{'2' * 32}"), Code.ORIGINAL)
            await attacked.say(number=2, text=text)
            assert b"the fix" not in base64.b64decode((await attacked.hear())["answer"])
            await fix.say(number=3, text=text)
            assert "does not run" in (await fix.hear())["words"]

    run(work)


def test_terminal_of_the_original_code_has_the_original_files(room: Lab, learner: User) -> None:
    """Opened beside that of the fix, it takes its place: a learner has one."""
    broken = replace(room, break_=Break("key", "reference.py"))
    pack_store.put(make_pack(broken))
    save_file(learner, broken, "guests.py", "# the fix\n", 0)

    async def work() -> None:
        async with Visitor(learner, f"/live/labs/{room.slug}/original/terminal") as visitor:
            await visitor.say(rows=20, columns=60)
            await visitor.sees(" $ ")
            await visitor.type("grep -c 'the fix' guests.py; echo end-$((1 + 1))\n")
            await visitor.sees("0\r\nend-2")

    run(work)


def test_lab_without_the_phase_has_no_terminal_of_its_original_code(room: Lab, learner: User) -> None:
    """It says so, and opens nothing."""
    pack_store.put(make_pack(replace(room, break_=None)))

    async def work() -> None:
        async with Visitor(learner, f"/live/labs/{room.slug}/original/terminal") as visitor:
            await visitor.say(rows=20, columns=60)
            assert "no phase in which its original code is attacked" in (await visitor.hear())["words"]

    run(work)
    assert actions.TERMINALS.of(learner.pk) is None


def test_terminal_shows_what_is_typed(room: Lab, learner: User) -> None:
    """With the size that the page has."""

    async def work() -> None:
        async with Visitor(learner, f"/live/labs/{room.slug}/terminal") as visitor:
            await visitor.say(rows=20, columns=60)
            assert (await visitor.hear())["type"] == "open"
            await visitor.sees(" $ ")
            await visitor.type("python3 -c 'import os; print(os.get_terminal_size())'\n")
            await visitor.sees("columns=60, lines=20")
            await visitor.say(rows=10, columns=50)
            await visitor.type("python3 -c 'import os; print(os.get_terminal_size())'\n")
            await visitor.sees("columns=50, lines=10")
            await visitor.type("exit\n")
            while (said := await visitor.hear())["type"] != "over":
                pass
            assert said["words"] == "The terminal has ended: it ended itself."

    run(work)


def test_page_that_comes_back_finds_the_terminal_as_it_was(room: Lab, learner: User) -> None:
    """What was shown is shown again, and what was set is still set; a new one is new."""

    async def work() -> None:
        path = f"/live/labs/{room.slug}/terminal"
        async with Visitor(learner, path) as visitor:
            await visitor.say(rows=20, columns=60)
            await visitor.sees(" $ ")
            await visitor.type("word=remem; echo $word'bered'\n")
            await visitor.sees("remembered")
        async with Visitor(learner, path) as visitor:
            await visitor.say(rows=20, columns=60)
            await visitor.sees("remembered")
            await visitor.type("echo again-$word\n")
            await visitor.sees("again-remem")
            await visitor.say(rows=20, columns=60, anew=True)
            visitor.shown = b""
            while (await visitor.hear())["type"] != "open":
                pass
            await visitor.type("echo fresh-$word-\n")
            await visitor.sees("fresh--")

    run(work)


def test_second_tab_takes_the_terminal_over(room: Lab, learner: User) -> None:
    """One terminal, one page that types."""

    async def work() -> None:
        path = f"/live/labs/{room.slug}/terminal"
        async with Visitor(learner, path) as first, Visitor(learner, path) as second:
            await first.say(rows=20, columns=60)
            await first.sees(" $ ")
            await second.say(rows=20, columns=60)
            await second.sees(" $ ")
            while "closed" not in (said := await first.hear()):
                pass
            assert said["closed"] == 4409
            await second.type("echo still $((40 + 2))\n")
            await second.sees("still 42")

    run(work)


def test_terminal_ends_after_its_page_is_left(room: Lab, learner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a moment of grace."""
    monkeypatch.setattr(terminals, "GRACE_SECONDS", 0.2)

    async def work() -> None:
        async with Visitor(learner, f"/live/labs/{room.slug}/terminal") as visitor:
            await visitor.say(rows=20, columns=60)
            await visitor.sees(" $ ")
        program = actions.TERMINALS.of(learner.pk)
        assert program is not None
        for _ in range(100):
            if program.news.phase == "over":
                break
            await asyncio.sleep(0.1)
        assert program.news.words == "The terminal was stopped, because its page was left."

    run(work)


def test_no_more_terminals_than_there_are_places(room: Lab, learner: User, neighbour: User) -> None:
    """The third learner of two is told so."""
    third = make_student("tom", "Tom")

    async def work() -> None:
        path = f"/live/labs/{room.slug}/terminal"
        async with Visitor(learner, path) as one, Visitor(neighbour, path) as two, Visitor(third, path) as three:
            for visitor in (one, two):
                await visitor.say(rows=20, columns=60)
                await visitor.sees(" $ ")
            await three.say(rows=20, columns=60)
            assert "already runs as many programs" in (await three.hear())["words"]

    run(work)


def test_flood_stops_for_a_page_that_does_not_draw(room: Lab, learner: User) -> None:
    """The server keeps a quarter of a mebibyte for it, and Ctrl-C comes through all the same."""

    async def work() -> None:
        async with Visitor(learner, f"/live/labs/{room.slug}/terminal") as visitor:
            await visitor.say(rows=20, columns=60)
            await visitor.sees(" $ ")
            await visitor.type("python3 -c \"while True: print('y' * 99)\"\n")
            taken = 0
            while not await visitor.line.receive_nothing(timeout=1.5):
                taken += len((await visitor.line.receive_output(10)).get("bytes") or b"")
            assert taken < 2**18 + 2**16
            await visitor.type("\x03")
            await visitor.say(seen=taken)
            visitor.shown = b""
            await visitor.sees("KeyboardInterrupt")

    run(work)


def test_paste_that_is_too_large_is_said_and_the_rest_works(room: Lab, learner: User) -> None:
    """Nothing is kept without bound for a program that reads nothing."""

    async def work() -> None:
        async with Visitor(learner, f"/live/labs/{room.slug}/terminal") as visitor:
            await visitor.say(rows=20, columns=60)
            await visitor.sees(" $ ")
            # A terminal that edits lines drops what is too long; only a raw one lets it wait.
            await visitor.type("python3 -c 'import tty, time; tty.setraw(0); print(6 * 7, 1); time.sleep(20)'\n")
            await visitor.sees("42 1")
            for _ in range(40):
                await visitor.type("x" * 4096)
            while (said := await visitor.hear())["type"] != "note":
                pass
            assert "more at once" in said["words"]

    run(work)
