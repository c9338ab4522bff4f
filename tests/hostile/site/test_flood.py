"""One student floods the server: limits refuse that with a reason, and another student is served meanwhile.

How much slower the other is served is measured by ``python -m bench.classroom --flood``. What forks without end is
bounded by the sandbox, see tests/hostile/test_boxes.py and test_terminals.py.
"""

import asyncio
import re
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.conf import settings as django_settings
from django.db import connections
from django.test import Client
from django.urls import get_resolver
from pytest_django import Settings

from quintain.accounts import consumers
from quintain.accounts.consumers import MOST_SOCKETS, TOLD, TOO_MANY
from quintain.accounts.limits.throttle import Throttle
from quintain.accounts.models import User
from quintain.attempts.submissions import jobs
from quintain.cohorts.roster import MOST_BYTES
from quintain.packs.model.lab import Lab
from quintain.preview.programs import Programs
from quintain.server.fair_queue import TooManyWaiting, Turns
from quintain.server.page_threads import (
    BODY_BYTES,
    MOST_WAITING_OF_ADDRESS,
    MOST_WAITING_OF_ONE,
    TRIES,
    Answer,
    Handler,
    Pages,
    most_bytes,
)
from quintain.server.routing import routes
from quintain.web.origins import Scope
from tests.aside import run_aside
from tests.preview.test_programs import Stage

pytestmark = pytest.mark.hostile

BACKEND = "quintain.accounts.backends.PersonBackend"


class Slow(Handler):
    """A handler that answers nobody before ``go``, and notes in which order it was asked.

    A session signs somebody in unless its cookie begins with ``made-up``. The first request of each is answered at
    ``/known/`` without a wait.
    """

    def __init__(self) -> None:
        self.go = threading.Event()
        self.asked: list[str] = []

    def answer(self, scope: Scope, body: bytes) -> Answer:
        """Answer when it is time."""
        if scope["path"] != "/known/":
            self.asked.append(scope["path"])
            self.go.wait(60)
        return Answer(200, [], body, is_signed_in=b"made-up" not in scope["headers"][0][1])


async def known_pages(handler: Slow, *sessions: str, threads: int = 2) -> Pages:
    """Return pages that know these sessions."""
    pages = Pages(handler, threads=threads)
    for session in sessions:
        assert await ask(pages, "/known/", session) == 200
    return pages


async def ask(
    pages: Pages, path: str, session: str, *, leaves: asyncio.Event | None = None, method: str = "GET"
) -> int:
    """Send a request of a session, and return the status of the answer; 0 if the client left before."""
    sent: list[int] = []
    whole = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Scope:
        if not whole:
            await (leaves or asyncio.Event()).wait()
            return {"type": "http.disconnect"}
        return whole.pop()

    async def send(message: Scope) -> None:
        if message["type"] == "http.response.start":
            sent.append(message["status"])

    cookie = f"{django_settings.SESSION_COOKIE_NAME}={session}".encode()
    scope = {"type": "http", "method": method, "path": path, "headers": [(b"cookie", cookie)], "client": ("::1", 1)}
    await pages(scope, receive, send)
    return sent[0] if sent else 0


async def let_all_ask(handler: Slow, answered: int) -> None:
    """Let every request that was begun come as far as it can: so many to a thread, the others into the queue.

    A thread notes what it was asked when the machine lets it run, which may be after a request that came later.
    """
    async with asyncio.timeout(60):
        while len(handler.asked) < answered:  # noqa: ASYNC110  other threads fill it
            await asyncio.sleep(0.005)
    for _ in range(40):
        await asyncio.sleep(0)


