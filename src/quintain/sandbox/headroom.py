"""How many more processes and threads this machine lets the server start, with all that it has started.

A program that cannot start a thread looks as if it failed. So no box is opened where the machine could not give it
what its limits promise: that is the fault of the machine, never of the program.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from quintain.sandbox.delegation import PROC, Version, mounts, own_cgroups, seen
from quintain.sandbox.errors import BoxNotStarted

PROMISED_BOXES = 2  # others open theirs at the same time
CONTROLLER = "pids"


def require_tasks(wanted: int) -> None:
    """Make sure that a box can have ``wanted`` processes and threads.

    Raises:
        BoxNotStarted: The control groups that hold the server allow fewer.
    """
    left = tasks_left(cgroups_above())
    if left is not None and left < PROMISED_BOXES * wanted:
        raise BoxNotStarted(
            f"The machine lets the server start {left} more processes and threads, which is too few for a sandbox.",
            "End other programs of the same control group, or raise its limit (pids.max, TasksMax=, --pids-limit).",
        )


@cache
def cgroups_above(proc: Path = PROC) -> tuple[Path, ...]:
    """Find the control groups that count this process's tasks and limit them, from its own to the outermost one."""
    return tuple(folder for folder in _counting(proc) if (folder / "pids.max").exists())


def tasks_left(folders: tuple[Path, ...]) -> int | None:
    """Return how many tasks the tightest of the groups has left; None if none has a limit."""
    left = [spare for spare in map(_spare, folders) if spare is not None]
    return max(0, min(left)) if left else None


def _counting(proc: Path) -> Iterator[Path]:
    own = own_cgroups(proc)
    for mount in mounts(proc):
        name = "" if mount.version is Version.TWO else CONTROLLER
        if name not in own or (name and name not in mount.controllers):
            continue
        folder = seen(mount, own[name])
        while folder is not None and folder.is_relative_to(mount.folder):
            yield folder
            folder = folder.parent


def _spare(folder: Path) -> int | None:
    try:
        limit = (folder / "pids.max").read_text().strip()
        return None if limit == "max" else int(limit) - int((folder / "pids.current").read_text())
    except (OSError, ValueError):  # the group has gone, or the kernel says something new
        return None
