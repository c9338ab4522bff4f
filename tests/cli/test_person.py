"""``quintain person`` exports and erases one person, beside a server that runs, and only after a second look."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import put_database

pytestmark = pytest.mark.sample(most=2, of="file")
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
