"""How many boxes this process has opened since it began, for those who watch it."""

import threading
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Start(StrEnum):
    """How a box began: forked from a process that lay ready, by an interpreter of its own, or not at all."""

    WARM = "warm"
    COLD = "cold"
    FAILED = "failed"


class Starts:
    """Counts boxes. Safe for threads."""

    def __init__(self) -> None:
        self._counts: Counter[Start] = Counter()
        self._lock = threading.Lock()

    def count(self, start: Start) -> None:
        """Count one more."""
        with self._lock:
            self._counts[start] += 1

    def counts(self) -> Mapping[Start, int]:
        """Return how many there were of each kind."""
        with self._lock:
            return {start: self._counts[start] for start in Start}


STARTS: Final = Starts()
"""Those of all sandboxes of this process."""
