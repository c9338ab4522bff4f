"""Whether the data folder and the database can be written, asked so that nobody waits for an answer.

Both are tried, since nothing else tells: on a full disk a database can be read, and a transaction can begin. What is
tried is small, and it is tried once a second at most, however often somebody asks.

The question has a thread of its own: a database that another program holds makes everybody wait who asks it, and the
threads of pages may be waiting already.
"""

import errno
import os
import time
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from django.db import Error, InterfaceError, OperationalError, connection

from quintain.web.rarely import Rarely

FRESH_SECONDS: Final = 1.0
CHECKED_SECONDS: Final = 60.0
ROOM_BYTES: Final = 256 * 1024
"""What must be free on the disk: the largest file that a learner saves."""
NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DAMAGE: Final = ("malformed", "not a database", "corrupt", "disk i/o error")


class State(StrEnum):
    """What is known of the server's data."""

    WELL = "well"
    AWAY = "away"
    BUSY = "busy"
    DAMAGED = "damaged"
    FULL = "full"
    UNREACHABLE = "unreachable"
    UNWRITABLE = "unwritable"


class Part(StrEnum):
    """What was found ill."""

    FOLDER = "data folder"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Finding:
    """A state, and of what; of nothing while all is well."""

    state: State
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """What people are told of a state that is not well."""

    sentence: str
    remedy: str


AWAY: Final = ("08", "57P", "53300")
"""How SQLSTATEs of PostgreSQL begin: a connection that failed, a server that ends or starts, no connection left."""

TROUBLES: Final = {
    Finding(State.AWAY, Part.DATABASE): Trouble(
        "The database server does not answer.",
        "See that it runs, and that this machine reaches it; the classroom goes on by itself.",
    ),
    Finding(State.BUSY, Part.DATABASE): Trouble(
        "The database does not answer, or another program holds it.",
        "Wait a moment. If it stays, end the program that has the file open: a copy, or a database browser.",
    ),
    Finding(State.DAMAGED, Part.DATABASE): Trouble(
        "The database is damaged.",
        "Stop the server, and bring back the last backup of the data folder; the log names what could not be read.",
    ),
    Finding(State.FULL, Part.DATABASE): Trouble(
        "The disk of the database is full.", "Make room on it; nothing that was saved is lost."
    ),
    Finding(State.UNREACHABLE, Part.DATABASE): Trouble("The database cannot be used.", "Look into the server's log."),
    Finding(State.FULL, Part.FOLDER): Trouble(
        "The disk of the data folder is full, or the server may not use more of it.",
        "Make room on it, or raise the quota; nothing that was saved is lost.",
    ),
    Finding(State.UNWRITABLE, Part.FOLDER): Trouble(
        "The data folder cannot be written.",
        "See that the folder is there, that it belongs to the user of the server, and that its disk is not read-only.",
    ),
}


def is_away(error: BaseException) -> bool:
    """Tell whether an error of PostgreSQL, or of its driver, is that it does not answer."""
    state = getattr(error.__cause__ if isinstance(error, Error) else error, "sqlstate", None)
    return state is None or state.startswith(AWAY)  # none of a connection that was never made


def state_of(error: Error) -> State:
    """Tell what an error of the database says about it."""
    if connection.vendor == "postgresql" and isinstance(error, OperationalError | InterfaceError) and is_away(error):
        return State.AWAY
    text = str(error).lower()
    if any(word in text for word in DAMAGE):
        return State.DAMAGED
    if "disk is full" in text or "no space left" in text:
        return State.FULL
    return State.BUSY if "locked" in text or "busy" in text else State.UNREACHABLE


class Health:
    """Tries the folder and the database now and then. Safe for threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._looks = Rarely(self._look, FRESH_SECONDS, "health")
        self._checked_at = -CHECKED_SECONDS
        self._damaged = False

    def ask(self) -> Future[Finding]:
        """Return what will be known, which was asked for less than a second ago or is asked for now."""
        return self._looks.ask()

    def _look(self) -> Finding:
        state = _try_folder(self._folder)
        if state is State.WELL:
            state = self._look_at_database()
            return Finding(state, None if state is State.WELL else Part.DATABASE)
        return Finding(state, Part.FOLDER)

    def _look_at_database(self) -> State:
        try:
            if self._is_damaged():
                return State.DAMAGED
            _write()
        except OperationalError as error:
            return state_of(error)
        except Error as error:
            connection.close()
            return state_of(error)
        return State.WELL

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
        row = cursor.fetchone()
    return "" if row is None or row[0] == "ok" else str(row[0])


def _try_folder(folder: Path) -> State:
    """Take as much of the disk as the largest file that a learner saves, and give it back."""
    try:
        with TemporaryFile(dir=folder) as file:
            os.posix_fallocate(file.fileno(), 0, ROOM_BYTES)
    except OSError as error:
        return State.FULL if error.errno in NO_ROOM else State.UNWRITABLE
    return State.WELL


def _write() -> None:
    """Write something small that changes nothing: all the way to the disk, as a save does."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA user_version = 0")  # which nobody uses; SQLite writes its page all the same
        else:
            cursor.execute("SELECT pg_logical_emit_message(true, 'quintain', 'health')")
