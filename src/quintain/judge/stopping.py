"""Ends a run of the judge from another thread, because the person who asked for it wants no more of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Protocol


class RunStopped(Exception):  # noqa: N818  what happened
    """The run was stopped before there was anything to tell."""


class Endable(Protocol):
    """A box, as far as this is about it."""

    def end(self) -> None:
        """End everything in it."""


class StopSwitch:
    """Stops one run, once: what runs for it ends, and what it waits for is not waited for any longer.

    Safe for threads. A box that is registered after the switch was thrown ends at once.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_asked = False
        self._boxes: list[Endable] = []

    @property
    def is_asked(self) -> bool:
        """Whether somebody wants the run to end."""
        return self._is_asked

    def stop(self) -> None:
        """End the run; a second time changes nothing."""
        with self._lock:
            self._is_asked = True
            boxes = list(self._boxes)
        for box in boxes:
            box.end()

    def check(self) -> None:
        """Let the one that waits give up.

        Raises:
            RunStopped: The run was stopped.

        """
        if self._is_asked:
            raise RunStopped

    @contextmanager
    def ends(self, *boxes: Endable) -> Iterator[None]:
        """Have these boxes end with the run, as long as they are in use."""
        with self._lock:
            self._boxes += boxes
            is_asked = self._is_asked
        if is_asked:
            self.stop()
        try:
            yield
        finally:
            with self._lock:
                self._boxes = [each for each in self._boxes if each not in boxes]
