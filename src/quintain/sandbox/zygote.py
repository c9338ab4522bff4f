"""One zygote, from outside: the thread that starts it, keeps a few isolated boxes ready, and sees it out."""

import contextlib
import json
import logging
import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quintain.sandbox.box_process import readable
from quintain.sandbox.cgroups import Cgroups
from quintain.sandbox.errors import SandboxError
from quintain.sandbox.idle_box import ForkFailed, IdleBox, ask_for
from quintain.sandbox.launch import Launcher
from quintain.sandbox.model import Runtime

ZYGOTE_COMMAND = ("/usr/bin/python3", "-I", "-B", "/init/zygote.py")
ROOM_FOR_WORDS = " " * 4000  # a program forked in a box writes its own command line over this one
READY_SECONDS = 60.0
GONE_SECONDS = 2.0
PAUSE_SECONDS = 1.0
MOST_FAILURES = 5
MOST_WORDS_BYTES = 65536

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PoolPolicy:
    """How a pool keeps zygotes: boxes ready in advance, boxes and seconds until one is replaced, how many at most."""

    spares: int = 2
    boxes: int = 500
    seconds: float = 3600.0
    zygotes: int = 8
    seconds_after_failure: float = 30.0


class Zygote(threading.Thread):
    """A process with a runtime's modules imported, in a bubblewrap of its own. Its boxes die with it."""

    def __init__(
        self,
        launcher: Launcher,
        runtime: Runtime,
        environment: Mapping[str, str],
        policy: PoolPolicy,
        cgroups: Cgroups | None = None,
    ) -> None:
        super().__init__(name="zygote", daemon=True)
        self._launcher, self.runtime, self._environment = launcher, runtime, environment
        self._policy = policy
        self._cgroups = cgroups
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._spares: deque[IdleBox] = deque()
        self._alive = 0
        self._forked = 0
        self._retired = False
        self._control: socket.socket | None = None
        self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._changed = threading.Condition(self._lock)
        self._process: subprocess.Popen[bytes] | None = None
        self._give_user_back: Callable[[], None] = lambda: None
        self._failures = 0
        self._pause_until = 0.0
        self.is_ready = False
        self.has_failed = True  # until it is ready
        self.is_over = False
        self.ended: float | None = None

    @property
    def pid(self) -> int | None:
        """Id on the host of the bubblewrap around it."""
        return None if self._process is None else self._process.pid

    def has_expired(self) -> bool:
        """Whether it has forked so many boxes, or is so old, that another should take its place."""
        old = time.monotonic() - self._began > self._policy.seconds
        return old or self._forked >= self._policy.boxes

    def take(self) -> IdleBox | None:
        """Give a box away: one that is ready, or one forked now; None if there can be none."""
        with self._lock:
            if not self.is_ready or self._retired:
                return None
            self._forked += 1
            box = self._spares.popleft() if self._spares else None
            if box is None:
                self._alive += 1
            is_last = not self._spares
        if is_last:  # else the next is forked when a box ends: forking one now would slow this one down
            self._ring()
        if box is not None and not box.is_over():
            return box
        if box is not None:
            box.discard()
            return None
        return self._fork()

    def retire(self) -> None:
        """Give no more boxes away, and end once the last one is gone."""
        with self._lock:
            self._retired = True
        self._ring()

    def wait_until_stocked(self, seconds: float) -> bool:
        """Wait until all spares lie ready; False if that does not come to pass."""
        self._ring()
        with self._changed:
            self._changed.wait_for(
                lambda: self.is_over or (self.is_ready and len(self._spares) >= self._policy.spares), seconds
            )
            return self.is_ready and not self.is_over

    def run(self) -> None:
        """Run as long as the zygote does."""
        words = bytearray()
        try:
            self._run_zygote(words)
        except (OSError, SandboxError, ForkFailed, subprocess.SubprocessError) as error:
            words += str(error).encode()
        finally:
            self._end()
        if not self._retired:
            reason = words.decode(errors="replace").strip()[-1000:]
            log.warning("Warm boxes are not available for a while; cold ones take their place. %s", reason)

    def _run_zygote(self, words: bytearray) -> None:
        """Start it, then keep it stocked until it ends or is retired and has no box left."""
        output, inside = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        try:
            try:
                process = self._start(inside)
            finally:
                os.close(inside)
            handle = os.pidfd_open(process.pid)
            try:
                self._tend(handle, output, words)
                if not self._retired and readable(handle, GONE_SECONDS):
                    hear(output, words)  # its last words come after it has hung up
            finally:
                os.close(handle)
        finally:
            os.close(output)

    def _start(self, output: int) -> subprocess.Popen[bytes]:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        with theirs:
            command = [*ZYGOTE_COMMAND, str(theirs.fileno()), ROOM_FOR_WORDS]
            slot = self._launcher.users.take()
            self._give_user_back = slot.release
            self._process = self._launcher.start(
                self.runtime.root, command, output, [theirs.fileno()], user=slot.user, zygote=True
            )
        orders = {"environment": dict(self._environment), "preload": list(self.runtime.preload)}
        ours.send(json.dumps(orders).encode())
        return self._process

    def _tend(self, handle: int, output: int, words: bytearray) -> None:
        """Look after it until it ends, or is retired and has no box left."""
        control = self._control_line()
        waiting = select.poll()
        for descriptor in (handle, output, self._bell, control.fileno()):
            waiting.register(descriptor, select.POLLIN)
        deadline = time.monotonic() + READY_SECONDS
        while self.is_ready or time.monotonic() < deadline:
            ready = {descriptor for descriptor, _ in waiting.poll(PAUSE_SECONDS * 1000)}
            if output in ready:
                hear(output, words)
            if control.fileno() in ready and control.recv(1) == b"R":
                self._say_ready()
            elif handle in ready or control.fileno() in ready:
                return
            with contextlib.suppress(BlockingIOError):
                os.eventfd_read(self._bell)
            if self._is_done():
                return
            self._restock()
        raise ForkFailed("It was not ready in time.")

    def _say_ready(self) -> None:
        with self._changed:
            self.is_ready, self.has_failed = True, False
            self._changed.notify_all()

    def _is_done(self) -> bool:
        """Whether it is retired and all that is alive are spares."""
        with self._lock:
            return self._retired and self._alive == len(self._spares)

    def _restock(self) -> None:
        while time.monotonic() >= self._pause_until:
            with self._lock:
                if not self.is_ready or self._retired or len(self._spares) >= self._policy.spares:
                    return
                self._alive += 1
            spare = self._fork()
            if spare is None:
                self._rest()
                return
            self._failures = 0
            with self._changed:
                self._spares.append(spare)
                self._changed.notify_all()

    def _rest(self) -> None:
        """Leave it alone for a moment: it may be this process that has no descriptor left. Too often is too often."""
        self._failures += 1
        self._pause_until = time.monotonic() + PAUSE_SECONDS
        if self._failures >= MOST_FAILURES:
            log.warning("A zygote forks no boxes any more; cold ones take their place for a while.")
            self.has_failed = True
            self.retire()

    def _fork(self) -> IdleBox | None:
        """Let it fork; the caller has counted the box as alive."""
        try:
            return ask_for(self._control_line(), self._release, self._cgroups)
        except ForkFailed:
            self._release()
            return None

    def _control_line(self) -> socket.socket:
        assert self._control is not None  # noqa: S101 (there from the start of the process on)
        return self._control

    def _release(self) -> None:
        with self._lock:
            self._alive -= 1
        self._ring()

    def _ring(self) -> None:
        with self._lock:
            if not self.is_over:
                os.eventfd_write(self._bell, 1)

    def _end(self) -> None:
        """End the zygote, and with it every box that it has forked."""
        with self._changed:
            self.is_ready, self.is_over, self.ended = False, True, time.monotonic()
            spares, self._spares = list(self._spares), deque()
            os.close(self._bell)
            self._changed.notify_all()
        for spare in spares:
            spare.discard()
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            handle = os.pidfd_open(self._process.pid)
            if not readable(handle, GONE_SECONDS):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            os.close(handle)
            self._process.wait()
        self._give_user_back()


def hear(output: int, words: bytearray) -> None:
    """Keep what a zygote says, up to a limit."""
    with contextlib.suppress(BlockingIOError):
        words += os.read(output, MOST_WORDS_BYTES)[: MOST_WORDS_BYTES - len(words)]
