"""A program of its own: makes what sandboxes can open in common tell them nothing, until its input ends.

Locks are kept in the file itself, so that one sandbox's lock on a file that both can read tells the other something:
a mailbox. With a shared lock on each from the start, an exclusive one is always refused, a shared one always granted,
and F_GETLK always names the first holder, which is this process. See flock(2) and fcntl_locking(2).

A page of a file that nobody has read yet is a mailbox, too: the first who touches it has a major page fault, which
getrusage(2) counts, and nobody after that. So all pages are read in advance, and again if the kernel has dropped some.
"""

import fcntl
import os
import resource
import select
import stat
import sys

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CHUNK_BYTES = 2**17  # the kernel reads no more at one request than a disk's own limit
REFRESH_SECONDS = 30.0


def hold(path: str) -> int | None:
    """Lock one file or folder for as long as this process lives; give its descriptor, or None if it cannot be."""
    try:
        handle = os.open(path, READING)
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return None
    return handle


def read_in_advance(handles: list[int]) -> None:
    """Have all pages of these files in the kernel's cache; those that are there cost next to nothing.

    By the descriptors that hold the locks: closing another one of the same file would undo its lock of fcntl(2).
    """
    for handle in handles:
        facts = os.fstat(handle)
        if stat.S_ISREG(facts.st_mode):
            for start in range(0, facts.st_size, CHUNK_BYTES):
                os.posix_fadvise(handle, start, CHUNK_BYTES, os.POSIX_FADV_WILLNEED)


def main() -> None:
    """Lock a tree and the devices, say how many could not be locked, and keep their pages in the cache."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    paths = [sys.argv[1], *DEVICES]
    for folder, folders, names in os.walk(sys.argv[1]):
        paths += [f"{folder}/{name}" for name in (*folders, *names)]
    # After the walk, for it closes what it opens, and with it goes the lock of fcntl(2) that a process has on a file.
    held = {path: hold(path) for path in paths}
    handles = [handle for handle in held.values() if handle is not None]
    read_in_advance(handles)
    missed = sum(handle is None and not os.path.islink(path) for path, handle in held.items())  # noqa: PTH114
    os.write(1, b"%d\n" % missed)
    while not select.select([0], [], [], REFRESH_SECONDS)[0]:
        read_in_advance(handles)


main()
