"""The back end's connections. While packets are lost, each try to connect takes until its time-out.

A page asks the database several times, and the threads of pages are few: without this, they would all wait, one after
the other, and each several times.
"""

import threading
import time
from typing import Any, Final

from django.db.backends.postgresql import base
from psycopg import OperationalError

SLOW_SECONDS: Final = 1.0
"""What fails sooner, such as a server that is not started, may be tried as often as somebody likes."""
PAUSE_SECONDS: Final = 1.0
LONGEST_TRY_SECONDS: Final = 10.0
"""Another try begins after this, if the one before has not ended: ``connect_timeout`` is for each address of a name."""


class Tries:
    """Who may try to connect to a server that does not answer: one at a time. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_away = False
        self._again_at = 0.0

    def may_begin(self) -> bool:
        """Tell whether to try now; while the server is away, nobody else may then."""
        with self._lock:
            if not self._is_away:
                return True
            now = time.monotonic()
            if now < self._again_at:
                return False
            self._again_at = now + LONGEST_TRY_SECONDS
            return True

    def end(self, *, is_away: bool) -> None:
        """Say how a try has ended."""
        with self._lock:
            self._is_away = is_away
            self._again_at = time.monotonic() + PAUSE_SECONDS


_tries: Final = Tries()  # a process has one PostgreSQL


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects, unless the last try has waited in vain and it is too early for another one."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:  # as Django has it
        """Connect.

        Raises:
            OperationalError: Of psycopg: the server does not answer, or did not a moment ago.

        """
        if not _tries.may_begin():
            raise OperationalError("the server did not answer a moment ago, and is tried again soon")
        began, is_away = time.monotonic(), False
        try:
            return super().get_new_connection(conn_params)
        except OperationalError:
            is_away = time.monotonic() - began >= SLOW_SECONDS
            raise
        finally:
            _tries.end(is_away=is_away)
