"""What this machine can do, found out before anyone is in the room."""

import contextlib
import os
import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

from quintain.sandbox.delegation import find_cgroup_root
from quintain.sandbox.diagnosis import look, text_of
from quintain.sandbox.errors import SandboxError, SandboxUnavailable
from quintain.sandbox.interpreter import base_interpreter
from quintain.sandbox.launch import Launcher, choose, nesting_refused
from quintain.sandbox.model import MEBIBYTE
from quintain.sandbox.sandbox import filter_of, grouped_by_environment, warm_by_environment
from quintain.sandbox.trees import Trees, forgets_names
from quintain.sandbox.users import Users, users_of_this_server

KIBIBYTE = 1024
SECCOMP_ACTIONS = Path("/proc/sys/kernel/seccomp/actions_avail")
YAMA_SCOPE = Path("/proc/sys/kernel/yama/ptrace_scope")
NO_ATTACH = "3"
LEAST_MEMORY_MEBIBYTES = 1024  # two boxes at their limit
LEAST_DISK_MEBIBYTES = 1024  # a few runtimes
LIFT_APPARMOR = "Allow it with 'sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0'; it concerns all programs."


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that this machine does not offer, and what its owner can do about it."""

    what: str
    sentence: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Boxes:
    """How boxes are made here. ``users`` are the first and the last; None where they run under the server's own."""

    bubblewrap: Path
    users: tuple[int, int] | None
    warm: bool = False
    """Whether boxes may be forked from a prepared process; else each starts its own interpreter."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found. Student code can be run if ``boxes`` is there; ``refusals`` says what is missing or short."""

    boxes: Boxes | None
    refusals: tuple[Refusal, ...]
    kernel: str
    machine: str
    processors: int
    memory_mebibytes: int
    memory_free_mebibytes: int
    disk_free_mebibytes: int
    interpreter: Path
    interpreter_version: str
    control_group: Path | None
    """A control group in which boxes have groups of their own, or None. Without one, memory is watched, not held."""
    control_group_version: int | None = None
    """Which of the kernel's two interfaces to control groups is used."""


def probe(state: Path) -> Facts:
    """Look at this machine; start a trial box.

    Args:
        state: the folder that ``Sandbox`` was or will be given; it need not exist.

    Raises:
        SandboxUnavailable: the environment holds what ``Sandbox`` does not take.
    """
    boxes, refusals = try_boxes(users_of_this_server(), state)
    total, free = memory_mebibytes()
    disk = disk_free_mebibytes(state)
    interpreter = base_interpreter()
    root = find_cgroup_root() if grouped_by_environment() else None
    return Facts(
        boxes=boxes,
        refusals=(*refusals, *missing_tools(), *missing_record(), *shortages(free, disk)),
        kernel=platform.release(),
        machine=platform.machine(),
        processors=len(os.sched_getaffinity(0)),
        memory_mebibytes=total,
        memory_free_mebibytes=free,
        disk_free_mebibytes=disk,
        interpreter=interpreter.executable,
        interpreter_version=interpreter.version,
        control_group=None if root is None else root.folders[0],
        control_group_version=None if root is None else int(root.version),
    )


def try_boxes(users: Users, state: Path) -> tuple[Boxes | None, tuple[Refusal, ...]]:
    """Start a trial box, and load the filter's tables."""
    try:
        filter_of(platform.machine())
        launcher = choose(users)
    except SandboxError as error:
        return None, (Refusal("boxes", error.sentence, error.remedy),)
    warm, refusals = try_warm(launcher)
    named = None if users.numbers is None else (users.numbers[0], users.numbers[-1])
    boxes = Boxes(launcher.bubblewrap.program, named, warm)
    return boxes, (*refusals, *try_memory(launcher, state))


def try_warm(launcher: Launcher) -> tuple[bool, tuple[Refusal, ...]]:
    """Start a box in a box, unless the machine's owner wants none."""
    if not warm_by_environment():
        return False, ()
    reason = nesting_refused(launcher)
    return reason is None, () if reason is None else (refusal_of_nesting(reason),)


def try_memory(launcher: Launcher, state: Path) -> tuple[Refusal, ...]:
    """Start a box that sees a file system in memory, unless all that boxes see lies in memory anyway."""
    if forgets_names(existing(state)):
        return ()
    with contextlib.closing(Trees()) as trees:
        reason = trees.mount(launcher)
    return () if reason is None else (refusal_of_memory(reason),)


