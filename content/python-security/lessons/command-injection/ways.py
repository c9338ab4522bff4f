"""Six ways to pass a user's word to a program."""

import contextlib
import json
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

FRAME = f"{sys.executable} -IS {Path(__file__).with_name('frame.py')}"


def shell(name: str) -> str:
    return run(f"{FRAME} --width 5 {name}", shell=True)


def quoted(name: str) -> str:
    return run(f"{FRAME} --width 5 {shlex.quote(name)}", shell=True)


def split(name: str) -> str:
    return run(f"{FRAME} --width 5 {name}".split())


def shlex_split(name: str) -> str:
    return run(shlex.split(f"{FRAME} --width 5 {name}"))


def as_list(name: str) -> str:
    return run([*FRAME.split(), "--width", "5", name])


def dashes(name: str) -> str:
    return run([*FRAME.split(), "--width", "5", "--", name])


WAYS = (shell, quoted, split, shlex_split, as_list, dashes)
NAMES = (
    "cat.png",
    "my cat.png",
    "zoe's.png",
    "cat.png; touch ran",
    "$(touch ran)cat.png",
    "*.png",
    "--out=/srv",
    "cat.png --out=/srv",
)


def run(command: str | list[str], *, shell: bool = False) -> str:
    return subprocess.run(command, shell=shell, check=True, capture_output=True, text=True).stdout


def outcome(way: Callable[[str], str], name: str) -> dict[str, object]:
    """Call the program in a folder with two pictures; return what it understood and whether a command ran."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for picture in ("a.png", "b.png"):
            Path(picture).touch()
        try:
            seen = json.loads(way(name))
        except (subprocess.CalledProcessError, ValueError):
            seen = None
        ran = Path("ran").exists()
    return {"seen": seen, "ran": ran}


def decided(found: dict[str, object]) -> list[str]:
    """Return what the user's word decided besides one picture."""
    seen = found["seen"] or {"output": "frames/", "pictures": []}
    more = len(seen["pictures"]) - 1
    return [
        *(["command"] if found["ran"] else []),
        *(["option"] if seen["output"] != "frames/" else []),
        *([f"{more} more"] if more > 0 else []),
    ]


def cell(found: dict[str, object]) -> str:
    return ", ".join(decided(found)) or ("error" if found["seen"] is None else "-")


if __name__ == "__main__":
    print(f"{'':20}" + "".join(f"{way.__name__:12}" for way in WAYS).rstrip())
    for name in NAMES:
        print(f"{name:20}" + "".join(f"{cell(outcome(way, name)):12}" for way in WAYS).rstrip())
