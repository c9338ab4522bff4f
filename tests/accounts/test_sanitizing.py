"""What becomes of the database's files when somebody is erased, and of copies from before a migration."""

import os
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from quintain.accounts.models import Role
from quintain.accounts.people.personal_data import erase_person
from quintain.accounts.people.sanitizing import (
    COPY_DAYS,
    MARK,
    Files,
    Sanitized,
    delete_old_copies,
    finish_erasures,
    mark_erasure,
    sanitize,
)
from tests.people import make_person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's files are its own"),
]


@pytest.fixture
def folder() -> Path:
    """Return the folder of the database's file, with nothing of other tests in it."""
    found = Path(connection.settings_dict["NAME"]).parent
    for path in found.glob(f"{MARK}*"):
        path.unlink()
    return found


def keep_copy(folder: Path, days: float) -> Path:
    """Make a file like a copy from before a migration, some days ago."""
    copy = folder / f"before-migration-2026-11-{len(list(folder.iterdir())):02}T080000Z.sqlite3"
    copy.write_bytes(b"SQLite format 3")
    at = time.time() - days * 24 * 60 * 60
    os.utime(copy, (at, at))
    return copy


def test_an_erasure_ends_with_clean_files(folder: Path) -> None:
    """The log beside the database is empty, all copies are gone, and no mark is left."""
    copies = [keep_copy(folder, 0), keep_copy(folder, 3)]
    with transaction.atomic():
        make_person("elif", "Elif", Role.STUDENT).delete()
        mark_erasure()
    assert sanitize() == Sanitized(Files.CLEAN, copies=2)
    assert not any(copy.exists() for copy in copies)
    assert Path(f"{connection.settings_dict['NAME']}-wal").stat().st_size == 0
    assert not list(folder.glob(f"{MARK}*"))


def test_an_erasure_within_a_transaction_is_finished_after_it(folder: Path) -> None:
    """No file can be rewritten within one: the mark stays until somebody finishes it, taken back or not."""
    with transaction.atomic():
        erased = erase_person(make_person("elif", "Elif", Role.STUDENT), by=None)
        assert erased.sanitized == Sanitized(Files.UNFINISHED)
        transaction.set_rollback(True)
    assert len(list(folder.glob(f"{MARK}*"))) == 1
    finish_erasures()
    assert not list(folder.glob(f"{MARK}*"))


def test_a_copy_from_before_a_migration_lives_for_fourteen_days(folder: Path) -> None:
    """By the time of its file."""
    old, young = keep_copy(folder, COPY_DAYS + 0.1), keep_copy(folder, COPY_DAYS - 0.1)
    delete_old_copies()
    assert (old.exists(), young.exists()) == (False, True)
    young.unlink()
