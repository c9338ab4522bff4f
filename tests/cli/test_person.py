"""``quintain person`` exports and erases one person, beside a server that runs, and only after a second look."""

import os
import secrets
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from quintain.server.drafts import PREFIX
from tests.databases import put_database

pytestmark = pytest.mark.sample(most=4, of="file")
MAKE = """
import django; django.setup()
from quintain.accounts.models import User
for name in ("elif", "hugo"): User.objects.create_user(name, name.title(), None)
"""


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "QUINTAIN_DATABASE_URL"}
    return kept | {"QUINTAIN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}


def run(data: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run ``quintain person`` as a process of its own."""
    command = [sys.executable, "-m", "quintain.cli", "person", *words, "--data", str(data)]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=120, env=environment(data), input=typed
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two people."""
    root = tmp_path_factory.mktemp("made") / "data"
    put_database(root)
    subprocess.run([sys.executable, "-c", MAKE], check=True, env=environment(root), timeout=120)
    return root


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(made, tmp_path / "data"))


def people(data: Path) -> set[str]:
    """Return who is in the database."""
    with closing(sqlite3.connect(data / "quintain.sqlite3")) as database:
        return {name for (name,) in database.execute("SELECT username FROM accounts_user")}


def audit_log(data: Path) -> list[str]:
    """Return what was done."""
    with closing(sqlite3.connect(data / "quintain.sqlite3")) as database:
        return [action for (action,) in database.execute("SELECT action FROM accounts_auditentry ORDER BY id")]


def test_a_person_is_exported_and_then_erased(data: Path, tmp_path: Path) -> None:
    """The export is for its owner alone; the name is typed again; both are in the audit log."""
    file = tmp_path / "elif.zip"
    done = run(data, "export", "elif", str(file))
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "person.json" in zipfile.ZipFile(file).namelist()
    assert {path.name for path in tmp_path.iterdir()} == {"data", "elif.zip"}
    done = run(data, "erase", "elif", typed="elif\n")
    assert done.returncode == 0, done.stderr
    assert people(data) == {"hugo"}
    assert audit_log(data) == ["export-person", "erase-person"]


FINISH = """
import django; django.setup()
from quintain.accounts.people.sanitizing import finish_erasures
finish_erasures()
"""


@pytest.fixture
def beside(data: Path) -> Iterator[sqlite3.Connection]:
    """A program that has the database open, as a server has, so that its write-ahead log stays."""
    with closing(sqlite3.connect(data / "quintain.sqlite3", isolation_level=None)) as connection:
        connection.execute("SELECT count(*) FROM accounts_user").fetchall()
        yield connection


def named(connection: sqlite3.Connection, username: str) -> str:
    """Give somebody a name that nothing else is called, as an older Quintain did, which zeroed nothing."""
    name = secrets.token_hex(12)
    connection.execute("PRAGMA secure_delete=OFF")
    connection.execute("UPDATE accounts_user SET display_name = ? WHERE username = ?", (name, username))
    return name


def holders(data: Path, name: str) -> set[str]:
    """Return the files of a data folder whose bytes have a name in them."""
    return {path.name for path in data.rglob("*") if path.is_file() and name.encode() in path.read_bytes()}


def test_no_file_has_a_name_after_its_person_is_erased(data: Path, beside: sqlite3.Connection) -> None:
    """Neither the database, where deleted texts have left pages free, nor its log, nor a copy from before a migration.

    Others who are there keep their names.
    """
    former, present, other = named(beside, "elif"), named(beside, "elif"), named(beside, "hugo")
    texts = [(secrets.token_hex(8), former * 40) for _ in range(200)]
    beside.executemany("INSERT INTO django_session VALUES (?, ?, '2020-01-01')", texts)
    beside.execute("DELETE FROM django_session")
    with closing(sqlite3.connect(data / "before-migration-2026-11-01T080000Z.sqlite3")) as copy:
        beside.backup(copy)
    before = {name for each in (former, present) for name in holders(data, each)}
    assert before == {"quintain.sqlite3-wal", "before-migration-2026-11-01T080000Z.sqlite3"}
    done = run(data, "erase", "elif", "--yes")
    assert done.returncode == 0, done.stderr
    assert "The database's file was rewritten, and holds nothing of them." in done.stdout
    assert "Copies of the database from before a migration that were deleted: 1." in done.stdout
    assert "Backups that were made before still have them, and folders that a restore has set aside." in done.stdout
    assert [holders(data, each) for each in (former, present, other)] == [set(), set(), {"quintain.sqlite3"}]


def test_what_a_reader_keeps_in_the_log_is_told_and_overwritten_later(data: Path, beside: sqlite3.Connection) -> None:
    """The row is gone at once; the folder has a mark until the files are clean, which a server looks for."""
    name = named(beside, "elif")
    beside.execute("BEGIN")
    beside.execute("SELECT count(*) FROM accounts_user").fetchall()
    done = run(data, "erase", "elif", "--yes")
    assert done.returncode == 0, done.stderr
    assert people(data) == {"hugo"}
    assert "may still hold remains" in done.stdout
    assert holders(data, name) == {"quintain.sqlite3-wal"}
    assert list(data.glob(".erasure-unfinished-*"))
    beside.execute("COMMIT")
    subprocess.run([sys.executable, "-c", FINISH], check=True, env=environment(data), timeout=120)
    assert holders(data, name) == set()
    assert not list(data.glob(".erasure-unfinished-*"))


def test_a_killed_export_leaves_nothing_for_long(
    data: Path, tmp_path: Path, killed: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """Not under the file's name; and its draft, which only its owner can read, goes with the next export beside it."""
    words = ("person", "export", "elif", str(tmp_path / "elif.zip"), "--data", str(data))
    killed(*words, at="os.fsync")
    (draft,) = tmp_path.glob(f"{PREFIX}*")
    assert {path.name for path in tmp_path.iterdir()} == {"data", draft.name}
    assert [stat.S_IMODE(path.stat().st_mode) for path in (draft, draft / "draft")] == [0o700, 0o600]
    assert run(data, "export", "elif", str(tmp_path / "elif.zip")).returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"data", "elif.zip"}


@pytest.mark.parametrize("typed", ["", "hugo\n", "Elif\n", "y\n"])
def test_nobody_is_erased_without_the_name(data: Path, typed: str) -> None:
    """Another name, a yes, or no answer at all changes nothing."""
    done = run(data, "erase", "elif", typed=typed)
    assert done.returncode == 1
    assert people(data) == {"elif", "hugo"}
    assert audit_log(data) == []


def test_scripts_say_yes(data: Path) -> None:
    """A second time there is nobody of that name."""
    assert run(data, "erase", "elif", "--yes").returncode == 0
    again = run(data, "erase", "elif", "--yes")
    assert (again.returncode, "Nobody on this server has this username" in again.stderr) == (1, True)


def test_an_export_never_takes_the_place_of_a_file(data: Path, tmp_path: Path) -> None:
    """Nor is one made for somebody who is not there, or from a folder without a database."""
    (tmp_path / "mine").write_text("my own")
    assert "is there already" in run(data, "export", "elif", str(tmp_path / "mine")).stderr
    assert (tmp_path / "mine").read_text() == "my own"
    assert run(data, "export", "nobody", str(tmp_path / "new.zip")).returncode == 1
    assert (
        "No classroom has the data folder"
        in run(tmp_path / "empty", "export", "elif", str(tmp_path / "new.zip")).stderr
    )
    assert {path.name for path in tmp_path.iterdir()} == {"data", "mine"}
