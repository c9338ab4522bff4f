"""The files of a music school, in a new folder that is removed at the end."""

import atexit
import tempfile
from pathlib import Path

FILES = {
    "worksheets/scales.txt": "C D E F G A B",
    "worksheets/2026/rhythm.txt": "one and two and",
    "worksheets-teachers/answers.txt": "bar 7: D minor",
    "settings.ini": "password = tuba",
}

_folder = tempfile.TemporaryDirectory()
atexit.register(_folder.cleanup)
ROOT = Path(_folder.name).resolve()
WORKSHEETS = ROOT / "worksheets"

for name, text in FILES.items():
    (ROOT / name).parent.mkdir(exist_ok=True, parents=True)
    (ROOT / name).write_text(text)


def shown(path: object) -> str:
    """Write a path as on the server, where the school's folder is /srv/school."""
    return str(path).replace(str(ROOT), "/srv/school")


def try_names(read) -> None:
    """Ask for a few worksheets, and print what comes back."""
    for name in (
        "scales.txt",
        "2026/rhythm.txt",
        "2026/../scales.txt",
        "../settings.ini",
        f"{ROOT}/settings.ini",
        "2026/../../worksheets-teachers/answers.txt",
    ):
        try:
            answer = read(name)
        except OSError as error:
            answer = f"404 ({type(error).__name__})"
        print(f"{shown(name):44}{answer}")


if __name__ == "__main__":
    for path in sorted(ROOT.rglob("*.*")):
        print(shown(path))
