"""Lets one box of a verdict run alone, between times in which several run at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SharedLock:
    """A lock with two ways to hold it. Safe for threads; do not hold it twice in one thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running = 0
        self._waiting_alone = 0

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Hold it beside others; one that waits to hold it alone comes first."""
        with self._changed:
            self._changed.wait_for(lambda: self._running >= 0 and not self._waiting_alone)
            self._running += 1
        try:
            yield
        finally:
            self._leave(1)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Wait until nobody holds it, and keep everybody out."""
        with self._changed:
            self._waiting_alone += 1
            self._changed.wait_for(lambda: self._running == 0)
            self._waiting_alone -= 1
            self._running = -1
        try:
            yield
        finally:
            self._leave(-1)

    def _leave(self, share: int) -> None:
        with self._changed:
            self._running -= share
            self._changed.notify_all()
