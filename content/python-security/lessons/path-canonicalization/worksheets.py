"""A folder with links in it, and two folders beside it, in a new place that is removed at the end."""

import atexit
import os
import tempfile
from pathlib import Path

_folder = tempfile.TemporaryDirectory()
atexit.register(_folder.cleanup)
ROOT = Path(_folder.name).resolve()
FOLDER = ROOT / "worksheets"
FILES = (
    "worksheets/scales.txt",
    "worksheets/2026/rhythm.txt",
    "worksheets/private/grades.txt",
    "worksheets-old/7.txt",
    "common/sheets/clef.txt",
    "common/private/grades.txt",
    "settings.ini",
)
LINKS = {
    "worksheets/marks.txt": "private/grades.txt",
    "worksheets/shared": "../common/sheets",
    "worksheets/link.txt": "../settings.ini",
}

for name in FILES:
    (ROOT / name).parent.mkdir(exist_ok=True, parents=True)
    (ROOT / name).write_text(name)
for name, target in LINKS.items():
    (ROOT / name).symlink_to(target)
os.link(FOLDER / "private/grades.txt", FOLDER / "same.txt")


def shown(path: object) -> str:
    """Write a path as on the server, where the school's folder is /srv/school."""
    return str(path).replace(str(ROOT), "/srv/school")


if __name__ == "__main__":
    for name, target in LINKS.items():
        print(f"{name:22} -> {target}")
