"""A terminal in a box: a shell, Python, and a copy of the learner's files, for the learner alone.

The terminal is made out here, and one end of it handed in. What is done in there stays in there: the files are a copy,
and gone with the box.
"""

import contextlib
import fcntl
import os
import shutil
import socket
import struct
import termios
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from quintain.judge.errors import JudgeFault
from quintain.judge.harness.inside.frames import FramedChannel, pack
from quintain.judge.harness.inside.values import Plain
from quintain.judge.interactive.app_preview import how_it_ended, with_fresh_canaries
from quintain.judge.suspect.files import BoxFiles
from quintain.packs.model.lab import Lab
from quintain.sandbox import Box, Limit, Limits, Runtime, Sandbox, SandboxError

LIMITS: Final = Limits(
    wall_seconds=3600, cpu_seconds=120, memory_mebibytes=256, processes=32, output_kibibytes=64, disk_mebibytes=64
)
START_SECONDS: Final = 10.0
LARGEST: Final = 500
MOST_SIZES: Final = 8
SEARCHED: Final = "/usr/bin:/bin"
PROGRAMS: Final = tuple(
    "bash cat clear cp diff env find grep head ls mkdir mv rm sed sort tail touch wc".split()  # noqa: SIM905
)
TERMINAL: Final = "xterm-256color"
DESCRIPTIONS: Final = ("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo")
ENVIRONMENT: Final[dict[str, Plain]] = {
    "TERM": TERMINAL,
    "TERMINFO": "/tmp/.terminfo",  # noqa: S108  the box's own
    "COLORTERM": "truecolor",
    "PS1": r"\[\e[1;34m\]\w\[\e[0m\] $ ",
    "HISTFILE": "",
    "PYTHON_HISTORY": "/tmp/.python_history",  # noqa: S108  as above
}


def programs_of(lab: Lab) -> tuple[str, ...]:
    """Name what the lab needs and what a shell is poor without, as far as this machine has it."""
    return tuple(sorted({*lab.run.programs, *(name for name in PROGRAMS if shutil.which(name, path=SEARCHED))}))


class Terminal:
    """A terminal at work. Close it, from any thread, as often as you like."""

    def __init__(self, box: Box, master: int) -> None:
        self._box = box
        self._master = master
        self._sizes = deque([fcntl.ioctl(master, termios.TIOCGWINSZ, bytes(8))], maxlen=MOST_SIZES)
        self._lock = threading.Lock()
        self._closed = False

    def line(self) -> int | None:
        """Give a descriptor that does not block, to read what is shown and to write what is typed; None if it is over.

        It is the caller's to close. Reading fails once nothing in the box holds the other end.
        """
        with self._lock:
            return None if self._closed else os.dup(self._master)

    def resize(self, rows: int, columns: int) -> None:
        """Tell what runs in there how large the window is; both from 1 to 500."""
        size = struct.pack("HHHH", min(max(rows, 1), LARGEST), min(max(columns, 1), LARGEST), 0, 0)
        with self._lock, contextlib.suppress(OSError):
            if not self._closed:
                self._sizes.append(size)
                fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)

    def keep_size(self) -> None:
        """Tell it again if the shell has undone it; call this whenever something was shown.

        Before each prompt, readline asks for the size and sets the answer again (``set_winsize`` of its rltty.c), so
        that what comes in between is lost: the size at the start, mostly. A size that a program has chosen stays.
        """
        with self._lock, contextlib.suppress(OSError):
            if not self._closed:
                size = fcntl.ioctl(self._master, termios.TIOCGWINSZ, bytes(8))
                if size in self._sizes and size != self._sizes[-1]:
                    fcntl.ioctl(self._master, termios.TIOCSWINSZ, self._sizes[-1])

    def over(self, seconds: float) -> str | None:
        """Wait for it to end by itself or by a limit, and say how in half a sentence; None if it runs on."""
        ending = self._box.wait(seconds)
        if ending is None:
            return None
        return "its hour is over" if ending.limit is Limit.WALL else how_it_ended(ending)

    def close(self) -> None:
        """End it and everything in its box."""
        self._box.close()
        with self._lock:
            if not self._closed:
                os.close(self._master)
            self._closed = True


def open_terminal(sandbox: Sandbox, runtime: Callable[[], Runtime], lab: Lab, files: Mapping[str, str]) -> Terminal:
    """Open a terminal.

    Raises:
        SubmissionRefused: ``files`` is no submission to the lab.
        JudgeFault: there is no box, or no package of the lab, or it could not be furnished.

    """
    box_files = with_fresh_canaries(lab, files)
    box_files = replace(box_files, binaries={**box_files.binaries, **_description()})
    try:
        box = sandbox.open(runtime(), ("/box/terminal.py",), limits=LIMITS)
    except SandboxError as error:
        raise JudgeFault(f"{error.sentence} {error.remedy}") from error
    try:
        return Terminal(box, _furnish(box.channel, box_files))
    except BaseException:
        box.close()
        raise


def _furnish(channel: socket.socket, box_files: BoxFiles) -> int:
    """Hand in one end of a new terminal and the files; return the other end."""
    try:
        master, slave = os.openpty()
    except OSError as error:
        raise JudgeFault("This machine has no terminal left.") from error
    try:
        channel.settimeout(START_SECONDS)
        socket.send_fds(channel, [b"T"], [slave])
        FramedChannel(channel).send(pack({"files": box_files.orders(), "environment": ENVIRONMENT}))
        is_ready = channel.recv(1) == b"R"
    except OSError:
        is_ready = False
    finally:
        os.close(slave)
    if not is_ready:
        os.close(master)
        raise JudgeFault("The terminal's box broke before its shell began.")
    os.set_blocking(master, False)
    return master


def _description() -> dict[str, bytes]:
    """Find what this machine knows about the terminal that browsers show: how colours are made, and the cursor led."""
    for folder in DESCRIPTIONS:
        with contextlib.suppress(OSError):
            return {f"/tmp/.terminfo/x/{TERMINAL}": Path(folder, TERMINAL[0], TERMINAL).read_bytes()}  # noqa: S108
    return {}
