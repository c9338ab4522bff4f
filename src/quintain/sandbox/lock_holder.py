"""A program of its own: holds a shared lock on all that sandboxes can open in common, until its input ends.

Locks are kept in the file itself, so that one sandbox's lock on a file that both can read tells the other something:
a mailbox. With a shared lock on each from the start, an exclusive one is always refused, a shared one always granted,
and F_GETLK always names the first holder, which is this process. See flock(2) and fcntl_locking(2).
"""

import fcntl
import os
import resource
import sys

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def hold(path: str) -> bool:
    """Lock one file or folder for as long as this process lives; whether that could be done."""
    try:
        handle = os.open(path, READING)
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        fcntl.lockf(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return os.path.islink(path)  # noqa: PTH114  this runs without the standard library's larger parts
    return True


def main() -> None:
    """Lock a tree and the devices, say how many could not be locked, and stay."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    paths = [sys.argv[1], *DEVICES]
    for folder, folders, names in os.walk(sys.argv[1]):
        paths += [f"{folder}/{name}" for name in (*folders, *names)]
    # After the walk, for it closes what it opens, and with it goes the lock of fcntl(2) that a process has on a file.
    missed = sum(not hold(path) for path in paths)
    os.write(1, b"%d\n" % missed)
    os.read(0, 1)


main()
