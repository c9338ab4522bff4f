"""How many connections a server takes, and who gives way: it has as many as it can open files for."""

import asyncio
import contextlib
import itertools
import resource
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from quintain.server import connections
from quintain.server.connections import Connection, Connections, Limits, most_connections
from quintain.server.page_server import OPEN_FILES, allow_files
from tests.loops import run_in_loop

SOCKETS_OF_500 = 2 * 500 + 34


@pytest.mark.parametrize(
    ("files", "most"),
    [(256, 400), (1024, 400), (2000, 800), (OPEN_FILES, 2000), (resource.RLIM_INFINITY, 2000)],
)
def test_connections_leave_files_for_all_else(files: int, most: int) -> None:
    """Of 1,024 files, as systems give them, 400 are for connections, and with more files there are more."""
    assert most_connections(files) == most


def test_five_hundred_students_have_their_sockets() -> None:
    """Two for each workbench and one for each wall, and as many requests again at the same time."""
    assert most_connections(OPEN_FILES) > SOCKETS_OF_500 + 500


def test_a_server_asks_for_more_files_than_the_system_begins_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as the system allows it; what is more already stays."""
    told: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: told.append((what, limits)))
    for found in ((1024, 524_288), (1024, 4096), (1024, resource.RLIM_INFINITY), (20_000, 524_288), (4096, 4096)):
        monkeypatch.setattr(resource, "getrlimit", lambda _what, found=found: found)
        allow_files()
    assert [limits for _, limits in told] == [
        (OPEN_FILES, 524_288),
        (4096, 4096),
        (OPEN_FILES, resource.RLIM_INFINITY),
    ]


class Site:
    """A server with a handful of connections, whose answers wait until the test lets them go."""

    def __init__(self, connections: Connections) -> None:
        self.connections = connections
        self.is_let_go = asyncio.Event()
        self.asked: asyncio.Queue[str] = asyncio.Queue()
        self.port = 0
        self.lines: list[asyncio.StreamWriter] = []

    async def answer(self, scope: Any, receive: Any, send: Any) -> None:  # Any: ASGI
        """Answer at once, or when the path is /slow, once the test says so; a socket stays open until then."""
        await self.asked.put(scope["path"])
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        if scope["path"] == "/slow":
            await self.is_let_go.wait()
        if scope["type"] == "http":
            while (await receive()).get("more_body"):
                pass
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
            await send({"type": "http.response.body", "body": b"here"})

    async def client(self, *said: str, host: str = "127.0.0.1") -> "Visitor":
        """Connect from an address of this machine, say something, and return once the server has counted it."""
        streams = await asyncio.open_connection("127.0.0.1", self.port, local_addr=(host, 0))
        self.lines.append(streams[1])
        streams[1].writelines([each.encode() for each in said])
        return Visitor(*streams)

    async def get(self, path: str, *, host: str = "127.0.0.1") -> "Visitor":
        """Ask for a path, and return once the question has arrived."""
        client = await self.client(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n", host=host)
        assert await asyncio.wait_for(self.asked.get(), 30) == path
        return client


@dataclass(frozen=True, slots=True)
class Visitor:
    """A connection as its client sees it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def hears(self) -> str:
        """Return the body of an answer, or nothing if the connection was ended without one."""
        with contextlib.suppress(ConnectionResetError, asyncio.IncompleteReadError):
            head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 30)
            assert head.startswith(b"HTTP/1.1 200")
            return (await asyncio.wait_for(self.reader.readexactly(4), 30)).decode()
        return ""


