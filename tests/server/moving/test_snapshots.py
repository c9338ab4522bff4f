"""A backup of a PostgreSQL is the same file as one of an SQLite, and is restored into either."""

import secrets
import sqlite3
import threading
import zipfile
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from quintain.web.folder import DataFolder
from tests.server.moving.conftest import Run
from tests.server.moving.test_moves import KILL, numbers, rows_of

KEY = secrets.token_urlsafe(48)


@pytest.fixture
def moved(run: Run, data: Path) -> Path:
    """A data folder whose rows are in the PostgreSQL of the test."""
    done = run("migrate-data", "--to", "postgresql", "--data", str(data), QUINTAIN_SECRET_KEY=KEY)
    assert done.returncode == 0, done.stderr
    return data


@pytest.mark.whole
def test_a_backup_of_a_busy_postgresql_holds_one_moment(run: Run, moved: Path, address: str, tmp_path: Path) -> None:
    """Rows that are always written together are both in it; so are all others, the numbers, and the shared key."""
    before, given = rows_of(moved), numbers(moved)
    stop, written = threading.Event(), threading.Event()

    def save() -> None:
        with psycopg.connect(address, application_name="quintain") as connection:
            while not stop.is_set():
                for _ in range(2):
                    connection.execute(
                        "INSERT INTO django_session VALUES (%s, %s, now())", (secrets.token_hex(16), "x" * 4000)
                    )
                connection.commit()
                written.set()

    saver = threading.Thread(target=save)
    saver.start()
    try:
        assert written.wait(30)
        written.clear()
        done = run("backup", str(tmp_path / "kept.zip"), "--data", str(moved), QUINTAIN_SECRET_KEY=KEY)
        assert written.is_set()
    finally:
        stop.set()
        saver.join()
    assert done.returncode == 0, done.stderr
    there = tmp_path / "there"
    done = run("restore", str(tmp_path / "kept.zip"), "--data", str(there), QUINTAIN_DATABASE_URL="")
    assert done.returncode == 0, done.stderr
    after = rows_of(there)
    with_pairs = after.pop("django_session")
    assert len(with_pairs) >= 2
    assert len(with_pairs) % 2 == 0
    before.pop("django_session")
    assert after == before
    got = numbers(there)
    assert {name: number for name, number in given.items() if got.get(name, 0) < number} == {}
    assert DataFolder(there).secret_key == KEY
    listed = run("user", "list", "--data", str(there), QUINTAIN_DATABASE_URL="")
    assert (listed.returncode, "elif" in listed.stdout) == (0, True), listed.stderr
    with psycopg.connect(address) as database:
        rows = database.execute("SELECT action FROM accounts_auditentry ORDER BY id DESC LIMIT 1").fetchall()
        assert rows == [("back-up",)]


@pytest.mark.whole
def test_a_restore_fills_an_empty_postgresql(run: Run, data: Path, address: str, tmp_path: Path) -> None:
    """It goes on after a kill, refuses a server that runs, and replaces no rows that are there."""
    kept, there = tmp_path / "kept.zip", tmp_path / "there"
    done = run("backup", str(kept), "--data", str(data), QUINTAIN_DATABASE_URL="")
    assert done.returncode == 0, done.stderr
    words = ("restore", str(kept), "--data", str(there), "--database", "postgresql")
    with psycopg.connect(address, application_name="quintain"):
        refused = run(*words)
    assert (refused.returncode, "Stop quintain serve" in refused.stderr) == (1, True), refused.stderr
    assert not there.exists()
    at = "from quintain.server.moving.postgresql import PostgresDatabase as P; P.set_last_number = die"
    assert run(*words, first=KILL + at).returncode == -9
    assert not there.exists()
    assert "is not finished" in run("user", "list", "--data", str(data)).stderr
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert "attempts_submission: 3002 rows are there already" in done.stderr
    assert {path.name for path in there.iterdir()} == {"secret-key"}
    back = run("migrate-data", "--to", "sqlite", "--data", str(tmp_path / "back"))
    assert back.returncode == 0, back.stderr
    assert rows_of(tmp_path / "back") == rows_of(data)
    again = run("restore", str(kept), "--data", str(tmp_path / "again"), "--database", "postgresql")
    assert again.returncode == 1
    assert not (tmp_path / "again").exists()


@pytest.mark.whole
def test_a_backup_with_a_trigger_fills_no_postgresql(run: Run, data: Path, address: str, tmp_path: Path) -> None:
    """It is refused before anything is written."""
    with closing(sqlite3.connect(data / "quintain.sqlite3")) as database, database:
        database.execute("CREATE TRIGGER t AFTER INSERT ON django_session BEGIN DELETE FROM accounts_auditentry; END")
    kept = tmp_path / "kept.zip"
    assert run("backup", str(kept), "--data", str(data), QUINTAIN_DATABASE_URL="").returncode == 0
    assert zipfile.is_zipfile(kept)
    done = run("restore", str(kept), "--data", str(tmp_path / "there"), "--database", "postgresql")
    assert (done.returncode, "trigger t was added" in done.stderr) == (1, True), done.stderr
    with psycopg.connect(address) as shared:
        assert shared.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
