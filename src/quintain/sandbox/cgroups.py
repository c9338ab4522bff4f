"""A control group for each box: the kernel holds its memory and processes as a whole, and counts its processor time."""

import contextlib
import itertools
import logging
import os
import re
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from quintain.sandbox import processes
from quintain.sandbox.delegation import NAME, PROC, CgroupRoot, Version, find_cgroup_root, mounts, pass_on, step_aside
from quintain.sandbox.model import MEBIBYTE, Limits, Meter, value_of

SPARE_MEBIBYTES = 64  # tables of the kernel, and files of the runtime as they are read
OWNER = re.compile(rf"{NAME}-(\d+-\d+)(?:-server)?")
PAUSE_SECONDS = 0.005
ABANDONED_SECONDS = 3600.0
MOST_ABANDONED, MOST_SEARCHED, DEEPEST = 256, 2000, 6
NUMBERS = itertools.count(1)  # all boxes of a process share its folder

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Files:
    """What the kernel calls the same thing in a version."""

    memory_limits: tuple[str, ...]
    whole: str | None
    processes_limit: str
    deaths: str
    time: str
    meter: Meter
    kill: str | None


FILES: Mapping[Version, Files] = {
    Version.ONE: Files(
        ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"),
        None, "pids.max", "memory.oom_control", "cpuacct.usage", Meter(None, 10**9), None,
    ),
    Version.TWO: Files(
        ("memory.max",),
        "memory.oom.group", "pids.max", "memory.events", "cpu.stat", Meter("usage_usec", 10**6), "cgroup.kill",
    ),
}  # fmt: skip


class Cgroup:
    """The group of one box. Close it when the box is gone."""

    def __init__(self, version: Version, folders: Iterable[Path], homes: dict[str, int] | None = None) -> None:
        """Name a group, which is one folder or, in version 1, several.

        Args:
            version: the interface.
            folders: where it is, made or to be made.
            homes: keeps which of the folders has which file; groups of one root may share it.
        """
        self._files = FILES[version]
        self._folders = tuple(map(str, folders))
        self._homes = {} if homes is None else homes

    def set_limits(self, limits: Limits, ours: int) -> None:
        """Set the limits: a process that asks for too much alone shall meet its own limit first, and see an error.

        Raises:
            OSError: the kernel refuses.
        """
        memory = (limits.memory_mebibytes + limits.disk_mebibytes + SPARE_MEBIBYTES) * MEBIBYTE
        self._write(self._files.memory_limits[0], memory)
        for name in self._files.memory_limits[1:]:
            with contextlib.suppress(OSError):  # this kernel does not count what is swapped out
                self._write(name, memory)
        if self._files.whole is not None:
            with contextlib.suppress(OSError):  # since Linux 4.19
                self._write(self._files.whole, 1)
        self._write(self._files.processes_limit, limits.processes + ours + 1)

    def open_fds(self) -> list[int]:
        """Open what a zygote needs for a box to be in the group from its beginning.

        In version 2 this is the folder, to fork into. In version 1 these are files to which a process of one thread
        can write ``0``, to move itself; whose group it is was settled when they were opened, so that a box without
        power may use them. To move another makes the kernel stop all forks of the machine first, and wait for its
        processors: up to 25 ms, against 0.06.

        Raises:
            OSError: the kernel refuses.
        """
        if self._files is FILES[Version.TWO]:
            return [os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC) for folder in self._folders]
        fds: list[int] = []
        try:
            # One after another: those that are open are closed again if the next cannot be opened.
            fds.extend(os.open(f"{folder}/tasks", os.O_WRONLY) for folder in self._folders)
        except OSError:
            close_all(fds)
            raise
        return fds

    def admit(self, pid: int) -> None:
        """Move a process into the group; what it starts from now on is in it too.

        Raises:
            OSError: the kernel refuses.
        """
        for folder in self._folders:
            with contextlib.suppress(ProcessLookupError):
                write_kernel_file(f"{folder}/cgroup.procs", str(pid))

    def cpu_seconds(self) -> float:
        """Processor time of all that ever was in the group, since it came into it.

        Raises:
            OSError: the group is gone.
        """
        return self._files.meter.seconds(self._read(self._files.time))

    def open_meter(self) -> tuple[Meter, int]:
        """Open what tells the processor time of the group; the descriptor is the caller's.

        Raises:
            OSError: the group is gone.
        """
        return self._files.meter, os.open(self._find(self._files.time), os.O_RDONLY)

    def oom_killed(self) -> bool:
        """Whether the kernel had to end a process because the group held too much memory."""
        try:
            return int(value_of(self._read(self._files.deaths), "oom_kill")) > 0
        except OSError:
            return False

    def close(self) -> None:
        """End what may be left in it, and remove it."""
        end = time.monotonic() + processes.GONE_SECONDS
        for folder in self._folders:
            while not removed(Path(folder), self._files.kill) and time.monotonic() < end:
                time.sleep(PAUSE_SECONDS)

    def _find(self, name: str) -> str:
        home = self._homes.get(name)
        if home is None:
            home = next((home for home, folder in enumerate(self._folders) if Path(folder, name).exists()), None)
            if home is None:  # the group is gone, which tells the others nothing
                return f"{self._folders[0]}/{name}"
            self._homes[name] = home
        return f"{self._folders[home]}/{name}"

    def _read(self, name: str) -> str:
        return processes.read(self._find(name))

    def _write(self, name: str, value: int) -> None:
        write_kernel_file(self._find(name), str(value))


