"""The connections of the page server: how many there are, how long each may take, and which one gives way.

uvicorn parses HTTP and bounds none of this. See docs/decisions/0014-connections.md for the servers that were weighed.
"""

import asyncio
import fcntl
import resource
import socket
import sys
import termios
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

SWEEP_SECONDS: Final = 1.0
FEWEST_CONNECTIONS: Final = 400
MOST_CONNECTIONS: Final = 2000
"""For 500 students with two sockets and a request each, and for strangers beside them."""
UNSENT_IN_KERNEL_BYTES: Final = 128 * 1024
OTHER_FILES: Final = 1200
"""What the judge's sandboxes, the database and the log have open, with some to spare."""
TOO_LARGE: Final = b"The request line and the headers are larger than the server takes. Delete this site's cookies.\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server grants to all connections together, and to each one."""

    connections: int = FEWEST_CONNECTIONS
    head_bytes: int = 64 * 1024
    """Request line and headers of one request."""
    head_seconds: float = 10.0
    """From the connection, or the first byte of a further request, to the end of its headers."""
    stalled_seconds: float = 20.0
    """How long a client may take nothing of what is sent to it."""
    answer_seconds: float = 120.0
    """How long a client may take for a whole answer, or for a piece of a file."""
    unsent_bytes: int = 64 * 2**20
    """What waits in memory for all clients together."""
    pipelined: int = 8
    """Requests that a client sends ahead; browsers send none."""


class HeadTooLarge(Exception):  # noqa: N818  what the client did
    """The request line and the headers are above the limit."""


class TooManyAhead(Exception):  # noqa: N818  as above
    """More requests were sent ahead than are kept."""


@dataclass(eq=False, slots=True)
class Opened:
    """A connection, be it HTTP or a WebSocket by now, and how what is sent to it moves."""

    transport: asyncio.Transport
    protocol: "Connection | None"
    """None once it is a WebSocket."""
    peer: str
    unsent: int = 0
    """What waits for the client, here and in the kernel."""
    moved_at: float = 0.0
    """When the client last took something."""
    filled_at: float = 0.0
    """Since when something waits for the client without a pause."""

    def measure(self, now: float) -> None:
        """Note what waits to be sent.

        The kernel asks for more only when much has been taken of what it has, which can be megabytes: a client on a
        slow line would seem to take nothing. So what the client has not confirmed yet counts as well.
        """
        unsent = self.transport.get_write_buffer_size()
        if unsent:
            unsent += unconfirmed_bytes(self.transport)
        if unsent == 0 or self.unsent == 0:
            self.filled_at = now
        if unsent == 0 or self.unsent == 0 or unsent < self.unsent:
            self.moved_at = now
        self.unsent = unsent

    def is_gone(self) -> bool:
        """Tell whether nothing is left of it."""
        return self.transport.is_closing() and self.unsent == 0

    def is_overdue(self, now: float, limits: Limits) -> bool:
        """Tell whether the client has had its time."""
        if self.unsent and now - self.moved_at > limits.stalled_seconds:
            return True
        if self.protocol is None:
            return False
        if self.unsent and now - self.filled_at > limits.answer_seconds:
            return True
        since = self.protocol.head_since
        return since is not None and now - since > limits.head_seconds


