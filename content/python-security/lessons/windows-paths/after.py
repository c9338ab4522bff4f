"""Serve a file by its name, on Windows: accept only names that have one spelling."""

import ntpath
import re

from names import DEVICES, FOLDER, opened

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}\.txt")


def path_of(name: str) -> str:
    if not NAME.fullmatch(name) or name.partition(".")[0].upper() in DEVICES:
        raise PermissionError(name)
    if name == "passwords.txt":
        raise PermissionError(name)
    return ntpath.join(FOLDER, name)


if __name__ == "__main__":
    for name in ("report.txt", "passwords.txt", "Passwords.txt", "2026/nul"):
        try:
            print(f"{name:15}{path_of(name):28}opens {' '.join(opened(name))}")
        except PermissionError:
            print(f"{name:15}refused")
