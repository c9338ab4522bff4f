"""Overwrites what SQLite leaves of rows that were erased: in its file, in its journal, and in copies beside it.

`PRAGMA secure_delete` zeroes the place of a deleted row. But SQLite moves rows between pages as tables grow, and the
place they came from is not zeroed; a page also stays in the write-ahead log until SQLite reuses the log. So the file is
rewritten (`VACUUM`), and the log is cut to nothing. PostgreSQL is left to its own vacuum.

An erasure leaves a mark in the data folder before its transaction ends, which goes when all of this is done. A server
that finds one does what is left to do: of a process that was killed, or where another program was in the way.
"""

import logging
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.db import DatabaseError, connection

log = logging.getLogger(__name__)

MARK: Final = ".erasure-unfinished-"
COPIES: Final = "before-migration-*.sqlite3"
COPY_DAYS: Final = 14
"""How long the database stays as it was before a migration; an erasure ends that."""
_DAY_SECONDS: Final = 24 * 60 * 60


class Files(StrEnum):
    """What the database's files have of what was erased."""

    CLEAN = "clean"
    UNFINISHED = "unfinished"
    """Something may be left, which the server that runs, or the next one, overwrites."""
    ELSEWHERE = "elsewhere"
    """They are PostgreSQL's."""


@dataclass(frozen=True, slots=True)
class Sanitized:
    """What is left in the files, and how many copies from before a migration were deleted."""

    files: Files
    copies: int = 0


def mark_erasure() -> None:
    """Note, within the transaction that erases somebody, that something is left in the files.

    Anyone who finds the mark waits for that transaction before the file can be rewritten.
    """
    if folder := _folder():
        tempfile.NamedTemporaryFile(prefix=MARK, dir=folder, delete=False).close()


def sanitize() -> Sanitized:
    """Rewrite the database's file without what was deleted, and delete copies of it; call it outside transactions.

    It takes about a second for each 100 MB, in which others can read, and wait if they want to write.
    """
    folder = _folder()
    if folder is None:
        return Sanitized(Files.ELSEWHERE)
    marks = _marks(folder)
    copies = _delete_copies(folder, 0)
    if connection.in_atomic_block:
        return Sanitized(Files.UNFINISHED, copies)
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
        is_done = empty_journal()
    except DatabaseError:
        log.warning("the database's file could not be rewritten after an erasure", exc_info=True)
        is_done = False
    if is_done:
        for mark in marks:
            mark.unlink(missing_ok=True)
    return Sanitized(Files.CLEAN if is_done else Files.UNFINISHED, copies)


def finish_erasures() -> None:
    """Do what an erasure has left to do, if there is anything."""
    if (folder := _folder()) and _marks(folder):
        sanitize()


def empty_journal() -> bool:
    """Move the write-ahead log into the database's file, and cut it to nothing; tell whether nobody was in the way."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, *_ = cursor.fetchone()
    return not is_busy


def delete_old_copies() -> None:
    """Delete copies from before a migration that are older than fourteen days."""
    if folder := _folder():
        _delete_copies(folder, COPY_DAYS)


def _folder() -> Path | None:
    """Return where the database's file is, if it is a file of ours."""
    return Path(connection.settings_dict["NAME"]).parent if connection.vendor == "sqlite" else None


def _marks(folder: Path) -> list[Path]:
    return list(folder.glob(f"{MARK}*"))


def _delete_copies(folder: Path, days: int) -> int:
    """Delete copies that are older than some days, and return how many."""
    oldest = time.time() - days * _DAY_SECONDS
    deleted = 0
    for copy in folder.glob(COPIES):
        with suppress(FileNotFoundError):  # another erasure has deleted it
            if days == 0 or copy.stat().st_mtime < oldest:
                copy.unlink()
                deleted += 1
    return deleted
