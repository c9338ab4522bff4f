"""Search a wheel for what is suspicious."""

import tempfile
import zipfile
from pathlib import Path

from packages import MOVED, WHEELS, make

WORDS = ("eval(", "exec(", "base64", "http://", "https://")


def warnings(wheel: Path) -> list[str]:
    found = []
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            if name.endswith(".py"):
                found += [f"{name}: {word}" for word in WORDS if word in text]
    return found


if __name__ == "__main__":
    for kind in WHEELS | MOVED:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{kind:<9}", *(warnings(Path(folder, make(kind, folder))) or ["nothing found"]), sep="| ")
