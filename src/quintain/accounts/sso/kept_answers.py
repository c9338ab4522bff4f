"""What others answer to this server, such as their keys, kept for a while. Who does not answer is left alone."""

import threading
import time
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from quintain.web.outgoing import Unanswered

KEPT_SECONDS: Final = 3600.0
REST_SECONDS: Final = 10.0
NEW_KEYS_SECONDS: Final = 60.0
"""Keys younger than this are not fetched again for a message that names another: forged ones make no traffic."""
MOST_PLACES: Final = 100


@dataclass(slots=True)
class _Place[Value]:
    """What is kept of one of them. One thread asks, and the others wait for its answer."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    fetched_at: float | None = None
    failed_at: float | None = None
    value: Value | None = None


class KeptAnswers[Key, Value](ABC):
    """Keeps answers by whom they are of, those of the last `MOST_PLACES` who were asked. Safe for threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._lock = threading.Lock()
        self._places: OrderedDict[Key, _Place[Value]] = OrderedDict()

    def of(self, key: Key, *, younger_than: float = KEPT_SECONDS) -> Value:
        """Return an answer.

        Raises:
            Unanswered: There is none that can be used, or was none a moment ago.

        """
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > MOST_PLACES:
                self._places.popitem(last=False)
        with place.lock:
            now = self.now()
            if place.value is not None and place.fetched_at is not None and now - place.fetched_at < younger_than:
                return place.value
            if place.failed_at is not None and now - place.failed_at < REST_SECONDS:
                raise Unanswered("it did not answer a moment ago")
            try:
                place.value = self._ask(key)
            except Unanswered:
                place.failed_at = self.now()
                raise
            place.failed_at, place.fetched_at = None, self.now()
            return place.value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._places.clear()

    @abstractmethod
    def _ask(self, key: Key) -> Value:
        """Fetch an answer.

        Raises:
            Unanswered: There is none that can be used.

        """
