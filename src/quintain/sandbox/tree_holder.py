"""A program of its own: keeps root file systems of boxes so that boxes tell each other nothing by them.

It takes orders as lines of JSON and answers each with one, until its input ends. It copies a tree to a file system in
memory if it is told so: of a file system on a disk the kernel remembers the names that somebody has looked for and not
found (negative dentries), so that the next who looks for one is answered sooner; of one in memory it remembers none.
A file that several trees share is one there, too.

Locks are kept in the file itself, so that one box's lock on a file that both can read tells the other something:
a mailbox. With a shared lock on each from the start, an exclusive one is always refused, a shared one always granted,
and F_GETLK always names the first holder, which is this process. See flock(2) and fcntl_locking(2).

A page of a file on a disk that nobody has read yet is a mailbox, too: the first who touches it has a major page fault,
which getrusage(2) counts, and nobody after that. So all pages are read in advance, and again if some were dropped.
"""

import fcntl
import json
import os
import resource
import select
import shutil
import stat

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CHUNK_BYTES = 2**17  # the kernel reads no more at one request than a disk's own limit
REFRESH_SECONDS = 30.0
MOST_ORDER_BYTES = 65536


class Holder:
    """Holds what it has been told to, in memory or where it is."""

    def __init__(self) -> None:
        self.on_disk: list[int] = []
        self._copies: dict[tuple[int, int, int, int], str] = {}
        for device in DEVICES:
            open_and_keep(device)

    def copy(self, source: str, target: str) -> int:
        """Repeat a tree in memory, and lock it; return how many could not be locked.

        Raises:
            OSError: there is no room.
        """
        paths = []
        for folder, folders, names in os.walk(source):
            there = folder.replace(source, target, 1)
            os.mkdir(there)  # noqa: PTH102  thousands of them
            paths.append(there)
            for name in (*folders, *names):
                path = f"{folder}/{name}"
                facts = os.lstat(path)
                if stat.S_ISLNK(facts.st_mode):
                    os.symlink(os.readlink(path), f"{there}/{name}")  # noqa: PTH115, PTH211  as above
                elif stat.S_ISREG(facts.st_mode) and self._copy_file(path, f"{there}/{name}", facts):
                    paths.append(f"{there}/{name}")
        # Only now: to close another descriptor of a file undoes the lock of fcntl(2) that this process has on it.
        return sum(open_and_keep(path) is None for path in paths)

    def _copy_file(self, source: str, target: str, facts: os.stat_result) -> bool:
        """Copy a file, or link it if it is here already; whether it was copied."""
        key = (facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtime_ns)
        first = self._copies.setdefault(key, target)
        if first != target:
            os.link(first, target)
            return False
        shutil.copyfile(source, target)
        os.chmod(target, stat.S_IMODE(facts.st_mode))  # noqa: PTH101  as above
        return True

    def stay(self, root: str) -> int:
        """Lock a tree where it is, and have its pages read; return how many could not be locked."""
        paths = [root]
        for folder, folders, names in os.walk(root):
            paths += [f"{folder}/{name}" for name in (*folders, *names)]
        held = {path: open_and_keep(path) for path in paths}
        handles = [handle for handle in held.values() if handle is not None]
        read_in_advance(handles)
        self.on_disk += handles
        return sum(handle is None and not os.path.islink(path) for path, handle in held.items())  # noqa: PTH114

    def forget(self, target: str) -> None:
        """Undo what was copied of a tree for which there was no room."""
        self._copies = {key: path for key, path in self._copies.items() if not path.startswith(f"{target}/")}
        shutil.rmtree(target, ignore_errors=True)


def open_and_keep(path: str) -> int | None:
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


def follow(holder: Holder, order: dict[str, str]) -> dict[str, object]:
    """Do as an order says: keep the tree ``root``, in memory under the path ``copy`` if it names one."""
    if "copy" not in order:
        return {"missed": holder.stay(order["root"])}
    try:
        return {"missed": holder.copy(order["root"], order["copy"])}
    except OSError as error:
        holder.forget(order["copy"])
        return {"error": str(error)}


def answer(words: dict[str, object]) -> None:
    """Say one line."""
    os.write(1, json.dumps(words).encode() + b"\n")


def main() -> None:
    """Follow orders."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    os.umask(0o022)
    holder = Holder()
    answer({"pid": os.getpid()})
    while True:
        if not select.select([0], [], [], REFRESH_SECONDS if holder.on_disk else None)[0]:
            read_in_advance(holder.on_disk)
            continue
        order = os.read(0, MOST_ORDER_BYTES)
        if not order:
            return
        answer(follow(holder, json.loads(order)))


if __name__ == "__main__":
    main()
