"""Seven names, and four ways to find out whether they name the file private/grades.txt."""

import os
from pathlib import Path

from worksheets import FOLDER

TARGET = "private/grades.txt"
NAMES = (
    "private/grades.txt",
    "private//grades.txt",
    "./private/grades.txt",
    "2026/../private/grades.txt",
    "marks.txt",
    "same.txt",
    "shared/../private/grades.txt",
)


def compared(name: str) -> list[bool]:
    """Return what four comparisons say, and whether the system opens the file."""
    path, target = FOLDER / name, FOLDER / TARGET
    return [
        name == TARGET,
        path == target,
        os.path.normpath(path) == os.path.normpath(target),
        os.path.realpath(path) == os.path.realpath(target),
        os.path.samefile(path, target),
    ]


if __name__ == "__main__":
    print(f"{'':30}{'==':8}{'Path':8}{'normpath':10}{'realpath':10}opens it")
    for name in NAMES:
        equal, path, norm, real, opened = ("yes" if answer else "-" for answer in compared(name))
        print(f"{name:30}{equal:8}{path:8}{norm:10}{real:10}{opened}")
