"""The messages between the server and the worker in the judge's own box, and how they travel.

The server sends what it has made itself, pickled, with the suspect's sockets beside it. The worker sends plain JSON,
which the server reads as strictly as a suspect's: tests and attacks have met the suspect in the judge's own box.
"""

import json
import pickle
import select
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from quintain.judge.errors import JudgeFault
from quintain.judge.harness.inside.frames import FramedChannel, FrameTooLongError, parse
from quintain.judge.harness.inside.values import Plain, Unserializable
from quintain.judge.loading import Script
from quintain.judge.verdict import Check, Kind, Outcome
from quintain.packs.model.lab import Lab
from quintain.sandbox import Meter

MOST_HANDLES: Final = 128
MOST_BYTES: Final = 32 * 2**20
LONGEST_SECONDS: Final = 3600.0
EXPLOIT_START_SECONDS: Final = 60.0
"""What a busy machine may take to start a learner's exploit; its own time is counted from its first line on."""


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One run of a check in one box: a test, or one variant of an attack.

    ``check`` is still open. ``after_visit``: an honest user has been in the box before.
    """

    check: Check
    script: Script
    function: str
    needs: tuple[str, ...] = ()
    variant: str = ""
    after_visit: bool = False

    @property
    def is_attack(self) -> bool:
        """Whether it is a variant of an attack."""
        return self.check.kind is Kind.ATTACK

    @property
    def label(self) -> str:
        """Name it; with the seed, that draws its canaries and its values."""
        return f"{self.check.id}/{self.variant}" + ("/after a visit" if self.after_visit else "")


def unlisted(name: str, kind: Kind = Kind.TEST) -> Check:
    """Return a check that no reader sees, for a run that is not one of the lab's tests and attacks."""
    return Check(name, kind, 0, "", Outcome.SKIPPED)


class Mode(StrEnum):
    """What kind of check is to be run."""

    TEST = "test"
    ATTACK = "attack"
    LOAD = "load"
    EXPLOIT = "exploit"


@dataclass(frozen=True, slots=True)
class GradingContext:
    """All that is the same for every run of one verdict. ``lab`` comes without its solutions."""

    lab: Lab
    files: Mapping[str, str]
    binaries: Mapping[str, bytes]
    control: Script | None
    scene: Script | None
    seed: int
    wall_seconds: float
    packages: tuple[str, ...] = ()  # that the lab's runtime has


@dataclass(frozen=True, slots=True)
class ListVariants:
    """Asks for the names of the variants of each attack."""

    scripts: tuple[Script, ...]


class Stage(StrEnum):
    """What a box is wanted for in a search; each has a limit of processor time."""

    EXPLORE = "explore"
    SHRINK = "shrink"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class SearchOrder:
    """Asks for a search: sequences that ``model`` draws are played on the submission and on ``references``.

    ``references`` are the files of sound fixes. The rounds begin with number ``first_round``.
    """

    model: Script
    references: tuple[Mapping[str, str], ...]
    seed: int
    first_round: int


@dataclass(frozen=True, slots=True)
class BoxGrant:
    """Answers a worker that wants one more box: its number, and what comes along with it; see `Order`."""

    number: int
    listening: int
    meter: Meter | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """Asks for what is to be done with one box: a check, a batch of checks one after another, or a learner's exploit.

    A batch ends with the first check that does not go well, for only what fails in a fresh box counts.
    The last ``listening`` of the sockets that come along listen. With an ``exploit``, the way into the box in which
    that runs comes first. With a ``meter``, what that reads comes last. ``time_factor`` is how many times its usual
    time the suspect may take, of the same processor time.
    """

    runs: tuple[CheckRun, ...]
    label: str
    mode: Mode
    listening: int
    recorded: bool = False
    exploit: bytes | None = None
    meter: Meter | None = None
    time_factor: int = 1

    @property
    def first(self) -> CheckRun:
        """The run to begin with; of most orders the only one."""
        return self.runs[0]

    @property
    def is_attack(self) -> bool:
        """Whether what is shown of it marks what an attacker sent and stole."""
        return self.mode in {Mode.ATTACK, Mode.EXPLOIT}


class TimeLimit:
    """How long the worker may take. What it waits for a processor meanwhile does not count: a busy machine is late."""

    def __init__(self, seconds: float, waited_seconds: Callable[[], float]) -> None:
        """Begin to count.

        Args:
            seconds: on the clock of `time.monotonic`.
            waited_seconds: how long the worker has waited for a processor so far.

        """
        self._waited_seconds = waited_seconds
        self._before = waited_seconds()
        self._ends = time.monotonic() + seconds

    def left_seconds(self) -> float:
        """Return how many seconds are left; not more than 0 once the limit is reached."""
        left = self._ends - time.monotonic()
        return left if left > 0 else left + self._waited_seconds() - self._before


class ServerEnd:
    """The server's end of the channel."""

    def __init__(self, channel: socket.socket) -> None:
        channel.setblocking(False)
        self._channel = channel
        self._limit = TimeLimit(0.0, lambda: 0.0)
        self._framed = FramedChannel(channel, max_body_bytes=MOST_BYTES, wait=self._wait)

    def send(self, thing: object, handles: Sequence[int], limit: TimeLimit) -> None:
        """Send a thing of ours, and lend descriptors.

        Raises:
            JudgeFault: the worker is gone, or took too long.

        """
        self._limit = limit
        try:
            self._wait(reads=False)
            socket.send_fds(self._channel, [b"T"], handles)
            self._framed.send(pickle.dumps(thing))
        except OSError as error:
            raise gone() from error

    def receive(self, limit: TimeLimit) -> dict[str, Plain]:
        """Take the next message of the worker.

        Raises:
            JudgeFault: it is gone, late, or says what it never would.

        """
        self._limit = limit
        try:
            body = self._framed.receive()
        except FrameTooLongError as error:
            raise JudgeFault(f"The judge's sandbox announced {error.length:,} bytes.") from error
        except OSError as error:
            raise gone() from error
        if body is None:
            raise gone()
        try:
            return parse(body)
        except Unserializable as error:
            raise JudgeFault("The judge's sandbox says what cannot be read.") from error

    def _wait(self, reads: bool) -> None:
        poller = select.poll()
        poller.register(self._channel, select.POLLIN if reads else select.POLLOUT)
        while not poller.poll(min(max(0.0, left := self._limit.left_seconds()), LONGEST_SECONDS) * 1000):
            if left > 0:
                continue
            raise DeadlinePassed("The judge's sandbox did not come to an end in time.")


class DeadlinePassed(JudgeFault):
    """The worker did not come to an end in time."""


def gone() -> JudgeFault:
    """Say that the worker has ended."""
    return JudgeFault("The judge's sandbox ended in the middle of its work.")


class WorkerEnd:
    """The worker's end of the channel."""

    def __init__(self, channel: socket.socket) -> None:
        channel.setblocking(True)
        self._channel = channel
        self._framed = FramedChannel(channel)

    def receive(self) -> tuple[object, list[int]] | None:
        """Take the next thing and the descriptors that came along; None once the server has hung up."""
        word, handles, _, _ = socket.recv_fds(self._channel, 1, MOST_HANDLES)
        if not word:
            return None
        body = self._framed.receive()
        if body is None:
            raise SystemExit
        return pickle.loads(body), handles  # noqa: S301  the server has made it

    def answer(self) -> object:
        """Take a thing that comes alone."""
        received = self.receive()
        if received is None:
            raise SystemExit
        return received[0]

    def send(self, message: Mapping[str, object]) -> None:
        """Send plain data; a text that no encoding can hold is repaired."""
        body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")
        self._framed.send(body)
