"""Takes a submission, and nothing else: editable text files of the lab, of a size that a person may have written."""

import os
import stat
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.judge.errors import SubmissionRefused
from quintain.packs.model import Lab

MAX_BYTES: Final = 256 * 1024


def accept(lab: Lab, files: Mapping[str, str]) -> dict[str, str]:
    """Check a submission against its lab; files that it leaves out stay as in the starter.

    Raises:
        SubmissionRefused: a path that the lab does not let anyone edit, or a content that is no text of up to
            256 kibibytes.

    """
    for path, text in files.items():
        if type(path) is not str or path not in lab.run.editable or path != str(PurePosixPath(path)):
            raise SubmissionRefused(f"{str(path)!r} is not a file that this lab lets you change.")
        _check(path, text)
    return {path: files.get(path, lab.starter.get(path, "")) for path in lab.run.editable}


def _check(path: str, text: str) -> None:
    if type(text) is not str:
        raise SubmissionRefused(f"{path} is no text.")
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise SubmissionRefused(f"{path} holds half a character, which no file can.") from error
    if size > MAX_BYTES:
        raise SubmissionRefused(f"{path} is larger than {MAX_BYTES // 1024} kibibytes.")
    if "\0" in text:
        raise SubmissionRefused(f"{path} holds a NUL character.")


def accept_exploit(exploit: str) -> bytes:
    """Hold a learner's exploit to its limits, and give it as bytes.

    Raises:
        SubmissionRefused: it is too long, or no text that can be written down.

    """
    _check("exploit.py", exploit)
    return exploit.encode()


def read_submission(folder: Path, editable: Sequence[str]) -> dict[str, str]:
    """Read a submission from a folder without following anything that it may hold instead of a file.

    Args:
        folder: where the edited files lie; the folder itself is the caller's choice and may be a link.
        editable: the paths to look for; those that are missing are left out.

    Raises:
        SubmissionRefused: a path leads over a link, to something that is no regular file, or to no text.

    """
    root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        found = {path: _read(root, path) for path in editable}
    finally:
        os.close(root)
    return {path: text for path, text in found.items() if text is not None}


def _read(root: int, path: str) -> str | None:
    *folders, name = PurePosixPath(path).parts
    here = os.dup(root)
    try:
        for each in folders:
            below = _open(each, here, os.O_DIRECTORY, path)
            if below is None:
                return None
            os.close(here)
            here = below
        handle = _open(name, here, os.O_NONBLOCK, path)
    finally:
        os.close(here)
    return None if handle is None else _text(handle, path)


def _open(name: str, folder: int, flags: int, path: str) -> int | None:
    if name in {"..", "/"}:
        raise SubmissionRefused(f"{path} leads out of the folder.")
    try:
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | flags, dir_fd=folder)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SubmissionRefused(f"{path} is no regular file: a link, perhaps, or a device.") from error


def _text(handle: int, path: str) -> str:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise SubmissionRefused(f"{path} is no regular file.")
    with os.fdopen(handle, "rb") as file:
        content = file.read(MAX_BYTES + 1)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise SubmissionRefused(f"{path} is no UTF-8 text.") from error
    _check(path, text)
    return text
