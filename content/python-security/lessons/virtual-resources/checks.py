"""Four checks, each alone, and what each of them accepts."""

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

LIMIT = 1_000


def size(path: Path, folder: Path) -> bool:
    """The size that stat reports is within the limit."""
    return path.stat().st_size <= LIMIT


def inside(path: Path, folder: Path) -> bool:
    """The resolved path is in the folder."""
    return path.resolve().is_relative_to(folder)


def regular(path: Path, folder: Path) -> bool:
    """What was opened is a regular file."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return stat.S_ISREG(os.fstat(descriptor).st_mode)
    finally:
        os.close(descriptor)


def capped(path: Path, folder: Path) -> bool:
    """No more than the limit can be read. Without a writer, this would wait for a FIFO."""
    if path.is_fifo():
        raise BlockingIOError
    with path.open("rb") as file:
        return len(file.read(LIMIT + 1)) <= LIMIT


CHECKS = (size, inside, regular, capped)
PATHS = ("notes.txt", "big.txt", "/proc/self/stat", "holiday.jpg", "/dev/zero", "queue")
GOOD = ("notes.txt",)


def prepare(folder: Path) -> None:
    """Make two files, a link to a file in /proc that has the name of a picture, and a FIFO."""
    (folder / "notes.txt").write_text("bring bread\n")
    (folder / "big.txt").write_text("-" * 5 * LIMIT)
    (folder / "holiday.jpg").symlink_to("/proc/self/stat")
    os.mkfifo(folder / "queue")


def outcome(check: Callable[[Path, Path], bool], path: str, folder: Path) -> str:
    try:
        return "accepts" if check(folder / path, folder) else "-"
    except BlockingIOError:
        return "waits"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        prepare(folder)
        print(f"{'':20}" + "".join(f"{check.__name__:10}" for check in CHECKS).rstrip())
        for path in PATHS:
            print(f"{path:20}" + "".join(f"{outcome(check, path, folder):10}" for check in CHECKS).rstrip())