def write_kernel_file(path: str, words: str) -> None:
    """Write to a file of the kernel's, several times for each box: without the toil of ``pathlib``.

    Raises:
        OSError: the kernel refuses.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    try:
        os.write(handle, words.encode())
    finally:
        os.close(handle)


def close_all(fds: Iterable[int]) -> None:
    """Close descriptors."""
    for fd in fds:
        os.close(fd)


def removed(folder: Path, kill: str | None) -> bool:
    """Try to remove a group with all that runs in it; whether it is gone."""
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        with contextlib.suppress(OSError):
            if kill is not None and (folder / kill).exists():
                (folder / kill).write_text("1")
            else:
                for pid in (folder / "cgroup.procs").read_text().split():
                    os.kill(int(pid), signal.SIGKILL)
        return False
    return True


class Cgroups:
    """Makes control groups for boxes below this server's own."""

    def __init__(self, root: CgroupRoot) -> None:
        self.root = root
        self._name = f"{NAME}-{stamp(os.getpid())}"
        self._lock = threading.Lock()
        self._own = [f"{folder}/{self._name}" for folder in root.folders]
        self._homes: dict[str, int] = {}

    def make(self) -> Cgroup | None:
        """Make an empty group without limits; None, and a word in the log, if the kernel refuses."""
        name = f"box-{next(NUMBERS)}"
        group = Cgroup(self.root.version, [Path(own, name) for own in self._own], self._homes)
        try:
            with self._lock:
                for own in self._own:
                    self._make_below(own, name)
        except OSError as error:
            self._do_without(group, error)
            return None
        return group

    def make_around(self, pids: Callable[[], Iterable[int]]) -> Cgroup | None:
        """Make a group and move processes into it; None, and a word in the log, if the kernel refuses.

        Args:
            pids: lists the processes, twice: whatever the first ones have started meanwhile comes along.
        """
        group = self.make()
        for _ in range(2):
            for pid in pids():
                if group is None or not self.admit(group, pid):
                    return None
        return group

    def admit(self, group: Cgroup, pid: int) -> bool:
        """Move a process into a group; if the kernel refuses, put that away, with a word in the log."""
        try:
            group.admit(pid)
        except OSError as error:
            self._do_without(group, error)
            return False
        return True

    def _do_without(self, group: Cgroup, error: OSError) -> None:
        log.warning("A box has no control group of its own and is only watched: %s.", error)
        self.put_away(group)

    def put_away(self, group: Cgroup) -> None:
        """Remove a group, and the server's own when it was the last."""
        group.close()
        with self._lock:
            for own in self._own:
                with contextlib.suppress(OSError):  # others are in it
                    Path(own).rmdir()

    def _make_below(self, own: str, name: str) -> None:
        """Make a folder for a box, and first the server's own if that is not there."""
        try:
            Path(own, name).mkdir()
        except FileNotFoundError:
            Path(own).mkdir()
            if self.root.version is Version.TWO:
                pass_on(Path(own))
            Path(own, name).mkdir()


def cgroups_of_this_machine() -> Cgroups | None:
    """Find where boxes can have groups, after what killed servers left there is cleared away; None if nowhere."""
    try:
        root = find_cgroup_root()
        if root is None:
            return None
        sweep(root)
        if root.version is Version.TWO:
            step_aside(root.folders[0], f"{NAME}-{stamp(os.getpid())}-server")
    except OSError as error:
        log.warning("Boxes have no control groups and are only watched: %s.", error)
        return None
    return Cgroups(root)


def stamp(pid: int) -> str:
    """Name a process so that no later one has the same name: its number, and when it began."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return f"{pid}-{fields[19]}"


def sweep(root: CgroupRoot) -> None:
    """Remove the groups of servers that are no more, if they are empty.

    Boxes die with their server. What is not empty may be another container's, whose processes have other numbers here.
    A server that was started elsewhere, by another session say, has left its groups elsewhere: there, only what is old
    is removed, for a container's server may be about to use what is empty.
    """
    for folder in root.folders:
        for left in folder.glob(f"{NAME}-*"):
            remove_left(left)
    for left in itertools.islice(abandoned(time.time() - ABANDONED_SECONDS), MOST_ABANDONED):
        remove_left(left)


def abandoned(before: float) -> Iterator[Path]:
    """Find old groups of servers in all trees of groups that this process sees, not deeper than servers are started."""
    for mount in mounts(PROC):
        looked, waiting = 0, [(mount.folder, 0)]
        while waiting and looked < MOST_SEARCHED:
            folder, depth = waiting.pop()
            looked += 1
            with contextlib.suppress(OSError):  # it is gone
                for entry in os.scandir(folder):
                    if not entry.is_dir(follow_symlinks=False):
                        continue
                    if not OWNER.fullmatch(entry.name):
                        waiting += [(Path(entry.path), depth + 1)] if depth < DEEPEST else []
                    elif entry.stat(follow_symlinks=False).st_mtime < before:
                        yield Path(entry.path)


def remove_left(left: Path) -> None:
    """Remove the group of a server with those of its boxes, if the server is gone and they are empty."""
    owner = OWNER.fullmatch(left.name)
    if owner is None or is_alive(owner[1]):
        return
    for group in (*left.glob("box-*"), left):
        with contextlib.suppress(OSError):
            group.rmdir()


def is_alive(owner: str) -> bool:
    """Whether the process that is named so still lives."""
    try:
        return stamp(int(owner.partition("-")[0])) == owner
    except OSError:
        return False
