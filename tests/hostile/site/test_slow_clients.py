"""Clients that are slow on purpose occupy no thread, and are ended; a learner beside them works on."""

import asyncio
import re
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from quintain.server.connections import most_connections
from quintain.server.page_server import allow_files
from tests.aside import run_aside
from tests.server.test_serving import Server, Start, save, start

__all__ = ["start"]

pytestmark = pytest.mark.sample(most=3, of="file")

MANY = 40  # ten times the threads that pages have
HALF_A_BODY = (
    b"POST /sign-in/ HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
)
STATIC = Path(__file__).parents[3] / "src/quintain/web/static/dist"


def address(server: Server) -> tuple[str, int]:
    """Return where the server listens."""
    host, port = server.origin.removeprefix("http://").split(":")
    return host, int(port)


@contextmanager
def attackers(server: Server, count: int, data: bytes) -> Iterator[list[socket.socket]]:
    """Open connections that each send ``data``, and nothing more."""
    with ExitStack() as stack:
        opened = []
        for _ in range(count):
            client = stack.enter_context(socket.create_connection(address(server)))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(data.replace(b"{host}", server.origin.removeprefix("http://").encode()))
            opened.append(client)
        yield opened


def largest_file() -> str:
    """Return the address of the largest script."""
    file = max(STATIC.rglob("*.js"), key=lambda path: path.stat().st_size)
    return f"/static/dist/{file.relative_to(STATIC)}"


def is_served(browser: httpx.Client) -> None:
    """Do what a learner does: look at pages, and save."""
    assert browser.get("/healthz").json()["status"] == "well"
    page = browser.get("/labs/redos/fix/")
    assert page.status_code == 200
    revision = re.search(r'"revision": (\d+)', page.text)
    assert revision
    save(browser, f"# saved at {time.monotonic_ns()}\n", int(revision[1]))


def test_unfinished_requests_hold_no_thread(start: Start) -> None:
    """Four of them froze every page, for as long as they stayed open."""
    server = start()
    browser = server.browser()
    with attackers(server, MANY, HALF_A_BODY):
        is_served(browser)


@pytest.mark.whole
def test_an_unfinished_request_ends(start: Start) -> None:
    """It is told why, and its connection is closed."""
    server = start()
    with attackers(server, 1, HALF_A_BODY) as [client]:
        client.settimeout(60)
        said = b"".join(iter(lambda: client.recv(4096), b""))
    assert said.startswith(b"HTTP/1.1 408 ")
    assert b"The request did not arrive in time. Send it again." in said


def test_readers_that_never_read_hold_no_thread(start: Start) -> None:
    """Four connections that asked for a large file again and again kept their threads for ever."""
    server = start()
    browser = server.browser()
    ask = f"GET {largest_file()} HTTP/1.1\r\nHost: {{host}}\r\n\r\n".encode() * 8
    with attackers(server, MANY, ask) as clients:
        is_served(browser)
        for client in clients:
            client.close()
    is_served(browser)


@pytest.mark.whole
def test_idle_connections_do_not_keep_others_out(start: Start) -> None:
    """There are at most so many; the oldest of those that ask nothing give way."""
    allow_files()  # as the server does, which takes as many connections as its files allow
    most = most_connections(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    server = start()
    browser = server.browser()
    with attackers(server, most + 200, b"") as clients:
        is_served(browser)
        ended = [client for client in clients if is_closed(client)]
    assert len(ended) >= 200


def is_closed(client: socket.socket) -> bool:
    """Tell whether the server has ended a connection."""
    client.setblocking(False)
    try:
        return client.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


@pytest.mark.parametrize(
    "head",
    [b"X: " + b"a" * 200_000, b"X: a\r\n" * 20_000, b"Cookie: " + b"a" * 70_000 + b"\r\n\r\n"],
    ids=["one that does not end", "many", "one that ends"],
)
def test_a_large_head_is_refused(start: Start, head: bytes) -> None:
    """Sixty megabytes of headers were kept in memory."""
    server = start()
    with attackers(server, 1, b"GET /healthz HTTP/1.1\r\nHost: {host}\r\n") as [client]:
        client.settimeout(30)
        try:
            client.sendall(head)
        except OSError:  # it has hung up before everything was sent
            return
        try:
            said = client.recv(4096)
        except ConnectionResetError:  # as above
            return
    assert said.startswith(b"HTTP/1.1 431 ")


@pytest.mark.whole
def test_a_head_that_comes_letter_by_letter_ends(start: Start) -> None:
    """Its connection is closed after ten seconds, whatever still comes."""
    server = start()
    with attackers(server, 1, b"GET / HTTP/1.1\r\nX: ") as [client]:
        client.settimeout(0.5)
        for _ in range(80):
            try:
                client.sendall(b"a")
                if client.recv(1) == b"":
                    return
            except TimeoutError:
                continue
            except OSError:
                return
    pytest.fail("the connection was still open after forty seconds")


@pytest.mark.whole
def test_requests_sent_ahead_are_bounded(start: Start) -> None:
    """A client that sends five thousand of them is hung up on; one that sends five gets its answers."""
    server = start()
    ask = b"GET /healthz HTTP/1.1\r\nHost: {host}\r\n\r\n"
    with attackers(server, 1, ask * 5) as [client]:
        client.settimeout(30)
        said = b""
        while said.count(b'"well"') < 5:
            part = client.recv(65536)
            assert part, said
            said += part
    with attackers(server, 1, ask * 1000) as [client]:
        client.settimeout(30)
        said = b""
        try:
            while part := client.recv(65536):
                said += part
        except ConnectionResetError:
            pass
    assert said.count(b'"well"') < 1000


def test_a_body_of_unknown_length_is_read_and_bounded(start: Start) -> None:
    """One that is chunked arrives whole; one that never ends is refused at the limit, not kept."""
    server = start()
    browser = server.browser()

    def parts(count: int) -> Iterator[bytes]:
        yield b'{"path": "contacts.py", "revision": 0, "text": "'
        for _ in range(count):
            yield b"x" * 65536
        yield b'"}'

    headers = {"Content-Type": "application/json"}
    saved = browser.put("/labs/redos/files", content=parts(1), headers=headers)
    assert saved.status_code == 200, saved.text
    refused = browser.put("/labs/redos/files", content=parts(40), headers=headers)
    assert refused.status_code == 413
    assert "The request is larger than the server takes." in refused.text


def test_strangers_in_numbers_do_not_slow_a_learner_down(start: Start) -> None:
    """Unfinished requests, readers that do not read and idle connections at once, and the learner works on."""
    server = start()
    browser = server.browser()
    ask = f"GET {largest_file()} HTTP/1.1\r\nHost: {{host}}\r\n\r\n".encode()
    with (
        attackers(server, MANY, HALF_A_BODY),
        attackers(server, MANY, ask),
        attackers(server, 10 * MANY, b""),
    ):
        for _ in range(5):
            is_served(browser)


def test_a_server_with_idle_connections_still_ends(start: Start) -> None:
    """Ctrl-C waits five seconds at most for anybody."""
    server = start()
    with attackers(server, MANY, HALF_A_BODY):
        assert server.end(2) == 0


def test_the_client_that_has_gone_is_not_served(start: Start) -> None:
    """Requests whose client hung up while they waited for a thread are given up."""
    server = start()
    browser = server.browser()

    async def leave() -> None:
        _, writer = await asyncio.open_connection(*address(server))
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await writer.drain()
        writer.transport.abort()

    async def leave_often() -> None:
        await asyncio.gather(*(leave() for _ in range(200)))

    run_aside(leave_often())
    is_served(browser)
