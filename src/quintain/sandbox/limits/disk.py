"""The box's only writable folders: file systems in memory, each with a ceiling of bytes and of inodes (ENOSPC)."""

from dataclasses import dataclass

from quintain.sandbox.model import MEBIBYTE, Limits

INODES = 4096  # an inode is a kilobyte of kernel memory that ``size=`` does not count
SHARED_MEMORY_MEBIBYTES = 16


@dataclass(frozen=True, slots=True)
class Scratch:
    """One writable folder of a box."""

    path: str
    size_bytes: int
    inodes: int
    mode: str


def scratch(limits: Limits) -> tuple[Scratch, ...]:
    """Divide the box's disk: half for its own folder, half for temporary files, and a little for semaphores."""
    half = max(limits.disk_mebibytes * MEBIBYTE // 2, MEBIBYTE)
    return (
        Scratch("/lab", half, INODES, "0755"),
        Scratch("/tmp", half, INODES, "1777"),  # noqa: S108 (a mount of the box, not a file of the host)
        Scratch("/dev/shm", SHARED_MEMORY_MEBIBYTES * MEBIBYTE, INODES // 16, "1777"),  # noqa: S108 (as above)
    )
