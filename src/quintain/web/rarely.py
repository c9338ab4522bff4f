"""Work that many ask for and that is done now and then, so that a slow database takes one thread and not all."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor


class Rarely[T]:
    """Does some work in one thread, at most once in so many seconds, however often it is asked for. Safe for threads.

    Args:
        work: what is done; what it raises comes out of the future.
        seconds: how old its result may be.
        name: of the thread.

    """

    def __init__(self, work: Callable[[], T], seconds: float, name: str) -> None:
        self.thread = ThreadPoolExecutor(1, name)
        self._work = work
        self._seconds = seconds
        self._lock = threading.Lock()
        self._asked: Future[T] | None = None
        self._asked_at = 0.0

    def ask(self) -> Future[T]:
        """Return what will be known: what was asked for a moment ago or is still being done, or else is done now."""
        with self._lock:
            is_stale = time.monotonic() - self._asked_at > self._seconds
            if self._asked is None or (self._asked.done() and is_stale):
                self._asked_at = time.monotonic()
                self._asked = self.thread.submit(self._work)
            return self._asked
