"""The kernel's notifications of system calls, on a listener's descriptor. See seccomp_unotify(2)."""

import contextlib
import errno
import fcntl
import struct
from dataclasses import dataclass

RECEIVE, SEND, IS_VALID, SET_FLAGS = 0xC050_2100, 0xC018_2101, 0x4008_2102, 0x4008_2104
SAME_PROCESSOR = 1
GO_ON = 1
NOTIFICATION = struct.Struct("=QIIiIQ6Q")
ANSWER = struct.Struct("=QqiI")
ID = struct.Struct("=Q")


@dataclass(frozen=True, slots=True)
class Notification:
    """A thread that waits in a system call: its number on the host, the call's own number, and its arguments."""

    id: int
    thread: int
    call: int
    arguments: tuple[int, ...]


def hurry(listener: int) -> None:
    """Let the waiting program go on at once on the same processor, where the kernel (6.6) can."""
    with contextlib.suppress(OSError):
        fcntl.ioctl(listener, SET_FLAGS, SAME_PROCESSOR)


def receive(listener: int) -> Notification | None:
    """Take the next notification; None if the thread that made the call has died meanwhile."""
    room = bytearray(NOTIFICATION.size)
    try:
        fcntl.ioctl(listener, RECEIVE, room)
    except OSError as error:
        if error.errno == errno.ENOENT:
            return None
        raise
    identity, thread, _, call, _, _, *arguments = NOTIFICATION.unpack(room)
    return Notification(identity, thread, call, tuple(arguments))


def is_waiting(listener: int, notification: Notification) -> bool:
    """Whether the call still waits; if not, the thread's number may be a stranger's by now."""
    try:
        fcntl.ioctl(listener, IS_VALID, ID.pack(notification.id))
    except OSError as error:
        if error.errno == errno.ENOENT:
            return False
        raise
    return True


def go_on(listener: int, notification: Notification) -> None:
    """Let the kernel do what the call asks for, as if nobody had looked."""
    try:
        fcntl.ioctl(listener, SEND, bytearray(ANSWER.pack(notification.id, 0, 0, GO_ON)))
    except OSError as error:
        if error.errno != errno.ENOENT:  # killed, or interrupted by a signal
            raise