def test_requests_of_another_session_do_not_wait_for_a_flood() -> None:
    """Of two hundred requests of one session, some wait and the others are refused; one of another comes next."""

    async def crowd() -> None:
        handler = Slow()
        pages = await known_pages(handler, "mallory", "elif", "hugo", threads=1)
        flood = [asyncio.ensure_future(ask(pages, f"/flood/{number}", "mallory")) for number in range(200)]
        await let_all_ask(handler, 1)
        others = [asyncio.ensure_future(ask(pages, "/other/", name)) for name in ("elif", "hugo")]
        await let_all_ask(handler, 1)
        handler.go.set()
        told = Counter(await asyncio.gather(*flood))
        assert told == {200: 1 + MOST_WAITING_OF_ONE, 429: 199 - MOST_WAITING_OF_ONE}
        assert await asyncio.gather(*others) == [200, 200]
        assert [place for place, path in enumerate(handler.asked) if path == "/other/"] == [2, 3]
        assert await ask(pages, "/later/", "mallory") == 200

    run_aside(crowd())


def test_cookies_that_somebody_made_up_are_one_client() -> None:
    """Each of two hundred has another; they come in turn by their address, as those do who have no session yet."""

    async def crowd() -> None:
        handler = Slow()
        pages = await known_pages(handler, "elif", "made-up", threads=1)
        flood = [asyncio.ensure_future(ask(pages, "/flood/", f"made-up-{number}")) for number in range(200)]
        await let_all_ask(handler, 1)
        other = asyncio.ensure_future(ask(pages, "/other/", "elif"))
        await let_all_ask(handler, 1)
        handler.go.set()
        told = Counter(await asyncio.gather(*flood))
        assert told == {200: 1 + MOST_WAITING_OF_ADDRESS, 429: 199 - MOST_WAITING_OF_ADDRESS}
        assert await other == 200
        assert handler.asked.index("/other/") == 2
        assert list(pages._sessions) == ["elif"]

    run_aside(crowd())


def test_three_classes_behind_a_router_come_back_after_a_restart() -> None:
    """Nobody's session is known to the new server, and each browser asks for a page and two parts of it."""

    async def crowd() -> None:
        handler = Slow()
        pages = await known_pages(handler)
        asking = [
            asyncio.ensure_future(ask(pages, "/back/", f"student-{number}")) for number in range(36) for _ in "abc"
        ]
        await let_all_ask(handler, 2)
        handler.go.set()
        assert Counter(await asyncio.gather(*asking)) == {200: 108}

    run_aside(crowd())


def test_a_flood_of_one_session_leaves_threads_free() -> None:
    """Of four, it has two while it is alone; pages of others begin at once, one of each beside the other's."""

    async def crowd() -> None:
        handler = Slow()
        pages = await known_pages(handler, "mallory", "elif", "hugo", threads=4)
        flood = [asyncio.ensure_future(ask(pages, "/flood/", "mallory")) for _ in range(8)]
        await let_all_ask(handler, 2)
        assert handler.asked == ["/flood/"] * 2
        others = [asyncio.ensure_future(ask(pages, "/other/", "elif")) for _ in range(3)]
        others.append(asyncio.ensure_future(ask(pages, "/third/", "hugo")))
        await let_all_ask(handler, 4)
        assert sorted(handler.asked[2:]) == ["/other/", "/third/"]
        handler.go.set()
        assert await asyncio.gather(*flood, *others) == [200] * 12

    run_aside(crowd())


def test_those_at_an_address_leave_a_thread_free() -> None:
    """Sessions that are not known yet share three threads of four, and two beside somebody who is known."""

    async def crowd() -> None:
        handler = Slow()
        pages = await known_pages(handler, "elif", threads=4)
        flood = [asyncio.ensure_future(ask(pages, "/flood/", f"made-up-{number}")) for number in range(9)]
        await let_all_ask(handler, 3)
        assert handler.asked == ["/flood/"] * 3
        other = asyncio.ensure_future(ask(pages, "/other/", "elif"))
        await let_all_ask(handler, 4)
        assert handler.asked[3:] == ["/other/"]
        handler.go.set()
        assert await asyncio.gather(*flood, other) == [200] * 10

    run_aside(crowd())


class Unreadable(Slow):
    """A handler that can read nothing that is sent to ``/broken/``."""

    def answer(self, scope: Scope, body: bytes) -> Answer:
        """Answer at once."""
        self.asked.append(scope["path"])
        is_signed_in = b"made-up" not in scope["headers"][0][1]
        return Answer(400 if scope["path"] == "/broken/" else 200, [], body, is_signed_in=is_signed_in)