@contextlib.asynccontextmanager
async def site(monkeypatch: pytest.MonkeyPatch, most: int) -> AsyncIterator[Site]:
    """Serve with so many connections at most."""
    found = Site(Connections(Limits(connections=most)))
    monkeypatch.setattr(connections, "CONNECTIONS", found.connections)
    config = uvicorn.Config(found.answer, log_config=None, interface="asgi3", lifespan="off", ws="websockets-sansio")
    config.load()
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: Connection(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    found.port = server.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        found.is_let_go.set()
        server.close()
        for line in found.lines:
            line.transport.abort()
        await asyncio.gather(*state.tasks, return_exceptions=True)
        async with asyncio.timeout(30):
            while state.connections:  # noqa: ASYNC110  uvicorn tells nobody that a connection is lost
                await asyncio.sleep(0)


def test_a_new_connection_takes_the_place_of_one_that_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest of the client that has most of them, and of those first one that has never asked anything."""

    async def play() -> None:
        async with site(monkeypatch, 4) as served:
            other = await served.get("/", host="127.0.0.2")
            assert await other.hears() == "here"
            asked = await served.get("/")
            assert await asked.hears() == "here"
            silent = [await served.client() for _ in range(2)]
            newest = await served.get("/")
            assert await newest.hears() == "here"
            assert await silent[0].hears() == ""
            assert len(served.connections) == 4
            for kept in (other, asked, silent[1]):
                kept.writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                assert await kept.hears() == "here"

    run_in_loop(play)


def test_a_request_that_is_answered_never_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does a socket: where all are at work, the new connection is refused, and counts for nothing."""

    async def play() -> None:
        async with site(monkeypatch, 2) as served:
            slow = await served.get("/slow")
            line = await served.client(
                "GET /line HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            )
            assert await served.asked.get() == "/line"
            assert (await line.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
            for _ in range(3):
                refused = await served.client("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                assert await refused.hears() == ""
            assert len(served.connections) == 2
            served.is_let_go.set()
            assert await slow.hears() == "here"
            late = await served.get("/")
            assert await late.hears() == "here"
            assert await slow.hears() == ""
            assert not line.writer.is_closing()

    run_in_loop(play)


def test_an_incomplete_request_gives_way_after_those_that_ask_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A body that never comes keeps nobody out."""

    async def play() -> None:
        async with site(monkeypatch, 2) as served:
            upload = await served.client("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab")
            assert await served.asked.get() == "/upload"
            silent = await served.client()
            first = await served.get("/slow", host="127.0.0.2")
            assert await silent.hears() == ""
            second = await served.get("/slow", host="127.0.0.2")
            assert await upload.hears() == ""
            served.is_let_go.set()
            assert [await first.hears(), await second.hears()] == ["here", "here"]

    run_in_loop(play)


def test_a_connection_that_has_ended_counts_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its place is free for the next, without anybody giving way."""

    async def play() -> None:
        async with site(monkeypatch, 2) as served:
            kept = await served.get("/")
            assert await kept.hears() == "here"
            for _ in range(4):
                gone = await served.client("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                assert await served.asked.get() == "/"
                assert await gone.hears() == "here"
                assert await gone.reader.read() == b""
            kept.writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert await kept.hears() == "here"

    run_in_loop(play)


class Line(asyncio.Transport):
    """A line to a client that takes what the test says: ``unsent`` is what waits for it."""

    unsent = 0
    is_cut = False

    def get_write_buffer_size(self) -> int:
        """Return how much waits to be taken."""
        return self.unsent

    def is_closing(self) -> bool:
        """Tell whether it was cut."""
        return self.is_cut

    def abort(self) -> None:
        """Cut it."""
        self.is_cut = True


@pytest.mark.parametrize(
    ("taken", "is_socket", "ended_at"),
    [
        ((0,), False, 30),
        ((0,), True, 30),
        ((1,), False, 130),
        ((1,), True, None),
        ((1, 1, 1, 1000), False, None),
    ],
    ids=[
        "nothing",
        "nothing of a socket",
        "a byte at a time",
        "a byte at a time of a socket",
        "a whole answer each time",
    ],
)
def test_a_client_has_its_time_to_take_an_answer(
    monkeypatch: pytest.MonkeyPatch, taken: tuple[int, ...], ended_at: int | None, *, is_socket: bool
) -> None:
    """It takes something within 20 seconds, and the whole answer within 120; only a socket has no whole answer."""
    found = Connections(Limits(stalled_seconds=20, answer_seconds=120))
    monkeypatch.setattr(connections, "CONNECTIONS", found)

    async def play() -> None:
        config = uvicorn.Config(Site(found).answer, log_config=None, interface="asgi3", lifespan="off")
        config.load()
        line, protocol = Line(), Connection(config=config, server_state=ServerState(), app_state={})
        protocol.connection_made(line)
        protocol.head_since = None  # the whole head has come
        if is_socket:
            found.upgrade(line)
        line.unsent = 1000
        for now, bytes_taken in zip(range(0, 400, 10), itertools.cycle(taken)):
            found.sweep(float(now))
            if line.is_cut:
                assert now == ended_at
                return
            line.unsent = max(0, line.unsent - bytes_taken)
            if not line.unsent:
                found.sweep(now + 1.0)
                line.unsent = 1000
        assert ended_at is None

    run_in_loop(play)
    assert len(found) == (ended_at is None)
