"""Whether the database can be read and written, asked so that nobody waits for an answer.

The question has a thread of its own: a database that another program holds makes everybody wait who asks it, and the
threads of pages may be waiting already.
"""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import DatabaseError, OperationalError, connection

FRESH_SECONDS: Final = 1.0
CHECKED_SECONDS: Final = 60.0
DAMAGE: Final = ("malformed", "not a database", "corrupt", "disk i/o error")


class State(StrEnum):
    """What is known of the database."""

    WELL = "well"
    BUSY = "busy"
    DAMAGED = "damaged"
    FULL = "full"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What people are told of a state that is not well."""

    sentence: str
    remedy: str


TROUBLES: Final = {
    State.BUSY: Trouble(
        "The database does not answer, or another program holds it.",
        "Wait a moment. If it stays, end the program that has the file open: a copy, or a database browser.",
    ),
    State.DAMAGED: Trouble(
        "The database is damaged.",
        "Stop the server, and bring back the last backup of the data folder; the log names what could not be read.",
    ),
    State.FULL: Trouble("The disk of the database is full.", "Make room on it; nothing that was saved is lost."),
    State.UNREACHABLE: Trouble("The database cannot be used.", "Look into the server's log."),
}


def state_of(error: DatabaseError) -> State:
    """Tell what an error of the database says about it."""
    said = str(error).lower()
    if any(word in said for word in DAMAGE):
        return State.DAMAGED
    if "disk is full" in said or "no space left" in said:
        return State.FULL
    return State.BUSY if "locked" in said or "busy" in said else State.UNREACHABLE


class Health:
    """Asks the database now and then. Safe for threads."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "health")
        self._lock = threading.Lock()
        self._asking: Future[State] | None = None
        self._asked_at = 0.0
        self._checked_at = -CHECKED_SECONDS
        self._damaged = False

    def ask(self) -> "Future[State]":
        """Return what will be known, which was asked for less than a second ago or is asked for now."""
        with self._lock:
            stale = time.monotonic() - self._asked_at > FRESH_SECONDS
            if self._asking is None or (self._asking.done() and stale):
                self._asked_at = time.monotonic()
                self._asking = self._thread.submit(self._look)
            return self._asking

    def _look(self) -> State:
        try:
            return State.DAMAGED if self._is_damaged() else _try_out()
        except OperationalError as error:
            return state_of(error)
        except DatabaseError as error:
            connection.close()
            return state_of(error)

    def _is_damaged(self) -> bool:
        """Read the whole database once a minute; what is damaged stays so until the server is started again."""
        if connection.vendor == "sqlite" and time.monotonic() - self._checked_at > CHECKED_SECONDS:
            self._damaged = self._damaged or bool(damage())
            self._checked_at = time.monotonic()
        return self._damaged


def damage() -> str:
    """Return the first thing that is wrong with an SQLite database; empty if nothing is.

    Raises:
        DatabaseError: It cannot be read at all.

    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        found = cursor.fetchone()
    return "" if found is None or found[0] == "ok" else str(found[0])


def _try_out() -> State:
    """Begin to write, and leave it at that."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        else:
            cursor.execute("SELECT 1")
    return State.WELL