def test_what_cannot_be_read_costs_tries() -> None:
    """Who has sent twenty such bodies is refused before the next is read, with the time to wait; others are not.

    What is readable costs nothing, and pages are shown as before.
    """

    async def crowd() -> None:
        handler, now = Unreadable(), [0.0]
        pages = await known_pages(handler, "mallory", "elif")
        pages._tries = Throttle(now=lambda: now[0])
        for _ in range(2 * TRIES.tries):
            assert await ask(pages, "/save/", "mallory", method="PUT") == 200
        told = Counter([await ask(pages, "/broken/", "mallory", method="PUT") for _ in range(50)])
        assert told == {400: TRIES.tries, 429: 50 - TRIES.tries}
        assert handler.asked.count("/broken/") == TRIES.tries  # no thread saw the others
        assert await ask(pages, "/save/", "mallory", method="PUT") == 429
        assert await ask(pages, "/page/", "mallory") == 200
        assert await ask(pages, "/save/", "elif", method="PUT") == 200
        strangers = [await ask(pages, "/broken/", f"made-up-{number}", method="POST") for number in range(60)]
        assert set(strangers) == {400}, "somebody without a session keeps others at the address from signing in"
        now[0] += TRIES.seconds
        assert await ask(pages, "/save/", "mallory", method="PUT") == 200

    run_aside(crowd())


def paths_of(patterns: list[Any], before: str = "/") -> Iterator[tuple[str, str]]:
    """Return all addresses of the site, with something in each place, and their names."""
    for each in patterns:
        path = before + re.sub(r"<[^>]+>", "x", str(each.pattern)).removeprefix("^").removesuffix("$")
        if hasattr(each, "url_patterns"):
            yield from paths_of(each.url_patterns, path)
        else:
            yield path, each.name or ""


def test_only_texts_and_rosters_may_be_large() -> None:
    """All other addresses take as much as a form holds."""
    sizes: dict[str, int] = {}
    for path, name in paths_of(get_resolver().url_patterns):  # the API has a roster as well
        sizes[name] = max(most_bytes(path), sizes.get(name, 0))
    texts = {"files", "kept-file", "settled-file", "exploit", "kept-exploit", "settled-exploit"}
    assert {name for name, size in sizes.items() if size > BODY_BYTES} == texts | {"roster"}
    assert {sizes[name] for name in texts} == {2 * 2**20}
    assert 3 * MOST_BYTES < sizes["roster"] <= 2**18


@pytest.mark.django_db(transaction=True)
def test_a_large_body_is_not_read_where_a_small_one_is_expected(learner: User, lab: Lab, settings: Settings) -> None:
    """It is refused by its length, or as soon as it is too long; the sentence says so."""
    settings.ALLOWED_HOSTS = ["testserver"]
    pages = Pages(Handler(), threads=1)
    cookies = {django_settings.CSRF_COOKIE_NAME: "t" * 32}
    client = Client()
    client.force_login(learner, backend=BACKEND)
    cookies[django_settings.SESSION_COOKIE_NAME] = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    body = b'{"marks": [' + b" " * BODY_BYTES

    async def parts() -> AsyncIterator[bytes]:
        for start in range(0, len(body), 1000):
            yield body[start : start + 1000]

    async def run() -> None:
        transport = httpx.ASGITransport(pages)
        headers = {"X-CSRFToken": "t" * 32, "Content-Type": "application/json"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://testserver", cookies=cookies, headers=headers
        ) as browser:
            for content in (body, parts()):
                answer = await browser.post(f"/labs/{lab.slug}/marks", content=content)
                assert answer.status_code == 413
                assert "larger than the server takes" in answer.text
            small = await browser.post(f"/labs/{lab.slug}/marks", content=body[:20])
            assert small.status_code == 400

    run_aside(run())
    pages._threads.submit(connections.close_all).result(10)
    pages._threads.shutdown()


