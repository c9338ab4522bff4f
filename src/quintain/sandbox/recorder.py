"""The recorder of a box: hears of its calls from the kernel, writes down what they ask for, and lets all of them pass.

It answers every call with "go on". What it reads may change before the kernel reads it again, so that nothing may ever
be allowed or denied by it. Should it fail, the kernel answers the calls itself, with ENOSYS, and the box soon ends.
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

from quintain.sandbox import notices, strings
from quintain.sandbox.model import Opened, Program, Record, Recording
from quintain.sandbox.notices import Notice
from quintain.sandbox.seccomp import ARCHITECTURES, compile_recorder

PROGRAM_CALLS = ("execve", "execveat")
FILE_CALLS = ("open", "openat", "openat2", "creat")
MOST_PROGRAMS, MOST_FILES = 256, 2048
MOST_WORDS, MOST_WORD_BYTES, MOST_PATH_BYTES = 64, 16384, 4096
PROMPT_CALLS, PAUSE_SECONDS = 20_000, 0.001
LOOK_SECONDS, FAREWELL_SECONDS = 0.5, 1.0
AT_FDCWD = -100
O_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

log = logging.getLogger(__name__)


def filter_for(recording: Recording) -> bytes:
    """Compile the filter that tells of what is to be recorded; empty if nothing is."""
    return filter_of(platform.machine(), recording)


@cache
def filter_of(machine: str, recording: Recording) -> bytes:
    """Compile the filter of a machine, once."""
    if recording is Recording.NOTHING:
        return b""
    return compile_recorder(machine, PROGRAM_CALLS if recording is Recording.PROGRAMS else PROGRAM_CALLS + FILE_CALLS)


@cache
def names_of_calls(machine: str) -> Mapping[int, str]:
    """Name the calls that may be told of by their numbers."""
    numbers = ARCHITECTURES[machine].numbers
    return {numbers[name]: name for name in PROGRAM_CALLS + FILE_CALLS if name in numbers}


class Notes:
    """What has been written down so far, within its bounds."""

    def __init__(self) -> None:
        self._names = names_of_calls(platform.machine())
        self._programs: list[Program] = []
        self._files: dict[Opened, None] = {}
        self._last: tuple[int, tuple[str, ...]] | None = None
        self.is_whole = True
        self.is_blind = False

    def record(self) -> Record:
        """Give a copy."""
        return Record(tuple(self._programs), tuple(self._files), self.is_whole, self.is_blind)

    def take(self, notice: Notice, listener: int) -> None:
        """Write down one call.

        Raises:
            OSError: its words could not be read.
        """
        name = self._names[notice.call]
        if name in PROGRAM_CALLS:
            self._take_program(name, notice, listener)
        else:
            self._last = None
            self._take_file(name, notice, listener)

    def _take_program(self, name: str, notice: Notice, listener: int) -> None:
        if len(self._programs) >= MOST_PROGRAMS:
            self.is_whole = False
            return
        folder, path, argv = (0, *notice.arguments[:2]) if name == "execve" else notice.arguments[:3]
        named, ended = place_of(notice.thread, folder if name == "execveat" else None, path)
        words, whole = strings.words_at(notice.thread, argv, most_words=MOST_WORDS, most_bytes=MOST_WORD_BYTES)
        if not notices.is_waiting(listener, notice):
            return
        self.is_whole = self.is_whole and ended and whole
        if self._last == (notice.thread, words):
            self._programs.pop()  # a search along PATH: the file before was not there, else this would be another call
        self._programs.append(Program(named, words))
        self._last = (notice.thread, words)

    def _take_file(self, name: str, notice: Notice, listener: int) -> None:
        if len(self._files) >= MOST_FILES:
            self.is_whole = False
            return
        folder, path, flags = file_arguments(name, notice)
        named, ended = place_of(notice.thread, folder, path)
        if notices.is_waiting(listener, notice):
            self.is_whole = self.is_whole and ended
            self._files[Opened(named, bool(flags & O_WRITING))] = None


def file_arguments(name: str, notice: Notice) -> tuple[int | None, int, int]:
    """Find where a call that opens a file says which: the folder's descriptor, the path's address, and the flags."""
    first, second, third = notice.arguments[:3]
    if name == "creat":
        return None, first, os.O_WRONLY
    if name == "open":
        return None, first, second
    if name == "openat2":
        (third,) = struct.unpack("=Q", strings.peek(notice.thread, third, 8))
    return first, second, third


def place_of(thread: int, folder: int | None, address: int) -> tuple[str, bool]:
    """Read a path, put it behind the folder that it is relative to, and say whether it could be read to its end."""
    path, ended = strings.word_at(thread, address, MOST_PATH_BYTES)
    if path.startswith("/"):
        return posixpath.normpath(path), ended
    handle = AT_FDCWD if folder is None else int.from_bytes((folder & 0xFFFF_FFFF).to_bytes(4), signed=True)
    way = f"/proc/{thread}/cwd" if handle == AT_FDCWD else f"/proc/{thread}/fd/{handle}"
    try:
        base = os.readlink(way)  # noqa: PTH115 (the text of the link; a descriptor's need not be a path)
    except FileNotFoundError:
        base = "/"  # no such descriptor: the call will fail
    return posixpath.normpath(posixpath.join(base, path)), ended


class Recorder(threading.Thread):
    """Answers a box's notices from its first to its last."""

    def __init__(self, listener: int) -> None:
        """Take over a listener's descriptor."""
        super().__init__(name="recorder", daemon=True)
        self._listener = listener
        self._notes = Notes()
        self._seen = 0
        self._lock = threading.Lock()
        self._asked_to_end = False

    def record(self) -> Record:
        """Give what has been written down so far."""
        with self._lock:
            return self._notes.record()

    def give_up(self) -> None:
        """Close the descriptor of a recorder that could not be started."""
        os.close(self._listener)

    def end(self) -> None:
        """Wait for the last notice; the box is gone."""
        self.join(FAREWELL_SECONDS)
        self._asked_to_end = True
        self.join()

    def run(self) -> None:
        """Answer until nobody is left who could ask."""
        waiting = select.poll()
        waiting.register(self._listener, select.POLLIN)
        notices.hurry(self._listener)
        try:
            while not self._asked_to_end:
                for _, what in waiting.poll(LOOK_SECONDS * 1000):
                    if not what & select.POLLIN:
                        return
                    self._answer()
        except OSError:
            log.exception("A recorder failed; its box can open and start nothing any more.")
            self._miss()
        finally:
            os.close(self._listener)

    def _answer(self) -> None:
        notice = notices.receive(self._listener)
        if notice is None:
            return
        self._seen += 1
        try:
            with self._lock:
                self._notes.take(notice, self._listener)
        except Exception as error:
            # An address without memory behind it, or a process that this one may not look into; or it died meanwhile.
            # Whatever it is: who waits for an answer must have one.
            if notices.is_waiting(self._listener, notice):
                self._miss(is_blind=isinstance(error, PermissionError))
            if not isinstance(error, OSError):
                log.exception("A recorder could not read a call.")
        finally:
            notices.go_on(self._listener, notice)
        if self._seen > PROMPT_CALLS:
            time.sleep(PAUSE_SECONDS)  # a flood costs the flooder its time, and not the server its processor

    def _miss(self, *, is_blind: bool = False) -> None:
        with self._lock:
            self._notes.is_whole = False
            self._notes.is_blind = self._notes.is_blind or is_blind
