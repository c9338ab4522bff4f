"""``quintain user`` and ``quintain class``, as processes beside a database that others use."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.courses import small_course
from tests.databases import put_database

pytestmark = pytest.mark.sample(most=3, of="file")

ROOT = Path(__file__).parents[2]
DAYS = ("--starts", "2027-03-01", "--ends", "2027-03-03", "--time-zone", "Europe/Zurich")
CLASS = (*DAYS, "--pack", str(small_course()))


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command on a data folder."""
    code = "from quintain.cli.main import main; main()"
    environment = os.environ | {"QUINTAIN_DATA": str(data)}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False, env=environment, timeout=120
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def refused(data: Path, *words: str) -> str:
    """Run a command that must not do anything, and return its one line."""
    done = run(data, *words)
    assert done.returncode != 0
    assert done.stdout == ""
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("Error: ")
    return last


def rows(data: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "quintain.sqlite3")) as database:
        return database.execute(sql).fetchall()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with an instructor, ada."""
    folder = tmp_path_factory.mktemp("made") / "data"
    put_database(folder)
    done = run(folder, "user", "add", "Ada Okoro", "--role", "instructor", "--username", "ada")
    assert done.returncode == 0, done.stderr
    assert re.search(r"/invitation/#[\w-]{43}\n", done.stdout)
    return folder


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """Return a copy of it for one test."""
    return Path(shutil.copytree(made, tmp_path / "data"))


def test_people_and_classes_are_made_and_listed(data: Path) -> None:
    """Each act is in the audit log, without an actor and without a code."""
    made = run(data, "class", "new", "Zurich, March", *CLASS, "--instructor", "ada")
    code = re.search(r"join with this code: ([2-9A-Z]{8})\n", made.stdout)
    assert code, made.stderr
    listed = run(data, "class", "list").stdout
    assert "Zurich, March" in listed
    assert "0 of 12" in listed
    assert code[1] in listed
    people = run(data, "user", "list").stdout
    assert re.search(
        r"^ada +Ada Okoro +instructor, instructor of Zurich, March +no password yet$", people, re.MULTILINE
    )
    entries = rows(data, "SELECT action, actor, address, details FROM accounts_auditentry ORDER BY id")
    assert [entry[0] for entry in entries] == ["add-person", "give-role", "make-class", "give-role"]
    assert {entry[1:3] for entry in entries} == {(None, None)}
    assert code[1] not in str(entries)


def test_a_fresh_invitation_ends_the_earlier_ones(data: Path) -> None:
    """The database has one open invitation of a person, as a hash."""
    before = rows(data, "SELECT code_digest FROM accounts_invitation")
    done = run(data, "user", "invite", "ADA")
    assert done.returncode == 0
    after = rows(data, "SELECT code_digest FROM accounts_invitation WHERE used_at IS NULL")
    assert len(after) == 1
    assert after != before


@pytest.mark.whole
def test_a_closed_account_is_closed_once(data: Path) -> None:
    """Its invitations are gone; a second time, nobody is there; and nothing can be given to it."""
    assert "is closed" in run(data, "user", "close", "ada").stdout
    assert rows(data, "SELECT count(*) FROM accounts_invitation") == [(0,)]
    for words in (
        ("user", "close", "ada"),
        ("user", "invite", "ada"),
        ("class", "new", "A", *CLASS, "--instructor", "ada"),
    ):
        assert "Nobody on this server has this username, or the account is closed." in refused(data, *words)
    assert "Somebody has the username ada" in refused(data, "user", "add", "B", "--role", "author", "--username", "ada")


def test_a_lost_factor_is_reset_and_recorded(data: Path) -> None:
    """Also of somebody who has none; nobody else's; and settings that cannot be used are named in one line."""
    assert "ADA had no second factor" in run(data, "user", "reset-factor", "ADA").stdout
    entries = rows(data, "SELECT action, actor, details FROM accounts_auditentry ORDER BY id DESC LIMIT 1")
    assert entries == [("reset-factors", None, '{"factors": 0, "sessions": 0}')]
    assert "Nobody on this server has this username" in refused(data, "user", "reset-factor", "nobody")
    os.environ["QUINTAIN_OIDC_ISSUER"] = "http://login.example.org"
    assert "QUINTAIN_OIDC_CLIENT_ID" in refused(data, "user", "list")


@pytest.mark.whole
def test_bad_input_is_refused_in_one_line(data: Path) -> None:
    """And nothing of it is kept."""
    add = ("user", "add")
    assert "Invalid value for '--role'" in refused(data, *add, "Eve", "--role", "student")
    for name, said in (
        ("", "Write a name."),
        (" ", "Write a name."),
        ("\N{RIGHT-TO-LEFT OVERRIDE}evE", "This name cannot be shown: "),
        ("a\nb\x1b[2J", "This name cannot be shown: "),
        ("x" * 81, "At most 80 letters."),
    ):
        assert said in refused(data, *add, name, "--role", "author")
    for username in ("a b", "../x", "-a", "a.", "é", "a" * 41, "a\nb", "a\x1b[1m"):
        assert "This username cannot be used." in refused(data, *add, "Eve", "--role", "author", "--username", username)
    new = ("class", "new")
    assert "This title cannot be used." in refused(data, *new, "a\x1b[2J", *CLASS, "--instructor", "ada")
    assert "There is no time zone" in refused(data, *new, "A", *CLASS, "--instructor", "ada", "--time-zone", "../etc")
    assert "These dates are not possible." in refused(
        data, *new, "A", *CLASS, "--instructor", "ada", "--ends", "2026-01-01"
    )
    assert "Invalid value for '--starts'" in refused(
        data, *new, "A", *CLASS, "--instructor", "ada", "--starts", "today"
    )
    assert "Invalid value for '--seats'" in refused(data, *new, "A", *CLASS, "--instructor", "ada", "--seats", "16")
    run(data, *add, "Max", "--role", "author", "--username", "max")
    assert "is no instructor" in refused(data, *new, "A", *CLASS, "--instructor", "max")
    assert rows(data, "SELECT count(*) FROM accounts_user") == [(2,)]
    assert rows(data, "SELECT count(*) FROM cohorts_class") == [(0,)]


@pytest.mark.whole
def test_one_of_many_at_once_gets_a_username(data: Path) -> None:
    """The others are told that it is taken."""
    with ThreadPoolExecutor(6) as many:
        done = list(
            many.map(lambda _: run(data, "user", "add", "Max", "--role", "author", "--username", "max"), range(6))
        )
    assert sorted(each.returncode for each in done) == [0, 1, 1, 1, 1, 1]
    assert all("Somebody has the username max" in each.stderr for each in done if each.returncode)


@pytest.mark.parametrize("words", [("user", "add", "Eve", "--role", "operator"), ("user", "list"), ("class", "list")])
def test_a_folder_that_was_never_served_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A wrong --data makes no second classroom that nobody can open, and nothing at all in the folder."""
    folder = tmp_path / "wrong"
    assert f"No classroom has the data folder {folder}." in refused(folder, *words)
    assert not folder.exists()


@pytest.mark.whole
def test_a_database_that_is_held_or_damaged_is_refused_in_words(data: Path) -> None:
    """No traceback, and the way out."""
    with closing(sqlite3.connect(data / "quintain.sqlite3")) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert "is held by another program." in refused(data, "user", "add", "Eve", "--role", "author")
        holder.rollback()
    (data / "quintain.sqlite3").write_bytes(b"no database at all" * 100)
    assert "damaged" in refused(data, "user", "list")
