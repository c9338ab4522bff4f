"""Logs the system calls of a box: the kernel notifies of each call, which is written down and then let pass.

The logger answers every call with "go on". What it reads may change before the kernel reads it again, so that nothing
may ever be allowed or denied by it. If it fails, the kernel answers the calls itself, with ENOSYS, and the box soon
ends.
"""

import logging
import os
import platform
import posixpath
import select
import struct
import threading
import time
from collections.abc import Mapping
from functools import cache

from quintain.sandbox import remote_memory, seccomp_notify
from quintain.sandbox.model import Opened, Program, Record, Recording
from quintain.sandbox.seccomp import ARCHITECTURES, compile_log_filter
from quintain.sandbox.seccomp_notify import Notification

PROGRAM_CALLS = ("execve", "execveat")
FILE_CALLS = ("open", "openat", "openat2", "creat")
MOST_PROGRAMS, MOST_FILES = 256, 2048
MOST_WORDS, MOST_WORD_BYTES, MOST_PATH_BYTES = 64, 16384, 4096
PROMPT_CALLS, PAUSE_SECONDS = 20_000, 0.001
LOOK_SECONDS, FAREWELL_SECONDS = 0.5, 1.0
AT_FDCWD = -100
O_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

log = logging.getLogger(__name__)


@cache
def filter_for(recording: Recording) -> bytes:
    """Compile the filter that tells of what is to be recorded, once; empty if nothing is."""
    if recording is Recording.NOTHING:
        return b""
    names = PROGRAM_CALLS if recording is Recording.PROGRAMS else PROGRAM_CALLS + FILE_CALLS
    return compile_log_filter(platform.machine(), names)


@cache
def names_of_calls() -> Mapping[int, str]:
    """Name the calls that may be told of by their numbers."""
    numbers = ARCHITECTURES[platform.machine()].numbers
    return {numbers[name]: name for name in PROGRAM_CALLS + FILE_CALLS if name in numbers}


class SyscallLog:
    """What has been written down so far, within its bounds."""

    def __init__(self) -> None:
        self._names = names_of_calls()
        self._programs: list[Program] = []
        self._files: dict[Opened, None] = {}
        self._last: tuple[int, tuple[str, ...]] | None = None
        self.is_whole = True
        self.is_blind = False

    def record(self) -> Record:
        """Give a copy."""
        return Record(tuple(self._programs), tuple(self._files), self.is_whole, self.is_blind)

    def take(self, notification: Notification, listener: int) -> None:
        """Write down one call.

        Raises:
            OSError: its words could not be read.
        """
        name = self._names[notification.call]
        if name in PROGRAM_CALLS:
            self._take_program(name, notification, listener)
        else:
            self._last = None
            self._take_file(name, notification, listener)

    def _take_program(self, name: str, notification: Notification, listener: int) -> None:
        if len(self._programs) >= MOST_PROGRAMS:
            self.is_whole = False
            return
        folder, path, argv = (0, *notification.arguments[:2]) if name == "execve" else notification.arguments[:3]
        named, ended = place_of(notification.thread, folder if name == "execveat" else None, path)
        words, whole = remote_memory.strings_at(
            notification.thread, argv, most_words=MOST_WORDS, most_bytes=MOST_WORD_BYTES
        )
        if not seccomp_notify.is_waiting(listener, notification):
            return
        self.is_whole = self.is_whole and ended and whole
        if self._last == (notification.thread, words):
            self._programs.pop()  # a search along PATH: the file before was not there, else this would be another call
        self._programs.append(Program(named, words))
        self._last = (notification.thread, words)

    def _take_file(self, name: str, notification: Notification, listener: int) -> None:
        if len(self._files) >= MOST_FILES:
            self.is_whole = False
            return
        folder, path, flags = file_arguments(name, notification)
        named, ended = place_of(notification.thread, folder, path)
        if seccomp_notify.is_waiting(listener, notification):
            self.is_whole = self.is_whole and ended
            self._files[Opened(named, bool(flags & O_WRITING))] = None


def file_arguments(name: str, notification: Notification) -> tuple[int | None, int, int]:
    """Find where a call that opens a file says which: the folder's descriptor, the path's address, and the flags."""
    first, second, third = notification.arguments[:3]
    if name == "creat":
        return None, first, os.O_WRONLY
    if name == "open":
        return None, first, second
    if name == "openat2":
        (third,) = struct.unpack("=Q", remote_memory.peek(notification.thread, third, 8))
    return first, second, third


def place_of(thread: int, folder: int | None, address: int) -> tuple[str, bool]:
    """Read a path, put it behind the folder that it is relative to, and say whether it could be read to its end."""
    path, ended = remote_memory.string_at(thread, address, MOST_PATH_BYTES)
    if path.startswith("/"):
        return posixpath.normpath(path), ended
    handle = AT_FDCWD if folder is None else int.from_bytes((folder & 0xFFFF_FFFF).to_bytes(4), signed=True)
    way = f"/proc/{thread}/cwd" if handle == AT_FDCWD else f"/proc/{thread}/fd/{handle}"
    try:
        base = os.readlink(way)  # noqa: PTH115 (the text of the link; a descriptor's need not be a path)
    except FileNotFoundError:
        base = "/"  # no such descriptor: the call will fail
    return posixpath.normpath(posixpath.join(base, path)), ended


class SyscallLogger(threading.Thread):
    """Answers a box's notifications from its first to its last."""

    def __init__(self, listener: int) -> None:
        """Take over a listener's descriptor."""
        super().__init__(name="syscall-log", daemon=True)
        self._listener = listener
        self._log = SyscallLog()
        self._seen = 0
        self._lock = threading.Lock()
        self._asked_to_end = False

    def record(self) -> Record:
        """Give what has been written down so far."""
        with self._lock:
            return self._log.record()

    def give_up(self) -> None:
        """Close the descriptor of a logger that could not be started."""
        os.close(self._listener)

    def end(self) -> None:
        """Wait for the last notification; the box is gone."""
        self.join(FAREWELL_SECONDS)
        self._asked_to_end = True
        self.join()

    def run(self) -> None:
        """Answer until nobody is left who could ask."""
        waiting = select.poll()
        waiting.register(self._listener, select.POLLIN)
        seccomp_notify.hurry(self._listener)
        try:
            while not self._asked_to_end:
                for _, what in waiting.poll(LOOK_SECONDS * 1000):
                    if not what & select.POLLIN:
                        return
                    self._answer()
        except OSError:
            log.exception("A log of system calls failed; its box can open and start nothing any more.")
            self._miss()
        finally:
            os.close(self._listener)

    def _answer(self) -> None:
        notification = seccomp_notify.receive(self._listener)
        if notification is None:
            return
        self._seen += 1
        try:
            with self._lock:
                self._log.take(notification, self._listener)
        except Exception as error:
            # An address without memory behind it, or a process that this one may not look into; or it died meanwhile.
            # Whatever it is: who waits for an answer must have one.
            if seccomp_notify.is_waiting(self._listener, notification):
                self._miss(is_blind=isinstance(error, PermissionError))
            if not isinstance(error, OSError):
                log.exception("A log of system calls could not read a call.")
        finally:
            seccomp_notify.go_on(self._listener, notification)
        if self._seen > PROMPT_CALLS:
            time.sleep(PAUSE_SECONDS)  # a flood costs the flooder its time, and not the server its processor

    def _miss(self, *, is_blind: bool = False) -> None:
        with self._lock:
            self._log.is_whole = False
            self._log.is_blind = self._log.is_blind or is_blind