@dataclass(eq=False, slots=True)
class Connections:
    """All connections of the server. Used in the event loop alone."""

    limits: Limits = field(default_factory=Limits)
    _opened: dict[asyncio.Transport, Opened] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._opened)

    def counts(self) -> Mapping[str, int]:
        """Return how many there are of HTTP and of WebSockets; may be asked by any thread."""
        kinds = Counter("websocket" if each.protocol is None else "http" for each in list(self._opened.values()))
        return {kind: kinds[kind] for kind in ("http", "websocket")}

    def admit(self, protocol: "Connection") -> bool:
        """Count a new connection; if there are too many, another one gives way, or this one is refused."""
        if len(self._opened) >= self.limits.connections and not self._make_room():
            protocol.transport.abort()
            return False
        peer = str((protocol.client or ("",))[0])
        self._opened[protocol.transport] = Opened(protocol.transport, protocol, peer)
        return True

    def upgrade(self, transport: asyncio.Transport) -> None:
        """Note that a connection is a WebSocket from now on."""
        if opened := self._opened.get(transport):
            opened.protocol = None

    def note_taken(self, transport: asyncio.Transport, now: float) -> None:
        """Note that a client has taken nearly all that waited for it: of a file, the next piece has time of its own."""
        if opened := self._opened.get(transport):
            opened.moved_at = opened.filled_at = now

    def forget(self, transport: asyncio.Transport) -> None:
        """Stop counting a connection that has ended."""
        self._opened.pop(transport, None)

    async def watch(self) -> None:
        """End connections that do not move, until cancelled."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            self.sweep(asyncio.get_running_loop().time())

    def sweep(self, now: float) -> None:
        """End connections whose time is over, and those that keep most waiting if that is too much for memory."""
        for opened in list(self._opened.values()):
            opened.measure(now)
            if opened.is_gone():
                self.forget(opened.transport)
            elif opened.is_overdue(now, self.limits):
                self._end(opened)
        unsent = sum(opened.unsent for opened in self._opened.values())
        for opened in sorted(self._opened.values(), key=lambda each: each.moved_at):
            if unsent <= self.limits.unsent_bytes:
                return
            unsent -= opened.unsent
            if opened.unsent:
                self._end(opened)

    def _make_room(self) -> bool:
        """End the connection that has least to lose: of the client who has most of them, the oldest that asks nothing.

        One whose request is still incomplete comes next. A request that is being answered is never given up.
        """
        http = [(opened, opened.protocol) for opened in self._opened.values() if opened.protocol]
        idle = [(opened, protocol) for opened, protocol in http if protocol.is_idle()]
        candidates = idle or [(opened, protocol) for opened, protocol in http if protocol.is_incomplete()]
        if not candidates:
            return False
        share = Counter(opened.peer for opened, _ in candidates)
        # Insertion order is the order of age; min() takes the first of equals.
        victim, _ = min(candidates, key=lambda each: (-share[each[0].peer], each[1].has_asked))
        self._end(victim)
        return True

    def _end(self, opened: Opened) -> None:
        self.forget(opened.transport)
        opened.transport.abort()


def unconfirmed_bytes(transport: asyncio.Transport) -> int:
    """Return how much the kernel has that the client has not confirmed; 0 where that cannot be told."""
    line = transport.get_extra_info("socket")
    try:
        return int.from_bytes(fcntl.ioctl(line.fileno(), termios.TIOCOUTQ, bytes(4)), sys.byteorder) if line else 0
    except OSError:
        return 0


def keep_little_in_kernel(transport: asyncio.Transport) -> None:
    """Have the kernel ask for more while it has little that was not sent yet, where it can (Linux, macOS).

    By default it takes megabytes for each client, and is silent until a third of them is gone.
    """
    line = transport.get_extra_info("socket")
    if line is not None and hasattr(socket, "TCP_NOTSENT_LOWAT"):
        with suppress(OSError):  # not TCP
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT_IN_KERNEL_BYTES)


def most_connections(files: int) -> int:
    """Return how many connections a process takes that may open so many files: each connection is one."""
    if files == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(FEWEST_CONNECTIONS, min(MOST_CONNECTIONS, files - OTHER_FILES))


CONNECTIONS: Final = Connections(Limits(connections=most_connections(resource.getrlimit(resource.RLIMIT_NOFILE)[0])))


class Connection(HttpToolsProtocol):
    """One connection: uvicorn's protocol, with bounds on what a client may send, and on what it leaves untaken."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # passes uvicorn's own on
        super().__init__(*arguments, **named)
        self._connections = CONNECTIONS
        self.head_since: float | None = None
        """When the head began that is awaited now; None while there is none to wait for."""
        self.has_asked = False
        self._in_head = True
        self._received_bytes = 0
        """What came since the last head ended; a header is handed out when it is complete, and may never be."""
        self._header_bytes = 0
        self._is_held = False
        """Whether a request waits until the answer before it has been taken."""

    def is_idle(self) -> bool:
        """Tell whether no request is under way."""
        return not self.has_asked or self.cycle.response_complete

    def is_incomplete(self) -> bool:
        """Tell whether the request under way has not fully arrived."""
        return self.has_asked and self.cycle.more_body

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Ask to be let in."""
        super().connection_made(transport)
        self.head_since = self.loop.time()
        keep_little_in_kernel(self.transport)
        self._connections.admit(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Be counted no longer."""
        self._connections.forget(self.transport)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and count what belongs to a head."""
        if self.transport.is_closing():
            return
        if self._in_head:
            if self.head_since is None:
                self.head_since = self.loop.time()
            self._received_bytes += len(data)
        super().data_received(data)
        if self._received_bytes > self._connections.limits.head_bytes:
            self._refuse_head()

    def on_message_begin(self) -> None:
        """Begin a head."""
        super().on_message_begin()
        self._header_bytes = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header."""
        super().on_header(name, value)
        self._header_bytes += len(name) + len(value)
        if len(self.url) + self._header_bytes > self._connections.limits.head_bytes:
            raise HeadTooLarge

    def on_headers_complete(self) -> None:
        """End the head, and begin to answer."""
        if len(self.pipeline) >= self._connections.limits.pipelined:
            raise TooManyAhead
        self._in_head, self._received_bytes, self.head_since = False, 0, None
        super().on_headers_complete()
        self.has_asked = True

    def on_message_complete(self) -> None:
        """Await the next head, which need not come."""
        super().on_message_complete()
        self._in_head = True

    def handle_websocket_upgrade(self) -> None:
        """Become a WebSocket."""
        self._connections.upgrade(self.transport)
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, or too much of it."""
        if max(self._header_bytes, self._received_bytes) > self._connections.limits.head_bytes:
            self._refuse_head()
        else:
            super().send_400_response(msg)

    def resume_writing(self) -> None:
        """Go on with a file, or answer the request that waited until the answer before it was taken."""
        super().resume_writing()
        self._connections.note_taken(self.transport, self.loop.time())
        if self._is_held and self.pipeline and not self.transport.is_closing():
            self._is_held = False
            cycle, app = self.pipeline.pop()
            super()._start_asgi_task(cycle, app)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:  # Any: uvicorn's type of applications
        """Begin to answer, unless the client has not yet taken the answer before: no thread works for its memory."""
        if not self.flow.write_paused:
            super()._start_asgi_task(cycle, app)
            return
        self._is_held = True
        self.flow.pause_reading()
        self.pipeline.append((cycle, app))

    def _refuse_head(self) -> None:
        if self.transport.is_closing():
            return
        head = [STATUS_LINE[431], b"content-type: text/plain; charset=utf-8\r\nconnection: close\r\n"]
        self.transport.write(b"".join([*head, b"content-length: %d\r\n\r\n" % len(TOO_LARGE), TOO_LARGE]))
        self.transport.close()
