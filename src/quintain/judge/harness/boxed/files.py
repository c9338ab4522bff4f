"""The box's work folder: written before the suspect runs, read for the judge, who never opens a suspect's path."""

import base64
import os
import stat
from pathlib import Path
from typing import Final

from .values import Plain

LAB: Final = Path("/lab")
MAX_BYTES: Final = 2**20
MAX_FILES: Final = 1000


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


def read(question: dict[str, Plain]) -> dict[str, Plain]:
    """Read one regular file; anything else, and a file beyond `MAX_BYTES`, is no content."""
    try:
        handle = os.open(LAB / str(question["path"]), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return {"content": None, "what": "nothing"}
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return {"content": None, "what": "no file"}
    with open(handle, "rb") as opened:  # noqa: PTH123  a descriptor, not a path
        content = opened.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        return {"content": None, "what": "too large"}
    return {"content": base64.b64encode(content).decode()}


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
