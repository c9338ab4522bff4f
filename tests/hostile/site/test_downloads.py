"""Downloads that nobody takes hold no thread and no memory, and no session takes all places."""

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path

import httpx

from quintain.packs import load_pack
from quintain.server.page_threads import MOST_DOWNLOADS_OF_ONE
from tests.courses import small_course
from tests.hostile.site.test_slow_clients import address, is_served
from tests.server.test_serving import Server, Start, start

__all__ = ["start"]

ADDRESS = "/courseware/handbook-learner-a4/"
MEBIBYTE = 2**20
SIZE = 100 * MEBIBYTE


def put_file(server: Server) -> None:
    """Put a finished file of 100 MiB into the data folder, whose last bytes are known."""
    folder = server.data / "courseware"
    folder.mkdir(exist_ok=True)
    digest = load_pack(small_course()).digest
    with (folder / f"{version('quintain')}-{digest[:16]}-handbook-learner-a4.pdf").open("wb") as file:
        file.truncate(SIZE - 4)
        file.seek(SIZE - 4)
        file.write(b"last")


@contextmanager
def downloads(server: Server, browser: httpx.Client, count: int) -> Iterator[list[socket.socket]]:
    """Ask for the file so many times in one session; of each answer, only the head and a little more is read."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    host = server.origin.removeprefix("http://")
    with ExitStack() as stack:
        opened = []
        for _ in range(count):
            client = stack.enter_context(socket.create_connection(address(server), timeout=60))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(f"GET {ADDRESS} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\n\r\n".encode())
            opened.append(client)
        yield opened


def head_of(client: socket.socket) -> str:
    """Read the status line of an answer."""
    return client.recv(100).decode("latin-1").partition("\r\n")[0]


def resident_bytes(server: Server) -> int:
    """Return how much memory the server has."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


def test_downloads_that_stand_still_leave_memory_and_threads_to_others(start: Start) -> None:
    """Twelve of 100 MiB, of two sessions, took 1.2 GB when they were kept whole; one session has eight at once."""
    server = start()
    put_file(server)
    browser, other = server.browser(), server.browser()
    is_served(browser)
    before = resident_bytes(server)
    with downloads(server, browser, 8) as first, downloads(server, other, 4) as second:
        assert {head_of(client) for client in [*first, *second]} == {"HTTP/1.1 200 OK"}
        is_served(browser)
        assert resident_bytes(server) - before < 60 * MEBIBYTE
        with downloads(server, browser, 1) as [further]:
            assert head_of(further) == "HTTP/1.1 503 Service Unavailable"
        assert len(first) == MOST_DOWNLOADS_OF_ONE
    part = other.get(ADDRESS, headers={"Range": "bytes=-4"})
    assert (part.status_code, part.content, part.headers["Content-Range"]) == (
        206,
        b"last",
        f"bytes {SIZE - 4}-{SIZE - 1}/{SIZE}",
    )
    head = other.head(ADDRESS)
    assert (head.status_code, head.headers["Content-Length"], head.content) == (200, str(SIZE), b"")
    stranger = httpx.get(f"http://{address(server)[0]}:{address(server)[1]}{ADDRESS}", trust_env=False)
    assert stranger.status_code != 200
