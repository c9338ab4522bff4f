"""Reads a learner's folder as a submission to a lab; nothing of it is trusted, and no link is followed.

The folder may be a clone of anybody's repository: it may hold links to files of this machine, named pipes, devices and
files of any size.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from quintain.exports.errors import FolderRefused
from quintain.judge.errors import SubmissionRefused
from quintain.judge.grading.submission import MAX_BYTES, accept
from quintain.packs.model.lab import Lab

LOOKING: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CHUNK_BYTES: Final = 2**16


@dataclass(frozen=True, slots=True)
class FolderSubmission:
    """The files of a folder that a lab lets a learner change.

    ``missing`` are those that the folder does not have, which are judged as the original; ``ignored`` are files that
    the lab lets nobody change and that are changed here, which are judged as the original as well.
    """

    files: dict[str, str]
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def read_submission(lab: Lab, folder: Path) -> FolderSubmission:
    """Read the files of a lab that a learner may change; everything else in the folder is left alone.

    Args:
        lab: the lab.
        folder: the folder that holds the files by their paths, such as ``shop.py``. It may itself be a link.

    Raises:
        FolderRefused: it is no folder, holds none of the files, or one of them is no text file of at most 256
            kibibytes.

    """
    files: dict[str, str] = {}
    with _opened(folder) as root:
        for path in lab.run.editable:
            content = _read(root, path)
            if content is not None:
                files[path] = _text(path, content)
        ignored = tuple(path for path in lab.starter if path not in lab.run.editable and _is_changed(root, lab, path))
    if not files:
        raise FolderRefused(
            f"{folder} has none of the files of {lab.slug}: {', '.join(lab.run.editable)}. "
            "Name the folder that holds them."
        )
    try:
        accept(lab, files)
    except SubmissionRefused as error:
        raise FolderRefused(str(error)) from error
    return FolderSubmission(files, tuple(path for path in lab.run.editable if path not in files), ignored)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    try:
        root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise FolderRefused(f"{folder} cannot be read as a folder: {reason}.") from error
    try:
        yield root
    finally:
        os.close(root)


def _read(root: int, path: str) -> bytes | None:
    """Read one regular file below an open folder; None if there is none.

    Raises:
        FolderRefused: something else is there, or it cannot be read, or it is too large.

    """
    *parents, name = path.split("/")
    try:
        with ExitStack() as opened:
            folder = root
            for parent in parents:
                folder = os.open(parent, LOOKING | os.O_DIRECTORY, dir_fd=folder)
                opened.callback(os.close, folder)
            return _content(folder, name, path)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR}:
            raise FolderRefused(f"{path} lies behind a link, which is not followed. Put a plain file there.") from error
        raise FolderRefused(f"{path} cannot be read: {error.strerror}.") from error


def _content(folder: int, name: str, path: str) -> bytes:
    # A device or a pipe is not even opened, unless it comes between; then the second look finds it.
    _hold_regular(os.stat(name, dir_fd=folder, follow_symlinks=False), path)
    handle = os.open(name, LOOKING, dir_fd=folder)
    try:
        _hold_regular(os.fstat(handle), path)
        content = b""
        while chunk := os.read(handle, CHUNK_BYTES):
            content += chunk
            if len(content) > MAX_BYTES:
                raise FolderRefused(f"{path} is larger than {MAX_BYTES // 1024} kibibytes.")
        return content
    finally:
        os.close(handle)


def _hold_regular(facts: os.stat_result, path: str) -> None:
    if stat.S_ISLNK(facts.st_mode):
        raise FolderRefused(f"{path} is a link, which is not followed. Put a plain file there.")
    if not stat.S_ISREG(facts.st_mode):
        raise FolderRefused(f"{path} is no plain file.")


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise FolderRefused(f"{path} is no text in UTF-8 (byte {error.start + 1}).") from error


def _is_changed(root: int, lab: Lab, path: str) -> bool:
    try:
        content = _read(root, path)
    except FolderRefused:
        return True
    return content is not None and content != lab.starter[path].encode()
