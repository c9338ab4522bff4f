"""The box's work folder: written before the suspect runs, read for the judge, who never opens a suspect's path."""

import base64
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from .values import Plain

LAB: Final = Path("/lab")
MAX_BYTES: Final = 2**20
MAX_FILES: Final = 1000
MAX_SEARCHED_BYTES: Final = 2**26
WRITABLE: Final = (LAB, Path("/tmp"), Path("/dev/shm"))  # noqa: S108  the box's own, and all that it can write


def write(planted: Plain) -> list[str]:
    """Write pairs of path and base64 content below the work folder; return the paths."""
    paths: list[str] = []
    assert isinstance(planted, list)  # noqa: S101  the judge wrote it
    for pair in planted:
        assert isinstance(pair, list)  # noqa: S101  as above
        path = LAB / str(pair[0])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(str(pair[1])))
        paths.append(str(pair[0]))
    return paths


def change(question: dict[str, Plain]) -> dict[str, Plain]:
    """Put new content in place of one file, at once: nobody reads half of it, and no link is followed."""
    draft = LAB / f".{secrets.token_hex(8)}"
    draft.write_bytes(base64.b64decode(str(question["content"])))
    draft.replace(LAB / str(question["path"]))
    return {}


def read(question: dict[str, Plain]) -> dict[str, Plain]:
    """Read one regular file; anything else, and a file beyond `MAX_BYTES`, is no content."""
    content = _content(LAB / str(question["path"]), MAX_BYTES + 1)
    if content is None or len(content) > MAX_BYTES:
        return {"content": None}
    return {"content": base64.b64encode(content).decode()}


def search(question: dict[str, Plain]) -> dict[str, Plain]:
    """Name every regular file in the box's writable folders that holds a text, and follow no link.

    Who hides a text among more than `MAX_SEARCHED_BYTES` gets no answer that would count as none found.
    """
    wanted, left = str(question["text"]).encode(), MAX_SEARCHED_BYTES
    found: list[Plain] = []
    for folder, _, names in (step for place in WRITABLE for step in os.walk(place)):
        for name in sorted(names):
            path = Path(folder, name)
            content = _content(path, left + 1) or b""
            left -= len(content)
            if left < 0:
                return {"found": None}
            if wanted in content:
                found.append(str(path).encode(errors="replace").decode())
    return {"found": found[:MAX_FILES]}


def _content(path: Path, most_bytes: int) -> bytes | None:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with open(handle, "rb") as opened:  # noqa: PTH123  a descriptor, not a path
        return opened.read(most_bytes)


def listing(_question: dict[str, Plain]) -> dict[str, Plain]:
    """Name every file and link below the work folder, without caches of bytecode, at most `MAX_FILES`."""
    found: list[Plain] = []
    for folder, folders, names in os.walk(LAB):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in sorted(names):
            shown = str(Path(folder, name).relative_to(LAB))
            found.append(shown.encode(errors="replace").decode())
            if len(found) >= MAX_FILES:
                return {"files": found}
    return {"files": found}