def test_a_client_who_leaves_gives_the_turn_up() -> None:
    """As often as it comes and goes, the threads are all there afterwards."""

    async def crowd() -> None:
        handler, gone = Slow(), asyncio.Event()
        pages = await known_pages(handler, "elif", "mallory", "hugo")
        busy = [asyncio.ensure_future(ask(pages, "/busy/", "elif")) for _ in range(2)]
        await asyncio.sleep(0.1)
        for _ in range(10):
            gone.clear()
            waiting = [asyncio.ensure_future(ask(pages, "/gone/", "mallory", leaves=gone)) for _ in range(20)]
            await asyncio.sleep(0)
            gone.set()
            assert await asyncio.gather(*waiting) == [0] * 20
        handler.go.set()
        assert await asyncio.gather(*busy) == [200, 200]
        assert handler.asked == ["/busy/"] * 2
        assert await asyncio.gather(*(ask(pages, "/", "hugo") for _ in range(20))) == [200] * 20
        assert (pages._turns._free, len(pages._turns._waiting)) == (2, 0)

    run_aside(crowd())


def test_sessions_come_in_turn() -> None:
    """One request of each, in the order in which they asked first, however many each has waiting."""

    async def order() -> None:
        turns = Turns(1)
        first = turns.ask("a", 3)
        waiting = [(name, turns.ask(name, 3)) for name in ("a", "a", "a", "b", "b", "c")]
        with pytest.raises(TooManyWaiting):
            turns.ask("a", 3)
        turns.give_back("b", waiting.pop(4)[1])  # a client left
        turns.give_back("a", first)
        had = []
        while waiting:
            (now,) = (each for each in waiting if each[1].done())
            waiting.remove(now)
            had.append(now[0])
            turns.give_back(*now)
        assert had == ["a", "b", "c", "a", "a"]
        assert turns._free == 1

    run_aside(order())


class Tab:
    """A tab with a socket open, as far as the server lets it in."""

    def __init__(self, person: User, path: str = "/live/labs/shop") -> None:
        scope: dict[str, Any] = {"type": "websocket", "path": path, "user": person, "headers": [], "query_string": b""}
        self.line: Any = ApplicationCommunicator(URLRouter(routes), scope)  # type: ignore[no-untyped-call]  # asgiref

    async def open(self) -> tuple[str, int]:
        """Open it; return what the server said last: its kind, and the code of a refusal."""
        await self.line.send_input({"type": "websocket.connect"})
        said = await self.line.receive_output(30)
        while not self.line.output_queue.empty():  # a refusal says why in the same breath as it opens
            said = self.line.output_queue.get_nowait()
        return str(said["type"]), int(said.get("code", 0))

    async def close(self) -> None:
        """Close it, as a tab that is closed does."""
        await self.line.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.line.wait(10)


@pytest.mark.django_db(transaction=True)
def test_fifty_tabs_of_one_student_leave_room_for_others(learner: User, neighbour: User, lab: Lab) -> None:
    """So many are let in, the others are told why by a code that a page can read; what is closed makes room again."""

    async def open_many() -> None:
        tabs = [Tab(learner) for _ in range(50)]
        said = await asyncio.gather(*(tab.open() for tab in tabs))
        refused = ("websocket.close", TOO_MANY)
        assert Counter(said) == {("websocket.accept", 0): MOST_SOCKETS, refused: 50 - MOST_SOCKETS}
        assert await Tab(learner, "/live/labs/shop/terminal").open() == refused
        other = Tab(neighbour)
        assert (await other.open())[0] == "websocket.accept"
        await other.close()
        accepted = [tab for tab, (kind, _) in zip(tabs, said, strict=True) if kind == "websocket.accept"]
        for tab in accepted:
            await tab.close()
        again = Tab(learner)
        assert (await again.open())[0] == "websocket.accept"
        await again.close()

    run_aside(open_many())


