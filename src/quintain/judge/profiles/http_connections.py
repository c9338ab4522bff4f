"""HTTP connections into a box: sockets made in there, one deadline for a whole request, and nowhere else to go."""

import ctypes
import select
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import h11

from quintain.judge.errors import Died, Garbled, JudgeFault, TimedOut
from quintain.judge.protocol.wire import LOOK_SECONDS, Traffic, Watch

MAX_RESPONSE_BYTES: Final = 2**20
MAX_HEAD_BYTES: Final = 100 * 1024
CHUNK_BYTES: Final = 2**16
NOWHERE: Final = bytes(16)  # a sockaddr of the family AF_UNSPEC

type Headers = list[tuple[bytes, bytes]]


class Deadline:
    """The deadline of the request under way, and who else looks on."""

    def __init__(self, at: float) -> None:
        self.at = at
        self.watch: Watch | None = None

    def wait_for(self, connected: socket.socket, event: int = select.POLLIN) -> None:
        """Wait until the other end has spoken, or listens.

        Raises:
            TimedOut: it did not before the deadline.

        """
        poller = select.poll()
        poller.register(connected, event)
        while not poller.poll(min(self.left(), LOOK_SECONDS) * 1000):
            if self.watch is not None:
                self.watch()

    def left(self) -> float:
        """Give the seconds that are left, never less than one millisecond.

        Raises:
            TimedOut: none are.

        """
        left = self.at - time.monotonic()
        if left <= 0:
            raise TimedOut("The app did not answer in time.")
        return left if left > 0.001 else 0.001  # noqa: PLR2004, FURB136  called for every packet


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back over HTTP, as it came.

    ``asides`` is all that a client sees only if it looks closer: interim answers, trailers, chunks with their
    extensions, and what comes behind the answer.
    """

    status: int
    reason: bytes
    headers: Headers
    body: bytes
    asides: tuple[bytes, ...] = ()


@dataclass(slots=True)
class Connection:
    """A connection to the app, and where the two ends are in their conversation."""

    sock: socket.socket
    protocol: h11.Connection


class ConnectionPool:
    """Takes requests to the box's own 127.0.0.1 through sockets that were made inside; it can reach nothing else."""

    def __init__(self, borrowed: list[socket.socket], port: int, deadline: Deadline, traffic: Traffic) -> None:
        self._borrowed = borrowed
        self._traffic = traffic
        self._port = port
        self._deadline = deadline
        self._idle: list[Connection] = []
        self._left_over = b""

    def close(self) -> None:
        """Hang up."""
        while self._idle:
            self._idle.pop().sock.close()

    def exchange(self, method: bytes, target: bytes, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> Reply:
        """Send one request and read its whole answer.

        Raises:
            TimedOut: the deadline passed.
            Died: the app cut the connection, or does not listen.
            Garbled: what came is no HTTP, or too long.

        """
        try:
            asked = h11.Request(method=method, target=target, headers=list(headers))
            connection = self._connection()
            try:
                self._send(connection, asked, body)
                reply = self._receive(connection)
            except BaseException:
                connection.sock.close()
                raise
        except (h11.RemoteProtocolError, h11.LocalProtocolError) as error:
            raise Garbled(f"The answer is no HTTP: {error}") from error
        except OSError as error:
            raise Died("The app cut the connection.") from error
        self._keep(connection)
        return reply

    def _connection(self) -> Connection:
        while (connection := self._next_idle()) is not None:
            unasked = _unasked_bytes(connection.sock)
            if unasked is None:
                return connection
            self._left_over += unasked
            self._take_back(connection.sock)
        return Connection(self._connect(), h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD_BYTES))

    def _next_idle(self) -> Connection | None:
        try:
            return self._idle.pop()
        except IndexError:  # and not a look before: clients may come at once
            return None

    def _connect(self) -> socket.socket:
        if not self._borrowed:
            raise JudgeFault("The box has no sockets left; the lab opens too many connections.")
        left = self._deadline.left()  # before a socket is taken, which would be lost if no time is left
        sock = self._borrowed.pop()
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.settimeout(left)
            sock.connect(("127.0.0.1", self._port))
            sock.setblocking(False)
        except TimeoutError as error:
            sock.close()
            raise TimedOut("The app did not answer in time.") from error
        except BaseException:
            sock.close()
            raise
        return sock

    def _send(self, connection: Connection, asked: h11.Request, body: bytes) -> None:
        data = connection.protocol.send(asked) or b""
        if body:
            data += connection.protocol.send(h11.Data(body)) or b""
        data += connection.protocol.send(h11.EndOfMessage()) or b""
        view = memoryview(data)
        while view:
            try:
                sent = connection.sock.send(view)
                self._traffic.sent_bytes += sent
                view = view[sent:]
            except BlockingIOError:
                self._deadline.wait_for(connection.sock, select.POLLOUT)
            except OSError:
                return  # it may have answered before it hung up

    def _receive(self, connection: Connection) -> Reply:
        head: h11.Response | None = None
        body, raw = bytearray(), bytearray()
        asides: list[bytes] = [self._left_over]
        self._left_over = b""
        while True:
            match connection.protocol.next_event():
                case h11.NEED_DATA:
                    self._deadline.wait_for(connection.sock)
                    part = connection.sock.recv(CHUNK_BYTES)
                    self._traffic.received_bytes += len(part)
                    raw += part
                    connection.protocol.receive_data(part)
                case h11.InformationalResponse() as interim:
                    asides += [interim.reason, *(each for pair in interim.headers.raw_items() for each in pair)]
                case h11.Response() as response:
                    head = response
                case h11.Data(data=data):
                    body += data
                    if len(body) > MAX_RESPONSE_BYTES:
                        raise Garbled("The answer is longer than one mebibyte.")
                case h11.EndOfMessage(headers=trailers) if head is not None:
                    asides += [each for pair in trailers.raw_items() for each in pair]
                    if any(name == b"transfer-encoding" for name, _ in head.headers):
                        asides.append(bytes(raw))
                    asides.append(connection.protocol.trailing_data[0])
                    seen = tuple(filter(None, asides))
                    return Reply(head.status_code, head.reason, head.headers.raw_items(), bytes(body), seen)
                case h11.PAUSED | h11.ConnectionClosed():
                    raise Garbled("The answer is no HTTP: the app went over to another protocol.")

    def _keep(self, connection: Connection) -> None:
        """Keep a connection whose both ends are ready for more."""
        try:
            connection.protocol.start_next_cycle()
        except h11.LocalProtocolError:
            self._take_back(connection.sock)
        else:
            self._idle.append(connection)

    def _take_back(self, sock: socket.socket) -> None:
        """Use a socket again: an app that hangs up after every answer would soon have used them all."""
        if disconnect(sock):
            self._borrowed.append(sock)
        else:
            sock.close()


def _unasked_bytes(connected: socket.socket) -> bytes | None:
    """Give what the other end has said between two requests, nothing if it has hung up; None if it is quiet."""
    try:
        return connected.recv(CHUNK_BYTES)
    except BlockingIOError:
        return None
    except OSError:
        return b""


_library = ctypes.CDLL(None)


def disconnect(connected: socket.socket) -> bool:
    """Take a TCP socket back to the state in which it was made; see connect(2) on AF_UNSPEC. Tell whether it worked."""
    result: int = _library.connect(connected.fileno(), NOWHERE, len(NOWHERE))  # the socket module cannot say this
    return result == 0
