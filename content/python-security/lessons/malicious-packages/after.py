"""Search a wheel for what is suspicious."""

import tempfile
import zipfile
from pathlib import Path

from packages import WHEELS, make

START = (".pth", ".start")


def warnings(wheel: Path) -> list[str]:
    found = []
    package = wheel.name.split("-")[0]
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith(START):
                found.append(f"{name}: runs whenever Python starts")
            elif not name.startswith((f"{package}/", f"{package}-")):
                found.append(f"{name}: not in the folder {package}")
    return found


if __name__ == "__main__":
    for kind in WHEELS:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{kind:<9}", *(warnings(Path(folder, make(kind, folder))) or ["nothing found"]), sep="| ")
