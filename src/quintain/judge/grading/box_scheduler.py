"""Decides who opens a box next: few are open at once, the user who has had least comes first."""

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Final

LONG_RUNNING_SECONDS: Final = 0.5  # most honest boxes are gone by then
LOOK_SECONDS: Final = 0.02
RETURN_SECONDS: Final = 0.06  # from the end of one box to the wish for the next
HALF_LIFE_SECONDS: Final = 300.0
PENALTY_SECONDS: Final = 10.0
BACKGROUND: Final = "background "
"""How the names of users begin for whose runs nobody waits."""


@dataclass(slots=True)
class Usage:
    """What a user has had: seconds of boxes that are gone, and when those that are open were opened."""

    spent_seconds: float = 0.0
    opened: list[float] = field(default_factory=list)
    faded_at: float = 0.0
    asked_at: float = float("-inf")
    left_at: float = float("-inf")

    def total(self, now: float) -> float:
        """Add up all its boxes."""
        return self.spent_seconds + sum(now - opened for opened in self.opened)

    def fade(self, now: float) -> None:
        """Forget half of it in five minutes."""
        self.spent_seconds *= 0.5 ** ((now - self.faded_at) / HALF_LIFE_SECONDS)
        self.faded_at = now


class BoxScheduler:
    """Lets verdicts open boxes.

    ``boxes`` may be open at once, and beside them ``long_running`` boxes that have run for more than half a second: a
    program that hangs does not keep the next user waiting. A user with a long-running box opens no other box meanwhile.
    Of those who wait, the one whose boxes have run least comes first, and keeps its place for a moment between two
    boxes. A box that ran into a limit counts ten seconds more. All others come before a user whose name begins with
    ``BACKGROUND``.
    """

    def __init__(self, boxes: int, long_running: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._boxes, self._long_running, self._clock = boxes, long_running, clock
        self._changed = threading.Condition()
        self._open: list[float] = []
        self._waiting: dict[int, Usage] = {}
        self._numbers = count()
        self._users: dict[str, Usage] = {}
        self._last = Usage()

    def of(self, user: str) -> Usage:
        """Give what a user has had lately, in all verdicts; a user without a name has had nothing."""
        if user.startswith(BACKGROUND):
            return Usage(spent_seconds=math.inf)
        now = self._clock()
        with self._changed:
            for usage in self._users.values():
                usage.fade(now)
            self._users = {name: usage for name, usage in self._users.items() if self._counts(usage, now)}
            usage = self._users.setdefault(user, Usage(faded_at=now)) if user else Usage()
            usage.asked_at = now
            return usage

    @staticmethod
    def _counts(usage: Usage, now: float) -> bool:
        """Whether it is to be remembered: a verdict may wait long for its first box, and have nothing until then."""
        last_seen = max(usage.asked_at, usage.left_at)
        is_much = usage.spent_seconds > LONG_RUNNING_SECONDS
        return bool(usage.opened) or is_much or now - last_seen < HALF_LIFE_SECONDS

    def served_seconds(self, user: str) -> float:
        """Say how many seconds of boxes a user has had lately, in all verdicts; it is what turns are given by."""
        if user.startswith(BACKGROUND):
            return math.inf
        with self._changed:
            return self._users[user].total(self._clock()) if user in self._users else 0.0

    @contextmanager
    def acquire(self, usage: Usage, watch: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Wait for a place and hold it; ``watch`` is called while it waits, and what it raises ends the wait."""
        opened = self._enter(usage, watch)
        try:
            yield
        finally:
            with self._changed:
                self._open.remove(opened)
                usage.opened.remove(opened)
                usage.left_at = self._clock()
                usage.spent_seconds += usage.left_at - opened
                self._last = usage
                self._changed.notify_all()

    def add_penalty(self, usage: Usage) -> None:
        """Count a box that ran into a limit for more than it took: it has cost the others more, and will again."""
        with self._changed:
            usage.spent_seconds += PENALTY_SECONDS

    def _enter(self, usage: Usage, watch: Callable[[], None]) -> float:
        with self._changed:
            number = next(self._numbers)
            self._waiting[number] = usage
            try:
                while self.next() != number:
                    watch()
                    self._changed.wait(LOOK_SECONDS)  # growing old wakes nobody
            finally:
                del self._waiting[number]
            opened = self._clock()
            self._open.append(opened)
            usage.opened.append(opened)
            self._changed.notify_all()
            return opened

    def next(self) -> int | None:
        """Name the place in line of the one who may open a box now; None if nobody may."""
        now = self._clock()
        aside = min(self._long_running, sum(self._is_long_running(opened, now) for opened in self._open))
        if len(self._open) - aside >= self._boxes:
            return None
        line = [
            (usage.total(now), number) for number, usage in self._waiting.items() if not self._stands_aside(usage, now)
        ]
        if not line or (now - self._last.left_at < RETURN_SECONDS and self._last.total(now) < min(line)[0]):
            return None
        return min(line)[1]

    def _stands_aside(self, usage: Usage, now: float) -> bool:
        return self._long_running > 0 and any(self._is_long_running(opened, now) for opened in usage.opened)

    @staticmethod
    def _is_long_running(opened: float, now: float) -> bool:
        return now - opened > LONG_RUNNING_SECONDS
