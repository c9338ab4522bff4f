"""Profile ``command``: the learner's program as a child process, its output bounded, its life too."""

import base64
import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Final, cast

from . import reports
from .descriptors import above
from .races import scheduled
from .spawner import Spawner, SpawnerGone
from .values import Plain

MAX_OUTPUT_BYTES: Final = 2**18
CHUNK_BYTES: Final = 2**16
GRACE_SECONDS: Final = 0.2
MOUTH: Final = 20
AUDITED: Final = ("-B", "/box/inside/audited.py")
STARTED: Final = ("-I", "-S", "-B", "/box/inside/started.py")
NOTHING: Final[Mapping[str, str]] = {}


class Pipes:
    """What goes to and from one program: its input, and what it writes, of which no more than a limit is kept."""

    def __init__(self, text: bytes) -> None:
        self._text = memoryview(text)
        stdin, self._input = os.pipe()
        out, stdout = os.pipe()
        err, stderr = os.pipe()
        ears, mouth = os.pipe()
        self.theirs = [stdin, stdout, stderr, mouth]
        self._open = {out: "out", err: "err", ears: "events"}
        self.kept = {"out": bytearray(), "err": bytearray(), "events": bytearray()}
        self.flooded = False
        self._look = select.poll()
        for descriptor in self._open:
            self._look.register(descriptor, select.POLLIN)
        os.set_blocking(self._input, False)
        self._look.register(self._input, select.POLLOUT)

    def hand_over(self) -> None:
        """Close what the program has now."""
        for descriptor in self.theirs:
            os.close(descriptor)

    def watch(self, descriptor: int) -> None:
        """Wake up for something else, too."""
        self._look.register(descriptor, select.POLLIN)

    def unwatch(self, descriptor: int) -> None:
        """Wake up for it no more."""
        self._look.unregister(descriptor)

    def move(self, seconds: float) -> set[int]:
        """Wait until something can be moved, and move it; return what else has woken us."""
        others: set[int] = set()
        for descriptor, _ in self._look.poll(max(0.0, seconds) * 1000):
            if descriptor == self._input:
                self._feed()
            elif descriptor in self._open:
                self._drain(descriptor)
            else:
                others.add(descriptor)
        return others

    @property
    def is_dry(self) -> bool:
        """Whether all that will ever be written has been read."""
        return not self._open

    def close(self) -> None:
        """Close our ends."""
        self._stop_feeding()
        for descriptor in list(self._open):
            self._shut(descriptor)

    def _feed(self) -> None:
        try:
            self._text = self._text[os.write(self._input, self._text[:CHUNK_BYTES]) :] if self._text else self._text
        except BlockingIOError:
            return
        except OSError:
            self._text = memoryview(b"")  # the program did not want to read it all
        if not self._text:
            self._stop_feeding()

    def _stop_feeding(self) -> None:
        if self._input >= 0:
            self._look.unregister(self._input)
            os.close(self._input)
            self._input = -1

    def _drain(self, descriptor: int) -> None:
        name = self._open[descriptor]
        part = os.read(descriptor, CHUNK_BYTES)
        room = MAX_OUTPUT_BYTES - len(self.kept[name])
        self.kept[name] += part[:room]
        if len(part) > room:
            self.flooded = self.flooded or name != "events"
        if not part or len(part) > room:
            self._shut(descriptor)

    def _shut(self, descriptor: int) -> None:
        self._look.unregister(descriptor)
        os.close(descriptor)
        del self._open[descriptor]


