"""Which shared libraries a set of programs needs, as the machine's own loader answers."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from quintain.sandbox.errors import RuntimeNotBuilt

FOUND = re.compile(r"^\s+(?:\S+ => )?(/\S+) \(0x[0-9a-f]+\)$", re.MULTILINE)
FILES_AT_ONCE = 200


def is_elf(path: Path) -> bool:
    """Whether a file is a native program or library."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def needed_libraries(files: Iterable[Path]) -> frozenset[Path]:
    """Every library, and the loader itself, that the files need, directly or not.

    Raises:
        RuntimeNotBuilt: the machine has no ``ldd``.
    """
    ldd = shutil.which("ldd")
    if ldd is None:
        raise RuntimeNotBuilt(
            "The sandbox finds the libraries of a program with ldd, and this machine has none.",
            "Install the package that brings ldd (libc-bin, glibc-common).",
        )
    elves = [str(file) for file in files if is_elf(file)]
    libraries: set[Path] = set()
    for start in range(0, len(elves), FILES_AT_ONCE):
        # Libraries inside wheels that ldd cannot place yet are found beside them in the box; so no check of the status.
        answer = subprocess.run(
            [ldd, *elves[start : start + FILES_AT_ONCE]],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/bin:/bin:/usr/sbin:/sbin"},
            timeout=120,
        )
        libraries.update(Path(path) for path in FOUND.findall(answer.stdout))
    return frozenset(libraries)
