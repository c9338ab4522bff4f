"""Profile ``command``: a process that forks the learner's programs, so that none of them waits for an interpreter.

The init program forks it before the learner's files are there. It holds nothing but a line to the dispatcher, and no
learner's code ever runs in it. A program that is forked from it has let go of that line, and has the filter, before its
first instruction. Like the dispatcher it is closed to the program, and a program that kills it ends the box.
"""

import ctypes
import json
import os
import select
import signal
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn, Self

from . import fresh_modules, pip_server, programs

PR_SET_DUMPABLE: Final = 4
LINE, MOUTH, FIRST_FREE = 3, 20, 21
LAST_DESCRIPTOR: Final = 65536
LONGEST_ORDER_BYTES: Final = 60_000
ARG_START, ARG_END = 45, 46  # in /proc/self/stat, counted from behind the name
HARMLESS: Final = {"PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}

libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Where the kernel finds the words of this process's command line, which every fork shares in a copy of its own."""

    start: int
    size: int

    @classmethod
    def find(cls) -> Self:
        """Ask the kernel."""
        with open("/proc/self/stat", encoding="utf-8") as file:  # noqa: PTH123  read once per box
            fields = file.read().rpartition(")")[2].split()
        start, end = int(fields[ARG_START]), int(fields[ARG_END])
        return cls(start, end - start)

    def holds(self, argv: Sequence[str]) -> bool:
        """Whether there is room: a zygote is started with some, a cold box is not."""
        return len(self._written(argv)) <= self.size

    def write(self, argv: Sequence[str]) -> None:
        """Let other programs see these words, as they would of a new interpreter."""
        ctypes.memmove(self.start, self._written(argv).ljust(self.size, b"\0"), self.size)

    @staticmethod
    def _written(argv: Sequence[str]) -> bytes:
        return b"".join(os.fsencode(word) + b"\0" for word in (sys.executable, *argv))


class SpawnerGone(Exception):  # noqa: N818  what happened
    """The process was killed or stopped, which only a learner's program would do."""


class Spawner:
    """The dispatcher's end of the line."""

    def __init__(self, line: int, process: int) -> None:
        self.process = process
        self._words = CommandLine.find()  # the spawner's own is at the same place
        self.line = socket.socket(fileno=line)
        self.line.set_inheritable(False)

    def can(self, argv: Sequence[str], environment: Mapping[str, str]) -> bool:
        """Whether a fork would do.

        Not with variables that an interpreter or its libraries read at their start, nor without a zygote that knows
        what a new interpreter has imported.
        """
        if fresh_modules.library is None:
            return False
        early = {name: value for name, value in environment.items() if programs.READ_AT_START.match(name)}
        order = sum(map(len, (*argv, *environment, *environment.values())))
        return early.items() <= HARMLESS.items() and order < LONGEST_ORDER_BYTES // 8 and self._words.holds(argv)

    def start(self, argv: Sequence[str], environment: Mapping[str, str], handles: Sequence[int], seconds: float) -> int:
        """Start a program with these descriptors as input, output, errors and report; return a handle of it.

        Raises:
            SpawnerGone: there is no answer.

        """
        order = json.dumps({"argv": list(argv), "environment": dict(environment)}).encode()
        try:
            socket.send_fds(self.line, [order], handles)
            handle = os.pidfd_open(int(self._hear(seconds)))
            self.line.send(b"!")  # it is not collected before this, so the number was its own
        except OSError as error:
            raise SpawnerGone from error
        return handle

    def status(self, seconds: float) -> int:
        """Collect the status of a program that has ended.

        Raises:
            SpawnerGone: there is no answer.

        """
        return int(self._hear(seconds))

    def _hear(self, seconds: float) -> bytes:
        look = select.poll()
        look.register(self.line, select.POLLIN)
        answer = self.line.recv(100) if look.poll(seconds * 1000) else b""
        if not answer:
            raise SpawnerGone
        return answer


def work(handle: int, load_filter: Callable[[], None]) -> NoReturn:
    """Fork one program after another, until the dispatcher hangs up; ``load_filter`` loads the system call filter."""
    words = CommandLine.find()
    line = socket.socket(fileno=handle)
    while True:
        order, handles, _, _ = socket.recv_fds(line, LONGEST_ORDER_BYTES, 4)
        if not order:
            os._exit(0)
        server = pip_server.start(load_filter, be_open) if pip_server.is_ready() else None
        pid = os.fork()
        if pid == 0:
            line.detach()
            if server is not None:
                pip_server.lead_here()
            become(json.loads(order), handles, words, load_filter)
        for each in handles:
            os.close(each)
        line.send(str(pid).encode())
        line.recv(1)
        _, status = os.waitpid(pid, 0)
        if server is not None:
            pip_server.end(server)
        line.send(str(os.waitstatus_to_exitcode(status)).encode())


def become(
    order: dict[str, list[str] | dict[str, str]],
    handles: Sequence[int],
    words: CommandLine,
    load_filter: Callable[[], None],
) -> NoReturn:
    """Be a program: nothing of the spawner's is left open, and it may look at itself like any other."""
    argv, environment = order["argv"], order["environment"]
    assert isinstance(argv, list)  # noqa: S101  the dispatcher wrote it
    assert isinstance(environment, dict)  # noqa: S101  as above
    *streams, mouth = handles
    os.dup2(mouth, MOUTH, inheritable=False)
    for descriptor, stream in enumerate(streams):
        os.dup2(stream, descriptor)
    os.closerange(LINE, MOUTH)
    os.closerange(FIRST_FREE, LAST_DESCRIPTOR)
    words.write(argv)
    be_open()
    load_filter()
    os.environ.clear()
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.orig_argv[:] = [sys.executable, *argv]
    sys.path[0] = ""  # it is /box
    programs.end_after(lambda: programs.run(argv, MOUTH))


def be_open() -> None:
    """Let this process be looked at by itself and by its like, as a program can."""
    if libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0):
        os._exit(1)
