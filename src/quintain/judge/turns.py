"""Who opens a box next: few at once, whoever has had least comes first, and what runs long stands aside."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Final

YOUNG_SECONDS: Final = 0.5  # most honest boxes are gone by then
LOOK_SECONDS: Final = 0.02
RETURN_SECONDS: Final = 0.06  # from the end of one box to the wish for the next
HALF_LIFE_SECONDS: Final = 300.0
FINE_SECONDS: Final = 10.0

type Clock = Callable[[], float]


@dataclass(slots=True)
class Turn:
    """What a student has had: seconds of boxes that are gone, and when those that are open were opened."""

    spent_seconds: float = 0.0
    opened: list[float] = field(default_factory=list)
    faded_at: float = 0.0
    left_at: float = float("-inf")

    def had(self, now: float) -> float:
        """Add up all its boxes."""
        return self.spent_seconds + sum(now - opened for opened in self.opened)

    def fade(self, now: float) -> None:
        """Forget half of it in five minutes."""
        self.spent_seconds *= 0.5 ** ((now - self.faded_at) / HALF_LIFE_SECONDS)
        self.faded_at = now


class Turns:
    """Lets verdicts open boxes.

    ``boxes`` may be open at once, and beside them ``elders`` that have run for more than half a second: a program that
    hangs does not keep the next student waiting. Who has an elder opens no other box meanwhile. Of those who wait,
    the one whose boxes have run least comes first, and keeps its place for a moment between two boxes. A box that ran
    into a limit counts ten seconds more.
    """

    def __init__(self, boxes: int, elders: int = 0, clock: Clock = time.monotonic) -> None:
        self._boxes, self._elders, self._clock = boxes, elders, clock
        self._changed = threading.Condition()
        self._open: list[float] = []
        self._waiting: dict[int, Turn] = {}
        self._numbers = count()
        self._parties: dict[str, Turn] = {}
        self._last = Turn()

    def of(self, party: str) -> Turn:
        """Give what a student has had lately, in all verdicts; whoever has no name has had nothing."""
        now = self._clock()
        with self._changed:
            for turn in self._parties.values():
                turn.fade(now)
            self._parties = {
                name: turn for name, turn in self._parties.items() if turn.opened or turn.spent_seconds > YOUNG_SECONDS
            }
            return self._parties.setdefault(party, Turn(faded_at=now)) if party else Turn()

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
                turn.left_at = self._clock()
                turn.spent_seconds += turn.left_at - opened
                self._last = turn
                self._changed.notify_all()

    def fine(self, turn: Turn) -> None:
        """Count a box that ran into a limit for more than it took: it has cost the others more, and will again."""
        with self._changed:
            turn.spent_seconds += FINE_SECONDS

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
        if not line or (now - self._last.left_at < RETURN_SECONDS and self._last.had(now) < min(line)[0]):
            return None
        return min(line)[1]

    def _stands_aside(self, turn: Turn, now: float) -> bool:
        return self._elders > 0 and any(self._is_old(opened, now) for opened in turn.opened)

    @staticmethod
    def _is_old(opened: float, now: float) -> bool:
        return now - opened > YOUNG_SECONDS
