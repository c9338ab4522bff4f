"""Finished files in the data folder, by what they were made of: the pack's digest, the edition, the version."""

import fcntl
import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from quintain.courseware.editions import Edition

DIGITS: Final = 16
MOST_BYTES: Final = 512 * 2**20
"""What all files may take on the disk; the longest unused are deleted first."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The folder, and what its files were made of."""

    folder: Path
    digest: str

    @property
    def _prefix(self) -> str:
        return f"{version('quintain')}-{self.digest[:DIGITS]}-"

    def path(self, edition: Edition) -> Path:
        """Name the file of an edition."""
        return self.folder / f"{self._prefix}{edition.key}.{edition.format.ending}"

    def size_bytes(self, edition: Edition) -> int | None:
        """Return the size of a finished file; None if there is none."""
        try:
            return self.path(edition).stat().st_size
        except OSError:
            return None

    def open(self, edition: Edition) -> io.FileIO | None:
        """Open a finished file, and note that it was used; None if there is none.

        When it was made stays as it is: by that, a download that was broken off goes on with the same file or not.
        """
        try:
            file = io.FileIO(os.open(self.path(edition), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC))
        except OSError:
            return None
        with suppress(OSError):  # such as a disk that can only be read
            os.utime(file.fileno(), ns=(time.time_ns(), os.fstat(file.fileno()).st_mtime_ns))
        return file

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder, so that of all servers with this data folder one makes a file at a time."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def clean(self) -> None:
        """Delete drafts that a killed process left, files of other packs and versions, and what is too much.

        The folder must be `locked`, so that no draft is being written.
        """
        left = []
        for path in self.folder.iterdir():
            if path.name == ".lock" or not path.is_file():
                continue
            if path.name.startswith(self._prefix):
                facts = path.stat()
                left.append((max(facts.st_atime, facts.st_mtime), facts.st_size, path))
            else:
                path.unlink(missing_ok=True)
        total = sum(size for _, size, _ in left)
        for _, size, path in sorted(left):
            if total <= MOST_BYTES:
                break
            path.unlink(missing_ok=True)
            total -= size
