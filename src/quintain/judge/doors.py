"""The way into a box for HTTP: sockets made in there, one deadline for a whole request, and nowhere else to go."""

import ctypes
import select
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any, override

import httpcore

from quintain.judge.errors import JudgeFault, TimedOut
from quintain.judge.wire import PATIENCE_SECONDS, Watch


class Clock:
    """The deadline of the request under way, and who else looks on."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.watch: Watch | None = None

    def wait_for(self, connected: socket.socket) -> None:
        """Wait until the other end has spoken.

        Raises:
            TimedOut: it did not before the deadline.

        """
        poller = select.poll()
        poller.register(connected, select.POLLIN)
        while not poller.poll(min(self.left(), PATIENCE_SECONDS) * 1000):
            if self.watch is not None:
                self.watch()

    def left(self) -> float:
        """Give the seconds that are left, never less than one millisecond.

        Raises:
            TimedOut: none are.

        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimedOut("The app did not answer in time.")
        return max(left, 0.001)


class Stream(httpcore.NetworkStream):
    """A connected socket whose every wait ends at the deadline of the whole request."""

    def __init__(self, connected: socket.socket, clock: Clock, give_back: Callable[[socket.socket], None]) -> None:
        self._socket = connected
        self._clock = clock
        self._give_back = give_back

    @override
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            self._clock.wait_for(self._socket)
            return self._socket.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except OSError as error:
            raise httpcore.ReadError(str(error)) from error

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._socket.settimeout(self._clock.left())
        try:
            self._socket.sendall(buffer)
        except TimeoutError as error:
            raise httpcore.WriteTimeout from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    @override
    def close(self) -> None:
        self._give_back(self._socket)

    @override
    def get_extra_info(self, info: str) -> Any:  # Any: as in httpcore
        if info == "is_readable":
            return _is_readable(self._socket)
        return None


class Doors(httpcore.NetworkBackend):
    """Connects sockets that were made inside the box to the box's own 127.0.0.1; it can reach nothing else."""

    def __init__(self, borrowed: list[socket.socket], port: int, clock: Clock) -> None:
        self._borrowed = borrowed
        self._port = port
        self._clock = clock

    @override
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        if not self._borrowed:
            raise JudgeFault("The box has no sockets left; the lab opens too many connections.")
        left = self._clock.left()  # before a door is taken, which would be lost if no time is left
        door = self._borrowed.pop()
        door.settimeout(left)
        try:
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            door.connect(("127.0.0.1", self._port))
        except TimeoutError as error:
            door.close()
            raise httpcore.ConnectTimeout from error
        except OSError as error:
            door.close()
            raise httpcore.ConnectError(str(error)) from error
        return Stream(door, self._clock, self._take_back)

    def _take_back(self, door: socket.socket) -> None:
        """Use a door again: an app that hangs up after every answer would soon have used them all."""
        if door.fileno() >= 0 and disconnect(door):
            self._borrowed.append(door)
        else:
            door.close()


def _is_readable(connected: socket.socket) -> bool:
    """Whether the other end has spoken, or hung up, between two requests."""
    connected.settimeout(0)
    try:
        connected.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def disconnect(connected: socket.socket) -> bool:
    """Take a TCP socket back to the state in which it was made; see connect(2) on AF_UNSPEC. Tell whether it worked."""
    nowhere = bytes(16)  # a sockaddr of the family AF_UNSPEC; the socket module cannot say this
    result: int = ctypes.CDLL(None).connect(connected.fileno(), nowhere, len(nowhere))
    return result == 0
