"""Gives up root before a box is started, and lets the lesser user reach what lies behind closed folders.

Root would be a poor user for boxes: RLIMIT_NPROC does not hold for it, and one flaw in bubblewrap would be one too
many. But a state folder under /root can be entered by nobody else. So the thread that starts the box takes a mount
namespace of its own, covers the first closed folder with an empty one, and shows only what the box needs in it, at the
same path. The rest of the process, and of the machine, never sees these mounts.
"""

import ctypes
import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from quintain.sandbox.errors import SandboxUnavailable

MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 4096, 16384, 1 << 18

libc = ctypes.CDLL(None, use_errno=True)


def closed_folder(path: Path) -> Path | None:
    """Find the first folder on the way to ``path`` that strangers may not enter, if there is one."""
    for folder in reversed(path.parents):
        if folder.exists() and not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def mount(source: str, target: Path, kind: str | None, flags: int, options: str = "") -> None:
    """Mount, or explain why that is not allowed here.

    Raises:
        SandboxUnavailable: this process may not mount, as in most containers.
    """
    result = libc.mount(source.encode(), bytes(target), kind and kind.encode(), flags, options.encode() or None)
    if result:
        raise unavailable(target, os.strerror(ctypes.get_errno()))


def unavailable(path: Path, reason: str) -> SandboxUnavailable:
    """Word the refusal of a root that is not allowed what root does elsewhere."""
    return SandboxUnavailable(
        f"Sandboxes run as an ordinary user, which cannot enter {path}, and root may not open a way here ({reason}).",
        "Keep the data directory where every user may enter, such as /srv/quintain, "
        "or start the server as an ordinary user.",
    )


def make_reachable(paths: Iterable[Path]) -> None:
    """Make closed paths reachable, for the calling thread and what it starts.

    The thread must end soon: its view of the file system stays changed.

    Raises:
        SandboxUnavailable: this process may not mount.
        OSError: it has no descriptor left.
    """
    try:
        os.unshare(os.CLONE_NEWNS)
        handles = [(path, os.open(path, os.O_PATH)) for path in paths]
    except OSError as error:
        if error.errno in {errno.EMFILE, errno.ENFILE}:
            raise  # short of descriptors, not of rights
        raise unavailable(Path(error.filename or "/"), error.strerror or "refused") from error
    mount("none", Path("/"), None, MS_REC | MS_PRIVATE)
    for path, handle in handles:
        cover(path)
        mount(f"/proc/self/fd/{handle}", path, None, MS_BIND | MS_REC)
        os.close(handle)


def cover(path: Path) -> None:
    """Put an open, empty way in place of the first closed folder above ``path``."""
    closed = closed_folder(path)
    if closed is not None:
        mount("none", closed, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755,size=64k")
    for folder in [*reversed(path.parents), path]:
        if not folder.exists():
            folder.mkdir()
            folder.chmod(0o755)
