"""What Windows opens for a name: a small model of documented rules. It touches no file."""

import ntpath
import re
from typing import NamedTuple

FOLDER = r"C:\app\files"
FILES = {"report.txt": "REPORT.TXT", "passwords.txt": "PASSWO~1.TXT"}  # each file with its short name
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"
}
INVALID = re.compile(r'[<>"|?*\x00-\x1f]')


class Opened(NamedTuple):
    kind: str
    what: str


def opened(name: str) -> Opened:
    """Return what a program opens that joins the folder and the name."""
    path = ntpath.join(FOLDER, name).replace("/", "\\")
    if path.startswith(("\\\\.\\", "\\\\?\\")):
        return Opened("device", path)
    if path.startswith("\\\\"):
        return Opened("network", path)
    if device := device_of(path):
        return Opened("device", device)
    if not path[2:].startswith("\\"):
        return Opened("outside", path)
    path = ntpath.normpath(path).rstrip(". ")
    if path.lower() == FOLDER.lower():
        return Opened("folder", FOLDER)
    if not path.lower().startswith(f"{FOLDER}\\".lower()):
        return Opened("outside", path)
    return look_up(path[len(FOLDER) + 1 :])


def device_of(path: str) -> str | None:
    """Return the device that the last part of a path names, whatever follows a dot or a colon."""
    last = path[2:].rpartition("\\")[2]
    stem = re.split("[.:]", last)[0].rstrip(" ").upper()
    return stem if stem in DEVICES else None


def look_up(path: str) -> Opened:
    """Find a file in the folder by its long or short name, in any case, and a stream of it."""
    file, colon, stream = path.partition(":")
    if stream.upper().endswith(":$DATA"):
        stream, colon = stream[: -len(":$DATA")], ""
    if INVALID.search(path) or "\\" in stream or ":" in stream or (colon and not stream):
        return Opened("invalid", path)
    for long, short in FILES.items():
        if file.lower() in (long, short.lower()):
            return Opened("stream", f"{stream} of {long}") if stream else Opened("file", long)
    return Opened("missing", path)


if __name__ == "__main__":
    for name in ("report.txt", "NUL", "report.txt:notes"):
        print(f"{name:20}{' '.join(opened(name))}")
