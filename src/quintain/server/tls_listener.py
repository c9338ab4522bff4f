"""Takes connections at a port that speaks TLS, and sends those that begin with plain HTTP to the encrypted address.

uvicorn's own listener grants each connection a minute for its handshake and counts none of them before it is over. Here
they are counted from the start: of the address that has most, the oldest gives way.
"""

import asyncio
import logging
import re
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from quintain.server.certificates import Shown, Source
from quintain.server.starting import StartRefused

log = logging.getLogger("quintain.tls")

MOST_HANDSHAKES: Final = 128
HANDSHAKE_SECONDS: Final = 10.0
REDIRECT_SECONDS: Final = 5.0
FAREWELL_SECONDS: Final = 2.0  # how long a closed connection is kept for the client's own close_notify
PAUSE_SECONDS: Final = 0.2
MOST_LINE_BYTES: Final = 8192
TLS_HANDSHAKE: Final = b"\x16"  # the content type of the first record (RFC 8446, 5.1)
REQUEST_LINE: Final = re.compile(rb"(?:GET|HEAD) (/[!-~]*) HTTP/1\.[01]\r?\n")

type MakeProtocol = Callable[[], asyncio.Protocol]


@dataclass(eq=False, slots=True)
class Arrival:
    """A connection whose handshake is under way."""

    connection: socket.socket
    peer: str
    task: asyncio.Task[None] | None = None

    def end(self) -> None:
        """Give the connection up."""
        with suppress(OSError):  # it has gone already
            self.connection.shutdown(socket.SHUT_RDWR)
        if self.task is not None:
            self.task.cancel()


@dataclass(eq=False, slots=True)
class TlsListener:
    """Accepts at ``listener`` until it is closed; ``url`` is where plain HTTP is sent."""

    listener: socket.socket
    source: Source
    shown: Shown
    url: str
    make_protocol: MakeProtocol
    look_seconds: float
    most: int = MOST_HANDSHAKES
    _arrivals: dict[Arrival, None] = field(default_factory=dict)  # in the order of their age
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self) -> None:
        """Begin to accept, and to look after the certificate."""
        self.listener.setblocking(False)
        self._tasks = [asyncio.ensure_future(self._accept()), asyncio.ensure_future(self._look_after())]

    async def close(self) -> None:
        """Accept nothing more, and give up what is not yet encrypted."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for arrival in list(self._arrivals):
            arrival.end()

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, address = await loop.sock_accept(self.listener)
            except OSError:  # no file descriptor is left: what has its time soon gives some back
                self._make_room()
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            connection.setblocking(False)
            if len(self._arrivals) >= self.most:
                self._make_room()
            arrival = Arrival(connection, str(address[0]))
            self._arrivals[arrival] = None
            arrival.task = asyncio.ensure_future(self._let_in(arrival))

    def _make_room(self) -> None:
        """Give up the oldest handshake of the address that has most of them."""
        share = Counter(arrival.peer for arrival in self._arrivals)
        if not share:
            return
        victim = max(self._arrivals, key=lambda arrival: share[arrival.peer])  # the first, so oldest, of equals
        del self._arrivals[victim]
        victim.end()

    async def _let_in(self, arrival: Arrival) -> None:
        loop = asyncio.get_running_loop()
        is_handed_over = False
        try:
            async with asyncio.timeout(HANDSHAKE_SECONDS):
                first = await _peek(arrival.connection)
                if first == TLS_HANDSHAKE:
                    await loop.connect_accepted_socket(
                        self.make_protocol,
                        arrival.connection,
                        ssl=self.shown.context,
                        ssl_handshake_timeout=HANDSHAKE_SECONDS,
                        ssl_shutdown_timeout=FAREWELL_SECONDS,
                    )
                    is_handed_over = True
                elif first:
                    await self._redirect(arrival.connection)
        except (OSError, TimeoutError):  # ssl.SSLError is an OSError: not our protocol, or not our certificate
            pass
        finally:
            self._arrivals.pop(arrival, None)
            if not is_handed_over:
                arrival.connection.close()

    async def _redirect(self, connection: socket.socket) -> None:
        """Answer plain HTTP: a page is sent to its encrypted address, all else refused. The Host header is not read."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(REDIRECT_SECONDS):
            line = bytearray()
            while b"\n" not in line and len(line) <= MOST_LINE_BYTES:
                part = await loop.sock_recv(connection, MOST_LINE_BYTES)
                if not part:
                    return
                line += part
            await loop.sock_sendall(connection, plain_answer(bytes(line), self.url))
            with suppress(OSError):
                connection.shutdown(socket.SHUT_WR)
            left = MOST_LINE_BYTES * 8
            while left > 0 and (part := await loop.sock_recv(connection, MOST_LINE_BYTES)):
                left -= len(part)  # closing with something unread would take the answer back (RST)

    async def _look_after(self) -> None:
        """Take a new certificate over, without an end of what is under way."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self.look_seconds)
            try:
                fresh = await loop.run_in_executor(None, self.source.refresh, self.shown)
            except StartRefused as refused:
                log.error("the new certificate is not used, and the old one stays: %s", refused.sentence)  # noqa: TRY400  no fault of ours
            except OSError:
                log.exception("the certificate could not be renewed")
            else:
                if fresh is not self.shown:
                    self.shown = fresh
                    log.warning("a new certificate is used, until %s: %s", fresh.ends_at, fresh.fingerprint)


def plain_answer(head: bytes, url: str) -> bytes:
    """Return the answer to what began as plain HTTP."""
    match = REQUEST_LINE.match(head)
    if match is None:
        words = f"This address takes HTTPS only. Open {url}/\n".encode()
        return _answer(b"400 Bad Request", b"", words)
    return _answer(b"308 Permanent Redirect", b"location: " + url.encode() + match[1] + b"\r\n", b"")


def _answer(status: bytes, headers: bytes, body: bytes) -> bytes:
    rest = b"content-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\nconnection: close\r\n\r\n" % len(body)
    return b"HTTP/1.1 " + status + b"\r\n" + headers + b"cache-control: no-store\r\n" + rest + body


async def _peek(connection: socket.socket) -> bytes:
    """Return the first byte that comes, and leave it where it is; nothing if the client has gone."""
    loop = asyncio.get_running_loop()
    while True:
        try:
            return connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            pass
        ready = loop.create_future()
        loop.add_reader(connection, _set, ready)
        try:
            await ready
        finally:
            loop.remove_reader(connection)


def _set(ready: asyncio.Future[None]) -> None:
    if not ready.done():
        ready.set_result(None)
