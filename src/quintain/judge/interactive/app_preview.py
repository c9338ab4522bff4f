"""A preview: a learner's web app runs for the learner alone, and nobody attacks or judges it.

Its box is like a suspect's. The canaries in it are drawn for it and thrown away with it, and it lives for minutes.
"""

import random
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Final

from quintain.judge.errors import JudgeFault, SubmissionRefused, SuspectFault
from quintain.judge.grading.box_runner import PRINTED_KIBIBYTES
from quintain.judge.grading.looking import OwnBox
from quintain.judge.grading.submission import accept
from quintain.judge.profiles.http import HttpBox
from quintain.judge.profiles.http_connections import disconnect
from quintain.judge.profiles.native import libraries
from quintain.judge.protocol.wire import Watch
from quintain.judge.suspect.box import TOO_MUCH
from quintain.judge.suspect.canaries import draw_all
from quintain.judge.suspect.evidence import Log
from quintain.judge.suspect.files import BoxFiles, plant
from quintain.packs.model.lab import Lab
from quintain.sandbox import Box, Ending, Limit, Limits, Manner, Runtime, Sandbox, SandboxError

LIMITS: Final = Limits(
    wall_seconds=1800,
    cpu_seconds=120,
    memory_mebibytes=256,
    processes=32,
    output_kibibytes=PRINTED_KIBIBYTES,
    disk_mebibytes=64,
)
START_SECONDS: Final = 10.0
SOCKETS: Final = 8
HOME: Final = "127.0.0.1"
OVER: Final[Mapping[Limit, str]] = {
    **TOO_MUCH,
    Limit.WALL: "its half an hour is over",
    Limit.CPU: "it used up its two minutes of processor time",
}


class AppPreview:
    """A learner's web app at work in its box. Close it, from any thread, as often as you like.

    Its clients come through the box's own sockets: ``borrow`` one, connect it to ``address``, and give it back when
    the conversation is over, whatever became of it.
    """

    def __init__(self, box: Box, port: int) -> None:
        self.address = (HOME, port)
        self._box = box
        self._lock = threading.Lock()
        self._idle = list(box.borrowed)
        self._closed = False
        box.borrowed.clear()  # some may be in use when the box is closed; each is closed by the one who holds it then

    def borrow(self) -> socket.socket | None:
        """Take a socket that is not connected; None if all are in use or the program is gone."""
        with self._lock:
            return self._idle.pop() if self._idle and not self._closed else None

    def give_back(self, sock: socket.socket) -> None:
        """Hang up, and let the next client have the socket."""
        with self._lock:
            if not self._closed and disconnect(sock):
                self._idle.append(sock)
            else:
                sock.close()

    def output(self) -> bytes:
        """Return what the program has printed so far, whole or cut at the limit, also when it is over."""
        return self._box.output()

    def over(self, seconds: float) -> str | None:
        """Wait for the program to end by itself or by a limit, and say how in half a sentence; None if it runs on."""
        ending = self._box.wait(seconds)
        return None if ending is None else how_it_ended(ending)

    def close(self) -> None:
        """End it and everything in its box."""
        self._box.close()
        with self._lock:
            self._closed = True
            while self._idle:
                self._idle.pop().close()


def open_preview(
    sandbox: Sandbox, runtime: Callable[[], Runtime], lab: Lab, files: Mapping[str, str], watch: Watch
) -> AppPreview:
    """Start a learner's web app; ``watch`` is called while it starts, and what it raises ends the wait.

    Raises:
        SubmissionRefused: the lab has no web app, or ``files`` is no submission to it.
        SuspectFault: the program does not start; the error has what it had printed.
        JudgeFault: there is no box, or no package of the lab, or the lab cannot be read.

    """
    if not lab.run.profile.is_web:
        raise SubmissionRefused("Only a lab with a web app can be seen at work.")
    box_files = with_fresh_canaries(lab, files)
    try:
        box = sandbox.open(runtime(), limits=LIMITS, sockets=SOCKETS)
    except SandboxError as error:
        raise JudgeFault(f"{error.sentence} {error.remedy}") from error
    try:
        suspect = HttpBox(OwnBox(box), lab.run, box_files, Log({}), START_SECONDS)
        with suspect.watched(watch):
            return AppPreview(box, suspect.serve(prints_at_once=True))
    except SuspectFault as fault:
        fault.printed = box.close().output
        raise
    except BaseException:
        box.close()
        raise


def with_fresh_canaries(lab: Lab, files: Mapping[str, str]) -> BoxFiles:
    """Lay out a box whose secrets are worth nothing anywhere else."""
    try:
        return plant(lab, accept(lab, files), draw_all(lab.canaries, random.SystemRandom()), libraries(lab))
    except OSError as error:
        raise JudgeFault(f"The lab's files could not be read: {error}.") from error


def how_it_ended(ending: Ending) -> str:
    """Say why a box that nobody closed is gone."""
    if ending.limit is not None:
        return OVER[ending.limit]
    if ending.manner is Manner.SIGNALLED:
        return f"it was killed by signal {ending.signal}"
    return "it ended itself"