@pytest.mark.django_db(transaction=True)
def test_tabs_that_are_told_too_often_take_no_line(learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line on which the code was said stays until the browser has answered: so many of one student, and no more.

    The others are refused before they open. A browser shows no reason then, and the server keeps nothing.
    """
    monkeypatch.setattr(consumers, "_refused", Throttle(now=lambda: 0.0))

    async def open_many() -> None:
        tabs = [Tab(learner) for _ in range(MOST_SOCKETS + 4 * TOLD.tries)]
        first = []
        for tab in tabs:
            await tab.line.send_input({"type": "websocket.connect"})
            first.append((await tab.line.receive_output(30))["type"])
        assert first[: MOST_SOCKETS + TOLD.tries] == ["websocket.accept"] * (MOST_SOCKETS + TOLD.tries)
        assert first[MOST_SOCKETS + TOLD.tries :] == ["websocket.close"] * 3 * TOLD.tries
        for tab in tabs:
            await tab.close()

    run_aside(open_many())


@pytest.mark.django_db
def test_a_student_who_submits_without_a_pause_is_told_to_wait(
    learner: User, neighbour: User, lab: Lab, page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a sentence and a remedy; another's submission is taken, and the limit is each one's own."""
    monkeypatch.setattr(jobs, "SUBMISSIONS_PER_MINUTE", 5)
    address = f"/labs/{lab.slug}/submissions"
    answers = [page.post(address, {"kind": "verdict"}, content_type="application/json") for _ in range(12)]
    assert [each.status_code for each in answers] == [201] * 5 + [429] * 7
    assert set(answers[-1].json()) >= {"error", "remedy"}
    other = Client()
    other.force_login(neighbour, backend=BACKEND)
    assert other.post(address, {"kind": "verdict"}, content_type="application/json").status_code == 201


def test_a_student_has_one_program_however_many_are_started() -> None:
    """Fifty starts of one take one place; the other students of a class have theirs."""
    stage = Stage(Programs(most=12))
    owners = [uuid4() for _ in range(11)]
    greedy = uuid4()
    for number in range(50):
        stage.start(greedy, str(number))
    programs = [stage.start(owner) for owner in owners]
    for program in programs:
        program.started.result(20)
    assert len(stage.programs._slots) == 12
    assert stage.most_open <= 12
    stage.programs.close()


@pytest.mark.whole
@pytest.mark.django_db(transaction=True)
def test_a_page_and_a_save_go_on_beside_a_flood_of_saves(
    learner: User, neighbour: User, lab: Lab, settings: Settings
) -> None:
    """Through the real pages and the real database: the other gets all that is asked for."""
    settings.ALLOWED_HOSTS = ["testserver"]
    token, path = "t" * 32, lab.run.editable[0]

    def browser_of(person: User, transport: httpx.ASGITransport) -> httpx.AsyncClient:
        client = Client()
        client.force_login(person, backend=BACKEND)
        name = django_settings.SESSION_COOKIE_NAME
        cookies = {name: client.cookies[name].value, django_settings.CSRF_COOKIE_NAME: token}
        headers = {"X-CSRFToken": token}
        return httpx.AsyncClient(transport=transport, base_url="http://testserver", cookies=cookies, headers=headers)

    pages = Pages(Handler(), threads=2)
    transport = httpx.ASGITransport(pages)
    greedy, other = browser_of(learner, transport), browser_of(neighbour, transport)

    async def run() -> None:
        address = f"/labs/{lab.slug}/files"
        assert (await greedy.get(f"/labs/{lab.slug}/fix/")).status_code == 200  # by which the server knows the session
        saves = [greedy.put(address, json={"path": path, "text": f"# {n}\n", "revision": 0}) for n in range(150)]
        flood = [asyncio.ensure_future(each) for each in saves]
        revision = 0
        for number in range(10):
            assert (await other.get(f"/labs/{lab.slug}/fix/")).status_code == 200
            saved = await other.put(address, json={"path": path, "text": f"# mine {number}\n", "revision": revision})
            assert saved.status_code == 200
            revision = saved.json()["revision"]
        told = Counter(each.status_code for each in await asyncio.gather(*flood))
        assert set(told) <= {200, 409, 429}
        assert told[429] > 0
        await greedy.aclose()
        await other.aclose()

    run_aside(run())
    both = threading.Barrier(2)

    def close() -> None:
        both.wait(10)
        connections.close_all()

    for _ in range(2):
        pages._threads.submit(close)
    pages._threads.shutdown()
