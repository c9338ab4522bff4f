"""Who opens a box next: few at once, whoever has had least comes first, and what runs long stands aside."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Final

YOUNG_SECONDS: Final = 0.5  # most honest boxes are gone by then
LOOK_SECONDS: Final = 0.05

type Clock = Callable[[], float]


@dataclass(slots=True)
class Turn:
    """What one verdict has had: seconds of boxes that are gone, and when those that are open were opened."""

    spent_seconds: float = 0.0
    opened: list[float] = field(default_factory=list)

    def had(self, now: float) -> float:
        """Add up all its boxes."""
        return self.spent_seconds + sum(now - opened for opened in self.opened)


class Turns:
    """Lets verdicts open boxes.

    ``boxes`` may be open at once, and beside them ``elders`` that have run for more than half a second: a program that
    hangs does not keep the next student waiting. A verdict with an elder opens no other box meanwhile. Of those who
    wait, the verdict whose boxes have run least comes first.
    """

    def __init__(self, boxes: int, elders: int = 0, clock: Clock = time.monotonic) -> None:
        self._boxes, self._elders, self._clock = boxes, elders, clock
        self._changed = threading.Condition()
        self._open: list[float] = []
        self._waiting: dict[int, Turn] = {}
        self._numbers = count()

    @contextmanager
    def take(self, turn: Turn) -> Iterator[None]:
        """Wait for a place and hold it."""
        opened = self._enter(turn)
        try:
            yield
        finally:
            with self._changed:
                self._open.remove(opened)
                turn.opened.remove(opened)
                turn.spent_seconds += self._clock() - opened
                self._changed.notify_all()

    def _enter(self, turn: Turn) -> float:
        with self._changed:
            number = next(self._numbers)
            self._waiting[number] = turn
            try:
                while self.next() != number:
                    self._changed.wait(LOOK_SECONDS)  # growing old wakes nobody
            finally:
                del self._waiting[number]
            opened = self._clock()
            self._open.append(opened)
            turn.opened.append(opened)
            self._changed.notify_all()
            return opened

    def next(self) -> int | None:
        """Name the place in line of whoever may open a box now; None if nobody may."""
        now = self._clock()
        aside = min(self._elders, sum(self._is_old(opened, now) for opened in self._open))
        if len(self._open) - aside >= self._boxes:
            return None
        line = [(turn.had(now), number) for number, turn in self._waiting.items() if not self._stands_aside(turn, now)]
        return min(line)[1] if line else None

    def _stands_aside(self, turn: Turn, now: float) -> bool:
        return self._elders > 0 and any(self._is_old(opened, now) for opened in turn.opened)

    @staticmethod
    def _is_old(opened: float, now: float) -> bool:
        return now - opened > YOUNG_SECONDS
