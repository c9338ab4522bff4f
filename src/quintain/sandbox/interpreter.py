"""The interpreter that boxes are given: a copy of the one below the server's virtual environment."""

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

SITE_QUESTION = "import site; print(site.getsitepackages()[0])"


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Where an installed Python keeps its parts, and where a box will see them: its prefix becomes ``/usr``."""

    executable: Path
    prefix: Path
    library: Path
    site: Path
    version: str

    def seen_in_box(self, path: Path) -> PurePosixPath:
        """Where a file of this installation, or of the system, lies in the box."""
        if path.is_relative_to(self.prefix):
            return PurePosixPath("/usr") / path.relative_to(self.prefix)
        return PurePosixPath(path)

    @property
    def program(self) -> PurePosixPath:
        """The interpreter's own path in the box."""
        return PurePosixPath("/usr/bin") / self.executable.name


@cache
def base_interpreter() -> Interpreter:
    """Find the interpreter that this process runs on, without its virtual environment."""
    # Set on every CPython since 3.3 to what the virtual environment was made from.
    executable = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    prefix = Path(sys.base_prefix).resolve()
    asked = subprocess.run(
        [executable, "-I", "-c", SITE_QUESTION], capture_output=True, text=True, check=True, env={}, timeout=60
    )
    return Interpreter(
        executable=executable,
        prefix=prefix,
        library=Path(os.__file__).resolve().parent,
        site=Path(asked.stdout.strip()),
        version=sys.version.split()[0],
    )
