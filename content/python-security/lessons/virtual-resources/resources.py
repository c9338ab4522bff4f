"""Things with a path, on Linux: what stat says, and what a program reads."""

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

PIECE = 65_536
ENVIRONMENT = {"PATH": "/usr/bin", "API_KEY": "f00d-cafe"}


def kind(path: str) -> str:
    mode = os.stat(path).st_mode
    kinds = {"regular file": stat.S_ISREG, "device": stat.S_ISCHR, "FIFO": stat.S_ISFIFO}
    return next(name for name, test in kinds.items() if test(mode))


def read(path: str, pieces: int) -> tuple[int, bool]:
    """Return how many bytes were read in so many pieces, and whether the end was reached."""
    count = 0
    with open(path, "rb", buffering=0) as file:
        for _ in range(pieces):
            piece = file.read(PIECE)
            if not piece:
                return count, True
            count += len(piece)
    return count, False


def resources(folder: Path) -> dict[str, str]:
    """Make a file and a FIFO, and name them with two resources that every Linux has."""
    (folder / "notes.txt").write_text("bring bread\n")
    os.mkfifo(folder / "queue")
    return {
        "notes.txt": str(folder / "notes.txt"),
        "/proc/self/environ": "/proc/self/environ",
        "/dev/zero": "/dev/zero",
        "queue": str(folder / "queue"),
    }


def show(folder: Path) -> None:
    print(f"{'':20}{'kind':14}size  read")
    for name, path in resources(folder).items():
        found = f"{name:20}{kind(path):14}{os.stat(path).st_size:>4}  "
        if kind(path) == "FIFO":
            print(f"{found}open() waits for another program to write")
            continue
        count, ended = read(path, pieces=100)
        print(f"{found}{count} bytes{'' if ended else ', and no end'}")


if __name__ == "__main__":
    if "API_KEY" not in os.environ:  # start again, with an environment that is the same on every machine
        sys.exit(subprocess.run([sys.executable, "-B", __file__], env=ENVIRONMENT).returncode)
    with tempfile.TemporaryDirectory() as name:
        show(Path(name))
