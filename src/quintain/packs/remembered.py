"""What was read of the folders of a pack, so that after a change only the folders that changed are read again.

A whole course takes seconds to read, one lab of it hundredths of a second, and an author waits for each change.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quintain.packs.problems import Problem

type Reading[Part] = tuple[Part | None, Sequence[Problem]]


@dataclass(slots=True)
class Remembered:
    """Readings of labs, lessons and other parts by their folders. For one thread at a time."""

    _shared: int = 0
    _readings: dict[tuple[object, Path], tuple[int, Reading[Any]]] = field(default_factory=dict)

    def look(self, root: Path) -> None:
        """Forget everything if a file changed that no part has for itself, such as a lock file."""
        shared = fingerprint_of(root, [root / "runtimes"])
        if shared != self._shared:
            self._shared = shared
            self._readings.clear()

    def read[Part](self, read: Callable[[Path], Reading[Part]], folder: Path) -> Reading[Part]:
        """Return what a folder holds, as it was read before if no file of it changed."""
        # Before it is read: a change in between is then seen the next time.
        fingerprint = fingerprint_of(folder)
        earlier, reading = self._readings.get((read, folder), (None, None))
        if reading is None or earlier != fingerprint:
            reading = read(folder)
            self._readings[read, folder] = fingerprint, reading
        return reading


def fingerprint_of(folder: Path, below: Sequence[Path] | None = None) -> int:
    """Return a number made of the names, kinds, sizes and times of all files of a folder, and of folders below it.

    Args:
        folder: where to look.
        below: the folders below it to look into; all of them if left out.

    """
    facts: list[tuple[str, int, int, int, int]] = []
    waiting = [folder, *(below or ())]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if below is None and entry.name != "__pycache__":
                            waiting.append(Path(entry.path))
                        continue
                    status = entry.stat(follow_symlinks=False)
                    facts.append((entry.path, status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns))
        except OSError as error:  # the reader says what is wrong there
            facts.append((str(error), 0, 0, 0, 0))
    return hash(tuple(sorted(facts)))