def refusal_of_memory(reason: str) -> Refusal:
    """Word that boxes work, and could tell each other something."""
    return Refusal(
        "file system",
        "Sandboxes see files on the disk, where one can leave others a note by names that it looks for: "
        f"this machine lets none start where they are in memory ({reason}).",
        LIFT_APPARMOR
        if look().apparmor_restricts
        else "Install the package util-linux, or keep the data folder on a tmpfs, or start the server outside of a "
        "container.",
    )


def refusal_of_nesting(reason: str) -> Refusal:
    """Word that boxes work, but slowly."""
    return Refusal(
        "warm",
        "Every sandbox starts an interpreter of its own, so that verdicts take longer: this machine lets no sandbox "
        f"hold others ({reason}).",
        LIFT_APPARMOR
        if look().apparmor_restricts
        else "Everything works without it. Start the server outside of a container, or allow nested user namespaces.",
    )


def missing_tools() -> tuple[Refusal, ...]:
    """Name the tools that making a runtime needs and this machine lacks."""
    if shutil.which("ldd") is not None:
        return ()
    return (
        Refusal(
            "ldd",
            "There is no ldd, which finds the libraries that a program in a sandbox needs.",
            "Install the package that brings it (libc-bin on Debian and Ubuntu, glibc-common on Fedora).",
        ),
    )


def missing_record(actions: Path = SECCOMP_ACTIONS, scope: Path = YAMA_SCOPE) -> tuple[Refusal, ...]:
    """Say if this machine lets nobody be told of a box's calls, or look into its memory for their words."""
    available = text_of(actions)
    if (not available or "user_notif" in available.split()) and text_of(scope) != NO_ATTACH:
        return ()
    return (
        Refusal(
            "record",
            "Nobody can see which programs are started in a sandbox here, so labs that ask for it cannot be judged.",
            "Run Linux 5.0 or later, and set the switch kernel.yama.ptrace_scope to less than 3.",
        ),
    )


def shortages(memory_free: int, disk_free: int) -> tuple[Refusal, ...]:
    """Warn of too little memory or disk, both in mebibytes."""
    short = []
    if memory_free < LEAST_MEMORY_MEBIBYTES:
        short.append(
            Refusal(
                "memory",
                f"Only {memory_free} MiB of memory are free; two sandboxes may take {LEAST_MEMORY_MEBIBYTES}.",
                "Close other programs, or give this machine more memory.",
            )
        )
    if disk_free < LEAST_DISK_MEBIBYTES:
        short.append(
            Refusal(
                "disk",
                f"Only {disk_free} MiB are free in the data folder, where sandboxes keep hundreds of their own.",
                "Free some space, or choose another place with --data.",
            )
        )
    return tuple(short)


def memory_mebibytes() -> tuple[int, int]:
    """Read how much memory there is, and how much of it is free, within the limit of a container if there is one."""
    lines = (line.split() for line in Path("/proc/meminfo").read_text().splitlines())
    facts = {fields[0].rstrip(":"): int(fields[1]) for fields in lines}
    total, free = facts["MemTotal"] // KIBIBYTE, facts["MemAvailable"] // KIBIBYTE
    group = own_cgroup()
    limit = number_of(group / "memory.max") if group is not None else None
    if group is None or limit is None:
        return total, free
    used = number_of(group / "memory.current") or 0
    return min(total, limit // MEBIBYTE), min(free, max(limit - used, 0) // MEBIBYTE)


def disk_free_mebibytes(folder: Path) -> int:
    """Read the free space of the disk that holds, or would hold, a folder."""
    return shutil.disk_usage(existing(folder)).free // MEBIBYTE


def existing(folder: Path) -> Path:
    """Find a folder, or the one in which it would be made."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())


def own_cgroup() -> Path | None:
    """Find this process's control group of the second version, if the machine has that."""
    lines = Path("/proc/self/cgroup").read_text().splitlines()
    group = next((line.removeprefix("0::/") for line in lines if line.startswith("0::/")), None)
    path = Path("/sys/fs/cgroup") / (group or "")
    return path if group is not None and (path / "cgroup.controllers").exists() else None


def number_of(path: Path) -> int | None:
    """Read a number of the kernel's; None for "max" or a file that is not there."""
    try:
        return int(path.read_text())
    except (OSError, ValueError):
        return None


def require(facts: Facts) -> None:
    """Refuse to go on without boxes.

    Raises:
        SandboxUnavailable: with the first reason and its remedy.
    """
    if facts.boxes is None:
        first = facts.refusals[0]
        raise SandboxUnavailable(first.sentence, first.remedy)
