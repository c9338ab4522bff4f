"""What makes a restored database another one than its migrations make."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quintain.server.shapes import differences, reworded, shape_of
from tests.databases import migrated_database

PLANTED = {
    "trigger planted was added": "CREATE TRIGGER planted AFTER INSERT ON accounts_user BEGIN SELECT 1; END",
    "view planted was added": "CREATE VIEW planted AS SELECT * FROM accounts_user",
    "trigger accounts_auditentry_no_delete is missing": "DROP TRIGGER accounts_auditentry_no_delete",
    "trigger accounts_auditentry_no_update is another one": """
        DROP TRIGGER accounts_auditentry_no_update;
        CREATE TRIGGER accounts_auditentry_no_update BEFORE UPDATE ON accounts_auditentry BEGIN SELECT 1; END""",
    "column attempts_file.text is missing; column attempts_file.content was added": (
        "ALTER TABLE attempts_file RENAME COLUMN text TO content"
    ),
    "column attempts_file.more was added": "ALTER TABLE attempts_file ADD COLUMN more GENERATED ALWAYS AS (text)",
    "table helpqueue_hand is missing": "PRAGMA foreign_keys=OFF; DROP TABLE helpqueue_hand",
    "table more was added": "CREATE TABLE more (text)",
    "index planted was added": "CREATE UNIQUE INDEX planted ON accounts_user (display_name)",
    "primary key more(id) was added": "CREATE TABLE more (id TEXT PRIMARY KEY) WITHOUT ROWID",
    "column accounts_user.is_active is another one": """
        PRAGMA writable_schema=ON;
        UPDATE sqlite_schema SET sql = replace(sql, '"is_active" bool NOT NULL', '"is_active" bool')
        WHERE type = 'table';""",
}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database as the migrations make it, for one test."""
    return Path(shutil.copy(migrated_database(), tmp_path / "quintain.sqlite3"))


@pytest.mark.parametrize("said", list(PLANTED))
def test_what_was_changed_is_named(database: Path, said: str) -> None:
    """Triggers, views, columns, keys, indexes and tables, added, taken away or altered."""
    with closing(sqlite3.connect(database)) as changed:
        changed.executescript(PLANTED[said])
    assert said in "; ".join(differences(shape_of(database), shape_of(migrated_database())))


def test_use_changes_no_shape(database: Path) -> None:
    """Rows, statistics and a file that was rewritten are no difference."""
    with closing(sqlite3.connect(database)) as used:
        used.execute("INSERT INTO django_session VALUES ('x', 'y', '2030-01-01')")
        used.commit()
        used.executescript("ANALYZE; VACUUM; PRAGMA optimize")
    assert differences(shape_of(database), shape_of(migrated_database())) == []
    assert reworded(shape_of(database), shape_of(migrated_database())) == []


def test_a_constraint_in_other_words_is_told_apart(database: Path) -> None:
    """A later Django may word a constraint in another way; that must not keep a backup from being brought back."""
    with closing(sqlite3.connect(database)) as changed:
        changed.execute("PRAGMA writable_schema=ON")
        words = "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (', 'CHECK ( (1) AND ')"
        done = changed.execute(f"{words} WHERE name = 'accounts_membership'")
        assert done.rowcount == 1
        changed.commit()
    found, expected = shape_of(database), shape_of(migrated_database())
    assert differences(found, expected) == []
    assert reworded(found, expected) == ["accounts_membership"]
