"""The server that a client meets: it shows a certificate, hears what comes, and gives one answer, all within bounds."""

import contextlib
import re
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from quintain.judge.suspect.certificates import Identity

TICK_SECONDS: Final = 0.004
GRACE_SECONDS: Final = 0.5
QUIET_TICKS: Final = 25
"""So often nothing has come, since the program is through, on a connection that is listened to no longer."""
MAX_CONNECTIONS: Final = 16
MAX_HEARD_BYTES: Final = 2**16
LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d{1,9})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
CHUNKED: Final = re.compile(rb"^transfer-encoding:.*chunked", re.IGNORECASE | re.MULTILINE)
HANDSHAKE: Final = b"\x16"  # the first byte of every TLS conversation

type Conversation = socket.socket | ssl.SSLSocket


@dataclass(slots=True)
class Heard:
    """What one connection brought: its bytes, deciphered; why the handshake failed, if it did; whether it was TLS."""

    received: bytes = b""
    failure: str = ""
    is_tls: bool = False


class Wait:
    """Waits on one connection: as long as the program is at work, and then until nothing has come for some ticks.

    What counts is each look at the connection, not the clock, so that a busy machine overhears nothing.
    """

    def __init__(self, stopping: threading.Event, deadline: Callable[[], float]) -> None:
        self._stopping, self._deadline = stopping, deadline
        self._ticks = 0

    def lasts(self) -> bool:
        """Tell whether there is time for another look."""
        return self._ticks < QUIET_TICKS and time.monotonic() < self._deadline()

    def saw_nothing(self) -> None:
        """Count a look at which nothing had come."""
        self._ticks = self._ticks + 1 if self._stopping.is_set() else 0

    def saw_something(self) -> None:
        """Begin to count again."""
        self._ticks = 0


class Server:
    """Serves one listening socket of a box while the suspect is at work. Use it as a context manager.

    Every connection has a thread of its own, so that one that says nothing holds up no other. A connection beyond the
    sixteenth is cut, and so is one that says more than 64 kibibytes.
    """

    most_connections = MAX_CONNECTIONS
    most_at_once = MAX_CONNECTIONS

    def __init__(
        self,
        listener: socket.socket,
        identities: Sequence[Identity | None],
        answer: bytes,
        *,
        until: bytes | None,
        deadline: float,
    ) -> None:
        self._listener = listener
        self._contexts = [None if each is None else context_of(each) for each in identities]
        self._answer = answer
        self._until = until
        self._deadline = deadline
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._connections: list[Heard] = []
        self.cut = 0
        self._receiver = threading.Thread(target=self._accept, daemon=True)

    @property
    def connections(self) -> tuple[Heard, ...]:
        """Give what each connection brought, in the order in which they came."""
        return tuple(self._connections)

    @property
    def received(self) -> bytes:
        """All that was said, of all connections, deciphered."""
        return b"\n".join(each.received for each in self._connections)

    def __enter__(self) -> Self:
        self._listener.settimeout(TICK_SECONDS)
        self._receiver.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._deadline = min(self._deadline, time.monotonic() + GRACE_SECONDS)
        self._stopping.set()
        self._receiver.join()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        """Take connections until told to stop, and then those that are waiting already."""
        while time.monotonic() < self._deadline:
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                if self._stopping.is_set():
                    return
                continue
            except OSError:
                return
            if self._is_full():
                self.cut += 1
                connection.close()
                continue
            context = self._contexts[min(len(self._connections), len(self._contexts) - 1)]
            self._connections.append(heard := Heard())
            self._threads.append(threading.Thread(target=self._meet, args=(connection, heard, context), daemon=True))
            self._threads[-1].start()

    def _is_full(self) -> bool:
        if len(self._connections) >= self.most_connections:
            return True
        return sum(thread.is_alive() for thread in self._threads) >= self.most_at_once

    def _wait(self) -> Wait:
        return Wait(self._stopping, lambda: self._deadline)

    def _meet(self, connection: socket.socket, heard: Heard, context: ssl.SSLContext | None) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(TICK_SECONDS)
            heard.is_tls = self._begin(connection) == HANDSHAKE
            if not heard.is_tls or context is None:
                self._talk(connection, heard)
                return
            stream = context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
            with stream:
                self._shake_hands(stream, heard)
                self._talk(stream, heard)

    def _begin(self, connection: socket.socket) -> bytes:
        wait = self._wait()
        while wait.lasts():
            try:
                return connection.recv(1, socket.MSG_PEEK)
            except TimeoutError:
                wait.saw_nothing()
        raise TimeoutError

    def _shake_hands(self, stream: ssl.SSLSocket, heard: Heard) -> None:
        wait = self._wait()
        while wait.lasts():
            try:
                return stream.do_handshake()
            except TimeoutError:
                wait.saw_nothing()
            except ssl.SSLError as error:
                heard.failure = (error.reason or "closed").lower().replace("_", " ")
                raise
            except OSError:
                heard.failure = "closed"
                raise
        raise TimeoutError

    def _talk(self, stream: Conversation, heard: Heard) -> None:
        """Hear, answer once when a request is whole, and hear on: the next may bring what the first did not."""
        is_answered = False
        wait = self._wait()
        while wait.lasts() and len(heard.received) < MAX_HEARD_BYTES:
            try:
                part = stream.recv(MAX_HEARD_BYTES - len(heard.received))
            except TimeoutError:
                wait.saw_nothing()
                continue
            if not part:
                return
            wait.saw_something()
            heard.received += part
            if not is_answered and self._is_whole(heard.received):
                is_answered = True
                self._say(stream, self._reply(heard.received))

    def _is_whole(self, request: bytes) -> bool:
        return is_whole_http(request) if self._until is None else self._until in request

    def _reply(self, _request: bytes) -> bytes:
        return self._answer

    @staticmethod
    def _say(stream: Conversation, answer: bytes) -> None:
        stream.settimeout(GRACE_SECONDS)
        stream.sendall(answer)
        stream.settimeout(TICK_SECONDS)
        if not isinstance(stream, ssl.SSLSocket):
            stream.shutdown(socket.SHUT_WR)
            return
        with contextlib.suppress(OSError):
            stream.unwrap()  # says that nothing more comes; it would wait for the other side to say so too


def is_whole_http(request: bytes) -> bool:
    """Whether a request of HTTP/1 has come to its end."""
    head, end, body = request.partition(b"\r\n\r\n")
    if CHUNKED.search(head):
        return body.endswith(b"0\r\n\r\n")
    length = LENGTH.search(head)
    return bool(end) and len(body) >= (int(length[1]) if length else 0)


def context_of(identity: Identity) -> ssl.SSLContext:
    """Make a server's side of TLS; the library takes key and certificates from a file alone."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile() as file:
        file.write(identity.to_show())
        file.flush()
        context.load_cert_chain(file.name)
    return context
