"""The public keys of platforms, fetched when a message is to be checked, and kept for a while.

A message that names a key which is not there has them fetched again, once a minute at most for each platform, so that
forged messages make no traffic. A platform that does not answer is left alone for ten seconds.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from quintain.accounts.sso.requests import Unanswered
from quintain.lti.outgoing import ask

KEPT_SECONDS: Final = 3600.0
NEW_KEYS_SECONDS: Final = 60.0
REST_SECONDS: Final = 10.0
MOST_KEYS: Final = 50
MOST_PLATFORMS: Final = 100
OK: Final = 200

type Keys = Sequence[Any]
"""A JWK Set's keys: JSON of somebody else, which its reader looks at."""


@dataclass(slots=True)
class _Place:
    """What is kept of one address. One thread asks, and the others wait for its answer."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    fetched_at: float | None = None
    failed_at: float | None = None
    keys: Keys = ()


@dataclass(slots=True)
class KeySets:
    """Keeps the keys of platforms by their addresses. Safe for threads."""

    now: Callable[[], float] = time.monotonic
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _places: "OrderedDict[str, _Place]" = field(default_factory=OrderedDict)

    def at(self, address: str, *, younger_than: float = KEPT_SECONDS) -> Keys:
        """Return the keys at an address.

        Raises:
            Unanswered: It does not answer with keys, or did not a moment ago.

        """
        with self._lock:
            place = self._places.setdefault(address, _Place())
            self._places.move_to_end(address)
            while len(self._places) > MOST_PLATFORMS:
                self._places.popitem(last=False)
        with place.lock:
            now = self.now()
            if place.fetched_at is not None and now - place.fetched_at < younger_than:
                return place.keys
            if place.failed_at is not None and now - place.failed_at < REST_SECONDS:
                raise Unanswered("it did not answer a moment ago")
            try:
                place.keys = _fetch(address)
            except Unanswered:
                place.failed_at = self.now()
                raise
            place.failed_at, place.fetched_at = None, self.now()
            return place.keys

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._places.clear()


KEY_SETS: Final = KeySets()


def _fetch(address: str) -> Keys:
    answer = ask(address)
    if answer.status != OK:
        raise Unanswered(f"status {answer.status}")
    keys = answer.json().get("keys")
    if not isinstance(keys, list) or len(keys) > MOST_KEYS:
        raise Unanswered("no list of keys")
    return keys
