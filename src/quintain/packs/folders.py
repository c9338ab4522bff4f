"""Reads a pack's files as an outsider would send them: no link is followed, nothing but plain text of modest size."""

import hashlib
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.packs.problems import ProblemCollector

MOST_BYTES: Final = 256 * 1024
MOST_FILES: Final = 400
# What tools and desktops leave behind: no part of a lab, whatever folder it lies in.
LITTER: Final = frozenset({"__pycache__", ".DS_Store", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".git", ".idea"})
ANY: Final = ("utf-8", "surrogateescape")  # any bytes become a text, and the same bytes again
LITTER_ENDINGS: Final = (".pyc", ".swp", "~")


class Unreadable(Exception):  # noqa: N818  always caught within the room and turned into a problem
    """A file that cannot be taken: ``rule`` says why, ``line`` where."""

    def __init__(self, rule: str, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.line = line


def read_text(path: Path) -> str:
    """Return a file's text with Unix line ends, a byte-order mark taken off.

    Raises:
        Unreadable: the file is missing, no plain file, a link, too large, or not UTF-8 text.

    """
    return _decode(_read_bytes(path))


def _read_bytes(path: Path) -> bytes:
    try:
        # Neither wait for a pipe's writer nor follow a link in the last step.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise Unreadable("E001", f"The file {path.name} is missing.") from None
    except OSError as error:
        if path.is_symlink():
            raise Unreadable("E010", f"{path.name} is a link.") from None
        raise Unreadable("E011", f"{path.name} cannot be read: {error.strerror}.") from None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Unreadable("E011", f"{path.name} is no plain file.")
    with os.fdopen(handle, "rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unreadable("E003", f"{path.name} is larger than {MOST_BYTES // 1024} KiB.")
    return content


def _decode(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable("E002", f"Byte {content[error.start]:#04x} is not UTF-8 text.", line) from None
    if "\0" in text:
        raise Unreadable("E002", "The file holds a NUL character.", text.count("\n", 0, text.index("\0")) + 1)
    return text.replace("\r\n", "\n") if "\r" in text else text


def read_tree(
    folder: Path, collector: ProblemCollector, shown: PurePosixPath, *, binary: str = ""
) -> Mapping[str, str]:
    """Return all files below a folder, path → text, sorted; what cannot be taken goes to ``collector``.

    Args:
        folder: where to look; nothing there gives nothing.
        collector: where problems go.
        shown: the folder's path relative to the pack, for problems.
        binary: a folder of this folder whose files may hold any bytes; `bytes_of` gives them back.

    """
    files: dict[str, str] = {}
    for name in sorted(_walk(folder, "", collector, shown)):
        try:
            is_binary = bool(binary) and name.startswith(f"{binary}/")
            files[name] = _read_bytes(folder / name).decode(*ANY) if is_binary else read_text(folder / name)
        except Unreadable as error:
            collector.add(error.rule, error.message, path=shown / name, line=error.line)
    return files


def folder_names(parent: Path) -> list[str]:
    """List the folders of a folder, links among them, so that each can answer for itself."""
    try:
        with os.scandir(parent) as entries:
            return sorted(e.name for e in entries if e.name not in LITTER and (e.is_symlink() or e.is_dir()))
    except (FileNotFoundError, NotADirectoryError):
        return []


def bytes_of(text: str) -> bytes:
    """Return the content of a file that `read_tree` was told to be binary."""
    return text.encode(*ANY)


def _walk(folder: Path, prefix: str, collector: ProblemCollector, shown: PurePosixPath) -> list[str]:
    names: list[str] = []
    waiting = [prefix]
    while waiting:
        inside = waiting.pop()
        for entry in _entries(folder / inside, collector, shown / inside):
            name = f"{inside}{entry.name}"
            if entry.is_symlink():
                collector.add("E010", f"{cut_name(name)} is a link.", path=shown / name)
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(f"{name}/")
            elif len(names) >= MOST_FILES:
                collector.add("E011", f"The folder holds more than {MOST_FILES} files.", path=shown)
                return names
            else:
                names.append(name)
    return names


def _entries(folder: Path, collector: ProblemCollector, shown: PurePosixPath) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if entry.name not in LITTER and not entry.name.endswith(LITTER_ENDINGS)]
    except FileNotFoundError:
        return []
    except OSError as error:
        collector.add("E011", f"The folder cannot be read: {error.strerror}.", path=shown)
        return []


def cut_name(name: str) -> str:
    """Show a file's name in a message, whatever bytes it is made of."""
    return name.encode("utf-8", "backslashreplace").decode()


def digest_of(parts: Iterable[tuple[str, str]]) -> str:
    """Return the sha256 of named texts; order does not matter, names and borders do."""
    total = hashlib.sha256()
    for name, text in sorted(parts):
        for piece in (name, text):
            content = piece.encode(*ANY)
            total.update(len(content).to_bytes(8))
            total.update(content)
    return total.hexdigest()
