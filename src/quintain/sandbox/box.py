"""One box: a program behind walls, a byte stream to it, and the facts about it."""

import contextlib
import json
import os
import select
import socket
import struct
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from functools import partial
from types import TracebackType
from typing import Self

from quintain.sandbox.box_process import BoxProcess, ColdProcess
from quintain.sandbox.cgroups import Cgroups
from quintain.sandbox.errors import BoxNotStarted, SandboxError
from quintain.sandbox.idle_box import IdleBox
from quintain.sandbox.launch import Launcher
from quintain.sandbox.limits.disk import scratch
from quintain.sandbox.limits.rules import all_rlimits
from quintain.sandbox.model import Ending, Limits, Meter, Record, Recording, Runtime
from quintain.sandbox.supervisor import Supervisor
from quintain.sandbox.syscall_log import SyscallLogger, filter_for

START_SECONDS = 20.0
FAREWELL_SECONDS = 0.5
MOST_SOCKETS = 64
MOST_LISTENING = 8


@dataclass(frozen=True, slots=True)
class Lent:
    """What the init program lends: so many new TCP sockets, one listening on each port, folders, its listener."""

    sockets: int
    listening: tuple[int, ...]
    recording: Recording
    folders: tuple[str, ...]

    @classmethod
    def of(cls, sockets: int, listening: Sequence[int], recording: Recording, folders: Sequence[str]) -> Self:
        """Keep within what one message can carry."""
        return cls(min(sockets, MOST_SOCKETS), tuple(listening[:MOST_LISTENING]), recording, tuple(folders))

    @property
    def handles(self) -> int:
        """How many descriptors will come."""
        return self.sockets + len(self.listening) + len(self.folders) + (self.recording is not Recording.NOTHING)


class Box:
    """A running box. Use it as a context manager, or call ``close``.

    ``channel`` is a byte stream to the program. ``borrowed`` are unconnected TCP sockets made in the box's own network:
    connect one to 127.0.0.1 and any port to reach a server in the box. ``listening`` are sockets that listen in there,
    one for each port that was asked for, in that order: accept on one to be the server that the program reaches.
    ``folders`` are descriptors of the writable folders by their paths in the box, opened before the program began.
    What lies below them is the program's: follow no link of it.
    """

    def __init__(  # noqa: PLR0917  all that a box holds, made in one place
        self,
        supervisor: Supervisor,
        channel: socket.socket,
        borrowed: list[socket.socket],
        listening: list[socket.socket],
        folders: Mapping[str, int],
        syscall_logger: SyscallLogger | None = None,
    ) -> None:
        self._supervisor = supervisor
        self._folders = dict(folders)
        self._syscall_logger = syscall_logger
        self.channel = channel
        self.borrowed = borrowed
        self.listening = listening

    @property
    def folders(self) -> Mapping[str, int]:
        """Descriptors of the writable folders, until the box is closed."""
        return self._folders

    def cpu_seconds(self) -> float:
        """Processor time that all processes of the box have used so far, living and dead, seen from outside."""
        return self._supervisor.cpu_seconds()

    def waited_seconds(self) -> float:
        """How long the threads that live in the box now were ready to run, and had to wait for a processor."""
        return self._supervisor.waited_seconds()

    def open_meter(self) -> tuple[Meter, int] | None:
        """Open a descriptor from which the same can be read elsewhere, without asking; the caller closes it.

        None where the kernel does not count for a box as a whole.
        """
        return self._supervisor.open_meter()

    def output(self) -> bytes:
        """Return standard output and error so far, mixed, cut at the limit."""
        return bytes(self._supervisor.output)

    def record(self) -> Record | None:
        """Tell what the box has asked the kernel for so far; None if it was opened without a recording.

        An answer of the program that was sent after a call comes after that call's entry.
        """
        return None if self._syscall_logger is None else self._syscall_logger.record()

    def wait(self, seconds: float) -> Ending | None:
        """Wait for the box to end by itself or by a limit; None if it still runs then."""
        self._supervisor.join(seconds)
        return self._ending()

    def _ending(self) -> Ending | None:
        """Add the record to what the supervisor tells, once that is whole."""
        if self._supervisor.ending is None or self._syscall_logger is None:
            return self._supervisor.ending
        self._syscall_logger.end()
        return replace(self._supervisor.ending, record=self._syscall_logger.record())

    def end(self) -> None:
        """Have everything in the box killed, from any thread. The box is still to be closed by the one who uses it."""
        self._supervisor.end()

    def close(self) -> Ending:
        """End the box and everything in it, and tell how it ended. A second call tells the same."""
        if self._supervisor.ending is None and hung_up(self.channel):
            self.wait(FAREWELL_SECONDS)  # it is ending by itself: let it, so that its own end is told
        self._supervisor.end()
        self._supervisor.join()
        for used in (self.channel, *self.borrowed, *self.listening):
            used.close()
        while self._folders:
            os.close(self._folders.popitem()[1])
        ending = self._ending()
        if ending is None:
            raise SandboxError("A box was lost sight of.", "Report this, please.") from self._supervisor.failure
        return ending

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def hung_up(channel: socket.socket) -> bool:
    """Whether the other side has closed the stream, be there unread bytes or not."""
    if channel.fileno() < 0:
        return False
    look = select.poll()
    look.register(channel, select.POLLRDHUP)
    return bool(look.poll(0))


