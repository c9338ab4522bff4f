"""Finds control groups that this process may divide further, of the second version or of the first.

In the second version a group that is divided holds no processes itself, so that the server steps aside into a group
below its own first. Who runs under systemd must have been given the group (``Delegate=yes``): systemd takes back what
others change in the rest.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path, PurePosixPath

NAME = "quintain"
ASIDE = re.compile(rf"{NAME}-\d+-\d+-server")
PROC = Path("/proc/self")
SYSTEMD = Path("/run/systemd/system")
DELEGATED = ("trusted.delegate", "user.delegate")
NEEDED = {1: ("memory", "pids", "cpuacct"), 2: ("memory", "pids")}


class Version(IntEnum):
    """The two interfaces of the kernel to control groups."""

    ONE = 1
    TWO = 2


@dataclass(frozen=True, slots=True)
class CgroupRoot:
    """Where groups may be made: one folder in the second version, one for each controller in the first."""

    version: Version
    folders: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted tree of control groups: which part of it is seen where, and the controllers of the first version."""

    version: Version
    root: PurePosixPath
    folder: Path
    controllers: frozenset[str]


def find_cgroup_root(proc: Path = PROC) -> CgroupRoot | None:
    """Find where this process may make groups with all that a box needs; None if nowhere."""
    own = own_cgroups(proc)
    mounted = list(mounts(proc))
    for mount in mounted:
        if mount.version is Version.TWO and "" in own:
            folder = seen(mount, own[""])
            if folder is not None and offers(folder := divided(folder)) and is_ours(folder):
                return CgroupRoot(Version.TWO, (folder,))
    folders = [folder_of(controller, own, mounted) for controller in NEEDED[Version.ONE]]
    ours = [folder for folder in folders if folder is not None and not SYSTEMD.exists() and is_writable(folder)]
    # Two controllers may share a folder.
    return CgroupRoot(Version.ONE, tuple(dict.fromkeys(ours))) if len(ours) == len(folders) else None


def own_cgroups(proc: Path) -> dict[str, str]:
    """Read which group this process is in, for each controller of the first version; "" is the second version's."""
    lines = (line.split(":", 2) for line in (proc / "cgroup").read_text().splitlines())
    return {controller: path for _, names, path in lines for controller in names.split(",")}


def mounts(proc: Path) -> Iterator[Mount]:
    """List the mounted trees of groups. See proc_pid_mountinfo(5)."""
    for line in (proc / "mountinfo").read_text().splitlines():
        before, _, behind = line.partition(" - ")
        _, _, _, root, folder, *_ = before.split()
        kind, _, options = behind.split(" ", 2)
        if kind in {"cgroup", "cgroup2"}:
            version = Version.TWO if kind == "cgroup2" else Version.ONE
            yield Mount(version, PurePosixPath(root), Path(folder), frozenset(options.split(",")))


def folder_of(controller: str, own: dict[str, str], mounted: list[Mount]) -> Path | None:
    """Find the folder of this process's own group under a controller of the first version."""
    for mount in mounted:
        if mount.version is Version.ONE and controller in mount.controllers and controller in own:
            return seen(mount, own[controller])
    return None


def seen(mount: Mount, group: str) -> Path | None:
    """Find where a group is seen, if the mount shows it."""
    path = PurePosixPath(group)
    if ".." in path.parts or not path.is_relative_to(mount.root):
        return None
    folder = mount.folder / path.relative_to(mount.root)
    return folder if folder.is_dir() else None


def divided(folder: Path) -> Path:
    """Find the group that is divided already, if this is where a server stepped aside to, with all that it starts."""
    return folder.parent if ASIDE.fullmatch(folder.name) else folder


def offers(folder: Path) -> bool:
    """Whether a group of the second version has the controllers that a box needs."""
    try:
        return {*NEEDED[Version.TWO]} <= {*(folder / "cgroup.controllers").read_text().split()}
    except OSError:
        return False


def is_ours(folder: Path) -> bool:
    """Whether a group was given to this process: root may write everywhere, which is no leave."""
    if not is_writable(folder):
        return False
    if os.geteuid() != 0 or not SYSTEMD.exists():
        return True
    for name in DELEGATED:
        with contextlib.suppress(OSError):
            if os.getxattr(folder, name) == b"1":
                return True
    return False


def is_writable(folder: Path) -> bool:
    """Whether groups can be made in a group, and processes moved."""
    return os.access(folder, os.W_OK) and os.access(folder / "cgroup.procs", os.W_OK)


def step_aside(folder: Path, name: str) -> None:
    """Make a group of the second version fit to be divided: move what is in it into one below, and pass all on.

    Raises:
        OSError: the kernel refuses.
    """
    pids = (folder / "cgroup.procs").read_text().split()
    if pids and (folder / "cgroup.type").exists():  # the root of all groups is divided as it is
        aside = folder / name
        aside.mkdir(exist_ok=True)
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                (aside / "cgroup.procs").write_text(pid)
    pass_on(folder)


def pass_on(folder: Path) -> None:
    """Let the groups below one have the controllers that a box needs.

    Raises:
        OSError: the kernel refuses.
    """
    (folder / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in NEEDED[Version.TWO]))
