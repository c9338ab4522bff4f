"""Search a wheel for what is suspicious."""

import re
import tempfile
import zipfile
from pathlib import Path

from packages import MOVED, WHEELS, make

START = re.compile(r"\.(pth|start)$|(^|/)(site|user)customize[./]")


def warnings(wheel: Path) -> list[str]:
    found = []
    package, version, *_ = wheel.name.split("-")
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if START.search(name):
                found.append(f"{name}: runs whenever Python starts")
            elif not name.startswith((f"{package}/", f"{package}-{version}.dist-info/")):
                found.append(f"{name}: not in the folder {package}")
    return found


if __name__ == "__main__":
    for kind in WHEELS | MOVED:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{kind:<9}", *(warnings(Path(folder, make(kind, folder))) or ["nothing found"]), sep="| ")
