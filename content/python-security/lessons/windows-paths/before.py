"""Serve a file by its name, on Windows: check that the path stays in the folder."""

import ntpath
from pathlib import PureWindowsPath

from names import FOLDER, opened


def path_of(name: str) -> str:
    path = ntpath.normpath(ntpath.join(FOLDER, name))
    if not PureWindowsPath(path).is_relative_to(FOLDER):
        raise PermissionError(name)
    if name == "passwords.txt":
        raise PermissionError(name)
    return path


if __name__ == "__main__":
    for name in ("report.txt", "passwords.txt", "Passwords.txt", "2026/nul"):
        try:
            print(f"{name:15}{path_of(name):28}opens {' '.join(opened(name))}")
        except PermissionError:
            print(f"{name:15}refused")
