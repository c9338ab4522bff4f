"""Takes a submission, and nothing else: editable text files of the lab, of a size that a person may have written."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from quintain.judge.errors import SubmissionRefused
from quintain.packs.model.lab import Lab

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