class Runner:
    """Runs programs, one after another."""

    def __init__(self, line: int, process: int) -> None:
        """Take the line to the spawner, which is this process; -1 if the box has none."""
        self._spawner = None if line < 0 else Spawner(line, process)

    def run(self, question: dict[str, Plain]) -> dict[str, Plain]:
        """Run the file ``argv[0]`` and wait for its end; under the scheduler if there is a ``race``."""
        race = question.get("race")
        if race is None:
            return self._run(question)
        with scheduled(cast("dict[str, Plain]", race)) as under:
            answered = self._run(question, AUDITED, under.environment, (under.descriptor,))
            return {**answered, "race": under.record()}

    def start(self, question: dict[str, Plain]) -> dict[str, Plain]:
        """Run the code ``argv[1]`` with the packages in the folder ``argv[0]`` and no others, and wait for its end."""
        return self._run(question, STARTED)

    @property
    def spawner(self) -> int | None:
        """The process that programs are forked from; None where each starts an interpreter of its own."""
        return None if self._spawner is None else self._spawner.process

    def give_up_forking(self) -> None:
        """Start a new interpreter for each program from now on: the spawner is gone."""
        self._spawner = None

    def _run(
        self,
        question: dict[str, Plain],
        options: tuple[str, ...] | None = None,
        extra: Mapping[str, str] = NOTHING,
        passed: tuple[int, ...] = (),
    ) -> dict[str, Plain]:
        """Run a program: by a fork where nobody asks for an interpreter of its own with ``options``."""
        argv = [str(word) for word in cast("list[Plain]", question["argv"])]
        environment = dict(os.environ)
        environment |= {str(key): str(value) for key, value in cast("dict[str, Plain]", question["env"]).items()}
        environment |= extra
        deadline = time.monotonic() + float(str(question["seconds"]))
        pipes = Pipes(base64.b64decode(str(question["stdin"])))
        try:
            if options is None and self._spawner is not None and self._spawner.can(argv, environment):
                return self._fork(self._spawner, argv, environment, pipes, deadline)
            return self._launch((options or AUDITED, argv), environment, pipes, deadline, passed)
        finally:
            pipes.close()

    def _fork(
        self, spawner: Spawner, argv: list[str], environment: dict[str, str], pipes: Pipes, deadline: float
    ) -> dict[str, Plain]:
        try:
            try:
                handle = spawner.start(argv, environment, pipes.theirs, deadline - time.monotonic())
            finally:
                pipes.hand_over()
            pipes.watch(spawner.line.fileno())
            late = follow(pipes, handle, spawner.line.fileno(), deadline)
            os.close(handle)
            code = spawner.status(max(GRACE_SECONDS, deadline - time.monotonic()))
        except SpawnerGone:
            if time.monotonic() >= deadline:
                self._spawner = None  # it was stopped
                return answer(pipes, 0, late=True)
            os.kill(os.getpid(), signal.SIGKILL)  # as if the program had killed the dispatcher
            raise
        return answer(pipes, code, late=late)

    @staticmethod
    def _launch(
        words: tuple[tuple[str, ...], list[str]],
        environment: dict[str, str],
        pipes: Pipes,
        deadline: float,
        passed: tuple[int, ...],
    ) -> dict[str, Plain]:
        pipes.theirs[-1] = above(pipes.theirs[-1], MOUTH)  # a program that shuts what it does not know leaves it open
        stdin, stdout, stderr, mouth = pipes.theirs
        with subprocess.Popen(
            [sys.executable, *words[0], str(mouth), *words[1]],
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            env=environment,
            cwd="/lab",
            pass_fds=[mouth, *passed],
        ) as child:
            pipes.hand_over()
            handle = os.pidfd_open(child.pid)
            late = follow(pipes, handle, None, deadline)
            os.close(handle)
            return answer(pipes, child.wait(), late=late)


def follow(pipes: Pipes, handle: int, line: int | None, deadline: float) -> bool:
    """Move what is to be moved until the program has ended or is ended; tell whether it was late."""
    late = False
    woken: set[int] = set()
    pipes.watch(handle)
    while handle not in woken and line not in woken:
        woken = pipes.move(deadline - time.monotonic())
        late = handle not in woken and time.monotonic() >= deadline
        if late or pipes.flooded:
            kill(handle)
            woken = {handle}
    pipes.unwatch(handle)
    if line is not None:
        pipes.unwatch(line)
    end = time.monotonic() + GRACE_SECONDS
    while not pipes.is_dry and time.monotonic() < end:  # a grandchild may hold a pipe for ever
        pipes.move(end - time.monotonic())
    return late


def kill(handle: int) -> None:
    """End a program, and wait until it has ended."""
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    look = select.poll()
    look.register(handle, select.POLLIN)
    look.poll(GRACE_SECONDS * 1000)


def answer(pipes: Pipes, code: int, *, late: bool) -> dict[str, Plain]:
    """Tell how the program ended, and what it has written."""
    shown, heard = reports.read(bytes(pipes.kept["events"]))
    return {
        "code": code,
        "out": base64.b64encode(pipes.kept["out"]).decode(),
        "err": base64.b64encode(pipes.kept["err"]).decode(),
        "late": late,
        "flooded": pipes.flooded,
        "events": shown,
        "heard": heard,
    }
