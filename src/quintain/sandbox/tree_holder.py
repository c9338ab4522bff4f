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

A lock takes a descriptor. A process may have so many (RLIMIT_NOFILE), so that further processes hold what is too much.
"""

import fcntl
import json
import os
import resource
import select
import shutil
import signal
import stat

DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
READING = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CHUNK_BYTES = 2**17  # the kernel reads no more at one request than a disk's own limit
REFRESH_SECONDS = 30.0
MOST_ORDER_BYTES = 65536
SPARE_DESCRIPTORS = 32  # to walk, to copy, and for the pipes of further processes
COUNT_BYTES = 8


class Locks:
    """Holds shared locks: this process as many as it has descriptors for, and further processes the rest."""

    def __init__(self) -> None:
        self.to_refresh: list[int] = []
        self._most = self._room = max(resource.getrlimit(resource.RLIMIT_NOFILE)[0] - SPARE_DESCRIPTORS, 1)
        self._end, self._life = os.pipe()  # nobody writes: the kernel closes ``_life`` with this process

    def hold(self, paths: list[str], *, refresh: bool = False) -> int:
        """Lock these; return how many could not be locked.

        Args:
            paths: files and folders.
            refresh: have the files' pages read in advance, and again.

        Raises:
            OSError: there can be no further process.
        """
        own, rest = paths[: self._room], paths[self._room :]
        self._room -= len(own)
        handles, missed = lock(own)
        if refresh:
            read_in_advance(handles)
            self.to_refresh += handles
        for start in range(0, len(rest), self._most):
            missed += self._hold_elsewhere(rest[start : start + self._most], refresh=refresh)
        return missed

    def _hold_elsewhere(self, paths: list[str], *, refresh: bool) -> int:
        """Have a further process hold these as long as this one lives."""
        heard, told = os.pipe()
        if os.fork() == 0:
            try:
                be_further_holder(paths, self._end, told, refresh=refresh)
            finally:
                os._exit(1)
        os.close(told)
        count = os.read(heard, COUNT_BYTES)
        os.close(heard)
        if not count:
            raise OSError("a further process that was to hold locks has ended")
        return int.from_bytes(count)


def be_further_holder(paths: list[str], end: int, told: int, *, refresh: bool) -> None:
    """Lock files, tell how many could not be locked, and hold the others until ``end`` can be read from."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, handle in enumerate((end, told, end)):
        os.dup2(handle, number)
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    os.closerange(3, most)
    handles, missed = lock(paths)
    if refresh:
        read_in_advance(handles)
    os.write(1, missed.to_bytes(COUNT_BYTES))
    os.close(1)
    while not select.select([0], [], [], REFRESH_SECONDS if refresh else None)[0]:
        read_in_advance(handles)


class Holder:
    """Holds what it has been told to, in memory or where it is."""

    def __init__(self) -> None:
        self.locks = Locks()
        self._copies: dict[tuple[int, int, int, int], str] = {}
        self.locks.hold(list(DEVICES))

    def copy(self, source: str, target: str) -> int:
        """Repeat a tree in memory, and lock it; return how many could not be locked.

        Raises:
            OSError: there is no room, or no such tree.
        """
        paths = []
        for folder, folders, names in os.walk(source, onerror=refuse):
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
        return self.locks.hold(paths)

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
        """Lock a tree where it is, and have its pages read; return how many could not be locked.

        Raises:
            OSError: there is no such tree.
        """
        paths = [root]
        for folder, folders, names in os.walk(root, onerror=refuse):
            paths += [path for name in (*folders, *names) if not os.path.islink(path := f"{folder}/{name}")]  # noqa: PTH114
        return self.locks.hold(paths, refresh=True)

    def forget(self, target: str) -> None:
        """Undo what was copied of a tree for which there was no room."""
        self._copies = {key: path for key, path in self._copies.items() if not path.startswith(f"{target}/")}
        shutil.rmtree(target, ignore_errors=True)


def refuse(error: OSError) -> None:
    """Stop a walk at the first folder that it cannot read: by itself, it would leave it out.

    Raises:
        OSError: what kept it from reading.
    """
    raise error


def lock(paths: list[str]) -> tuple[list[int], int]:
    """Lock files and folders; give the descriptors that hold the locks, and how many there are none of."""
    handles = [handle for path in paths if (handle := open_and_keep(path)) is not None]
    return handles, len(paths) - len(handles)


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
    try:
        missed = holder.copy(order["root"], order["copy"]) if "copy" in order else holder.stay(order["root"])
    except OSError as error:
        if "copy" in order:
            holder.forget(order["copy"])
        return {"error": str(error)}
    return {"missed": missed}


def answer(words: dict[str, object]) -> None:
    """Say one line."""
    os.write(1, json.dumps(words).encode() + b"\n")


def main() -> None:
    """Follow orders."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    os.umask(0o022)
    signal.signal(signal.SIGCHLD, lambda *_: os._exit(1))  # locks are lost: all trees are to be kept again
    holder = Holder()
    answer({"pid": os.getpid()})
    while True:
        if not select.select([0], [], [], REFRESH_SECONDS if holder.locks.to_refresh else None)[0]:
            read_in_advance(holder.locks.to_refresh)
            continue
        order = os.read(0, MOST_ORDER_BYTES)
        if not order:
            return
        answer(follow(holder, json.loads(order)))


if __name__ == "__main__":
    main()
