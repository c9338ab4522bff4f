"""A box that a zygote has forked and isolated, and that waits for its orders; and its process from then on."""

import contextlib
import json
import os
import signal
import socket
import struct
from collections.abc import Callable

from quintain.sandbox.box_process import readable
from quintain.sandbox.cgroups import Cgroup, Cgroups, close_all
from quintain.sandbox.processes import GONE_SECONDS, living_seconds

FORK_SECONDS = 10.0
CREDENTIALS = struct.Struct("3i")
USAGE_BYTES = 256
GREETINGS = {b"H": False, b"G": True}  # whether it has moved into its control group


class ForkFailed(Exception):  # noqa: N818 (what it is; nobody outside the room meets it)
    """The zygote is gone, or could not fork."""


class IdleBox:
    """A box without orders. ``adopt`` it, or ``discard`` it."""

    def __init__(
        self,
        channel: socket.socket,
        usage_pipe: int,
        pid: int,
        release: Callable[[], None],
        *,
        cgroups: Cgroups | None = None,
        cgroup: Cgroup | None = None,
    ) -> None:
        """Take hold of a process that is waiting on the other end of ``channel``, and of the control group it is in.

        Raises:
            OSError: it is gone, or there is no descriptor left.
        """
        self.channel = channel
        self._usage_pipe = usage_pipe
        self._pid = pid
        self._release = release
        self._handle = os.pidfd_open(pid)
        self._cgroups = cgroups
        self._cgroup = cgroup
        self._is_adopted = False

    def is_over(self) -> bool:
        """Whether it died while it waited."""
        return readable(self._handle)

    def adopt(self, output: int, report: int) -> "WarmProcess":
        """Hand it the pipes of its supervisor; orders on the channel come next.

        Raises:
            OSError: it is gone.
        """
        used = living_seconds(self._pid)
        socket.send_fds(self.channel, [b"F"], [output, report])
        self._is_adopted = True
        return WarmProcess(self._pid, self._handle, self._usage_pipe, used, self._release, cgroup=self._cgroup)

    def discard(self) -> None:
        """Let it end: it does so when its channel closes. What was adopted is left to who has adopted it."""
        self.channel.close()
        if self._is_adopted:  # a number that is closed twice may be another file's by then
            return
        if self._cgroup is not None and self._cgroups is not None:
            readable(self._handle, GONE_SECONDS)
            self._cgroups.put_away(self._cgroup)
        os.close(self._handle)
        os.close(self._usage_pipe)
        self._release()


class WarmProcess:
    """A box below a zygote. Its root is its own process 1."""

    ours = 1  # the reaper

    def __init__(
        self,
        pid: int,
        handle: int,
        usage_pipe: int,
        used: float,
        release: Callable[[], None],
        *,
        cgroup: Cgroup | None = None,
    ) -> None:
        self.root = pid
        self.handle = handle
        self.used_before = used
        self.cgroup = cgroup
        self._usage_pipe = usage_pipe
        self._release = release

    def is_over(self) -> bool:
        """Whether process 1 has ended; then its number may be a stranger's."""
        return readable(self.handle)

    def kill(self) -> None:
        """Kill process 1, and with it its whole process namespace."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.handle, signal.SIGKILL)
        readable(self.handle, GONE_SECONDS)

    def collect(self) -> float:
        """Read what the zygote, which waited for it, counted; nothing if the zygote is gone too."""
        usage = os.read(self._usage_pipe, USAGE_BYTES) if readable(self._usage_pipe, GONE_SECONDS) else b""
        return float(json.loads(usage)["cpu_seconds"]) if usage else 0.0

    def close(self) -> None:
        """Close what was held, and tell the zygote's owner that one box less is alive."""
        os.close(self.handle)
        os.close(self._usage_pipe)
        self._release()


def ask_for(control: socket.socket, release: Callable[[], None], cgroups: Cgroups | None = None) -> IdleBox:
    """Let a zygote fork a box, and wait until that has isolated itself.

    Args:
        control: the line to the zygote.
        release: called once when the box is gone.
        cgroups: makes a control group for it.

    Raises:
        ForkFailed: nothing came, and whatever was begun ends by itself.
    """
    with contextlib.ExitStack() as undo:
        try:
            cgroup = None if cgroups is None else cgroups.make()
            if cgroups is not None and cgroup is not None:
                undo.callback(cgroups.put_away, cgroup)
            ours, theirs = socket.socketpair()
            undo.enter_context(ours)
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
            with theirs:
                usage_pipe = order(control, theirs, cgroup)
            undo.callback(os.close, usage_pipe)
            pid, is_inside = whose_word(ours)
            if cgroup is not None and cgroups is not None and not is_inside and not cgroups.admit(cgroup, pid):
                cgroup = None
            box = IdleBox(ours, usage_pipe, pid, release, cgroups=cgroups, cgroup=cgroup)
        except OSError as error:
            raise ForkFailed(str(error)) from error
        undo.pop_all()
        return box


def order(control: socket.socket, theirs: socket.socket, cgroup: Cgroup | None) -> int:
    """Ask for a box that has one end of a channel; return where the zygote will say what it has used.

    Raises:
        OSError: the zygote is gone, or there is no descriptor left.
    """
    usage_pipe, writing_end = os.pipe()
    fds: list[int] = []
    try:
        fds += [] if cgroup is None else cgroup.open_fds()
        socket.send_fds(control, [b"B"], [theirs.fileno(), writing_end, *fds])
    except OSError:
        os.close(usage_pipe)
        raise
    finally:
        close_all([writing_end, *fds])
    return usage_pipe


def whose_word(channel: socket.socket) -> tuple[int, bool]:
    """Take the greeting of a box that was just forked.

    Returns:
        Its process id as the kernel tells it, in this process's own numbers, and whether it has moved into its group.

    Raises:
        ForkFailed: it hung up.
        OSError: it was late.
    """
    channel.settimeout(FORK_SECONDS)
    word, control_messages, _, _ = channel.recvmsg(1, socket.CMSG_SPACE(CREDENTIALS.size))
    for level, kind, data in control_messages:
        if word in GREETINGS and (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
            channel.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
            channel.settimeout(None)
            pid, _, _ = CREDENTIALS.unpack(data)
            if pid > 0:
                return int(pid), GREETINGS[word]
    raise ForkFailed("A box said nothing after it was forked.")