def orders_for(
    argv: Sequence[str],
    limits: Limits,
    *,
    lent: Lent,
    environment: Mapping[str, str],
    code: bytes,
    guarded: bool,
) -> bytes:
    """Write down what the init program is told; see ``Sandbox.open``."""
    orders = {
        "mounts": [astuple(each) for each in scratch(limits)],
        "folder": "/lab",
        "sockets": lent.sockets,
        "listening": list(lent.listening),
        "limits": all_rlimits(limits),
        "filter": code.hex(),
        "log_filter": filter_for(lent.recording).hex(),
        "environment": dict(environment),
        "argv": list(argv),
        "guarded": guarded,
    }
    return json.dumps(orders).encode()


def cold_box(
    launcher: Launcher, runtime: Runtime, limits: Limits, orders: bytes, lent: Lent, *, cgroups: Cgroups | None
) -> Box:
    """Start a box from nothing, and wait until its init program is ready.

    Raises:
        BoxNotStarted: the server has no process, thread or descriptor left for it, or its init program failed.
        SandboxUnavailable: root may not do here what it does elsewhere.
    """
    with starting():
        ours, theirs = socket.socketpair()
    with theirs:
        supervisor = supervise(
            ours, partial(ColdProcess.start, launcher, runtime.root, theirs.fileno()), limits, cgroups
        )
    return set_going(supervisor, ours, orders, lent)


def warm_box(idle: IdleBox, limits: Limits, orders: bytes, lent: Lent, *, cgroups: Cgroups | None) -> Box:
    """Give orders to a box that lies ready, and wait until its init program has followed them.

    Raises:
        BoxNotStarted: as for a cold box, or it died.
    """
    try:
        supervisor = supervise(idle.channel, idle.adopt, limits, cgroups)
    except BoxNotStarted:
        idle.discard()
        raise
    return set_going(supervisor, idle.channel, orders, lent)


def set_going(supervisor: Supervisor, ours: socket.socket, orders: bytes, lent: Lent) -> Box:
    """Send the orders, and start the clock."""
    try:
        handles = brief(ours, orders, lent)
        syscall_logger = None if handles is None else start_logger(handles, lent)
    except BaseException:
        supervisor.end()
        supervisor.join()
        ours.close()
        raise
    if handles is None:
        raise not_started(supervisor, ours)
    ours.settimeout(None)
    supervisor.begin()
    split = lent.sockets + len(lent.listening)
    sockets = [socket.socket(fileno=handle) for handle in handles[:split]]
    folders = dict(zip(lent.folders, handles[split:], strict=True))
    return Box(supervisor, ours, sockets[: lent.sockets], sockets[lent.sockets :], folders, syscall_logger)


def start_logger(handles: list[int], lent: Lent) -> SyscallLogger | None:
    """Start to log system calls on the last of the descriptors, if the box has one.

    Raises:
        BoxNotStarted: the server has no thread left for it.
    """
    if lent.recording is Recording.NOTHING:
        return None
    syscall_logger = SyscallLogger(handles.pop())
    try:
        with starting():
            syscall_logger.start()
    except BoxNotStarted:
        syscall_logger.give_up()
        for handle in handles:
            os.close(handle)
        raise
    return syscall_logger


def supervise(
    ours: socket.socket, start: Callable[[int, int], BoxProcess], limits: Limits, cgroups: Cgroups | None = None
) -> Supervisor:
    """Start a supervisor, and the box through it; if that fails, the channel is closed.

    Raises:
        BoxNotStarted: the server has no process, thread or descriptor left for it.
        SandboxUnavailable: root may not do here what it does elsewhere.
    """
    with starting(), contextlib.ExitStack() as undo:
        undo.enter_context(ours)
        supervisor = Supervisor(start, limits, cgroups)
        supervisor.start()
        supervisor.launched.wait()
        if supervisor.failure is not None:
            raise supervisor.failure
        undo.pop_all()
    return supervisor


@contextlib.contextmanager
def starting() -> Iterator[None]:
    """Word what the server itself lacks for one more box."""
    try:
        yield
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        raise BoxNotStarted(
            f"A sandbox could not be started: {error}.", "Look for other programs that use up processes or open files."
        ) from error


def brief(channel: socket.socket, orders: bytes, lent: Lent) -> list[int] | None:
    """Send the init program its orders and take the descriptors that it lends; None if it ended instead."""
    channel.settimeout(START_SECONDS)
    with contextlib.suppress(OSError):
        channel.sendall(struct.pack(">I", len(orders)) + orders)
        word, handles, _, _ = socket.recv_fds(channel, 1, lent.handles, socket.MSG_CMSG_CLOEXEC)
        if word == b"R":
            return handles
    return None


def not_started(supervisor: Supervisor, channel: socket.socket) -> BoxNotStarted:
    """End what there is, and say what it said."""
    if hung_up(channel):
        supervisor.join(FAREWELL_SECONDS)
    supervisor.end()
    supervisor.join()
    channel.close()
    words = bytes(supervisor.output).decode(errors="replace").strip()[-1000:]
    return BoxNotStarted(
        f"A sandbox could not be started: {words or 'it said nothing'}.",
        "'quintain doctor' shows whether this machine can run sandboxes, and whether memory is short.",
    )
