"""The process of a started box, for its supervisor: what to watch, how to end it, what it has used. Makes cold ones."""

import contextlib
import os
import resource  # noqa: F401 (os.wait4 looks for it, from a thread that may not see the library any more)
import select
import signal
import subprocess
from pathlib import Path
from typing import Protocol

from quintain.sandbox import processes
from quintain.sandbox.cgroups import Cgroup
from quintain.sandbox.launch import Launcher
from quintain.sandbox.users import Slot

INIT_COMMAND = ("/usr/bin/python3", "-I", "-B", "/init/init.py")


class BoxProcess(Protocol):
    """One box, from its start until it has been collected."""

    root: int
    """Id of the process on the host below which all others of the box are."""
    handle: int
    """Descriptor that can be read from once that process has ended."""
    ours: int
    """How many of the processes are the sandbox's own."""
    cgroup: Cgroup | None
    """The control group that it is in already, if one was made for it in advance."""
    used_before: float
    """Processor seconds that do not count: what the process had used before it became this box."""

    def is_over(self) -> bool:
        """Whether the root process has ended."""

    def kill(self) -> None:
        """End everything in the box, and wait until it is gone."""

    def collect(self) -> float:
        """Clear away what is dead; return the processor seconds of all of it, those before included."""

    def close(self) -> None:
        """Give back what was held to watch it."""


def readable(descriptor: int, seconds: float = 0.0) -> bool:
    """Wait for a descriptor: of a process, until that has ended."""
    look = select.poll()
    look.register(descriptor, select.POLLIN)
    return bool(look.poll(seconds * 1000))


class ColdProcess:
    """A box with a bubblewrap of its own, which is its root and outside of it."""

    ours = 2  # bubblewrap outside the box, and the reaper inside
    used_before = 0.0
    cgroup: Cgroup | None = None

    def __init__(self, process: subprocess.Popen[bytes], slot: Slot) -> None:
        self._process = process
        self._slot = slot
        self.root = process.pid
        self.handle = os.pidfd_open(process.pid)

    @classmethod
    def start(cls, launcher: Launcher, root: Path, channel: int, output: int, report: int) -> "ColdProcess":
        """Start bubblewrap and the init program in it; from a thread of the box's own, as `Launcher.start` asks."""
        slot = launcher.users.take()
        try:
            command = [*INIT_COMMAND, str(channel), str(report)]
            return cls(launcher.start(root, command, output, [channel, report], user=slot.user), slot)
        except BaseException:
            slot.release()
            raise

    def is_over(self) -> bool:
        """Whether bubblewrap has ended; its number stays its own until it is collected."""
        return readable(self.handle)

    def kill(self) -> None:
        """Kill process 1: the kernel kills the rest, and bubblewrap collects what all of them used."""
        for child in processes.children(self.root):
            with contextlib.suppress(OSError):
                target = os.pidfd_open(child)
                try:
                    if child in processes.children(self.root):  # the number has not passed to a stranger meanwhile
                        signal.pidfd_send_signal(target, signal.SIGKILL)
                finally:
                    os.close(target)
        if not readable(self.handle, processes.GONE_SECONDS):
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, signal.SIGKILL)

    def collect(self) -> float:
        """Wait for bubblewrap."""
        _, status, used = os.wait4(self.root, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return used.ru_utime + used.ru_stime

    def close(self) -> None:
        """Close the handle, and give the user back."""
        os.close(self.handle)
        self._slot.release()
