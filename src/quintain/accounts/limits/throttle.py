"""Slows guessing down. Knows no Django.

Each thing that is guessed at has a bucket of tries that fills up again with time. A try is taken before the secret is
looked at, so that many at once get no more of them, and given back if the secret was right.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

MOST_BUCKETS: Final = 50_000


@dataclass(frozen=True, slots=True, order=True)
class Rate:
    """How many tries a bucket holds, and after how many seconds it has one more."""

    tries: int
    seconds: float


type Bucket = tuple[str, Rate]
"""The name of what is guessed at, and its rate."""


class Throttle:
    """Buckets of tries, for one process. Safe for threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._full_at: dict[Bucket, float] = {}
        """When each bucket will be full again; one that is full is not kept."""

    def wait(self, buckets: Sequence[Bucket]) -> float:
        """Return the seconds to wait for a try in each bucket, and take none."""
        with self._lock:
            return self._wait(buckets, self._now())

    def _wait(self, buckets: Sequence[Bucket], now: float) -> float:
        waits = [self._full_at.get(each, now) - now - (each[1].tries - 1) * each[1].seconds for each in buckets]
        longest = max(waits, default=0.0)
        return longest if longest > 1e-6 else 0.0  # noqa: PLR2004  what adding and subtracting leaves

    def take(self, buckets: Sequence[Bucket]) -> float:
        """Take a try from each bucket and return 0; if one has none, take nothing and return the seconds to wait."""
        with self._lock:
            now = self._now()
            if longest := self._wait(buckets, now):
                return longest
            for each in buckets:
                self._full_at[each] = max(self._full_at.pop(each, now), now) + each[1].seconds
            if len(self._full_at) > MOST_BUCKETS:
                self._forget(now)
        return 0.0

    def give_back(self, buckets: Sequence[Bucket]) -> None:
        """Return what was taken for a try that was no guess."""
        with self._lock:
            for each in buckets:
                if each in self._full_at:
                    self._full_at[each] -= each[1].seconds

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._full_at.clear()

    def _forget(self, now: float) -> None:
        """Drop the full buckets, and if that is not enough those that are full soonest."""
        left = sorted((until, bucket) for bucket, until in self._full_at.items() if until > now)
        self._full_at = {bucket: until for until, bucket in left[-MOST_BUCKETS // 2 :]}
