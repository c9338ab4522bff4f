"""All rows go from SQLite to PostgreSQL and back; whatever happens on the way, no half of them is ever served."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import psycopg
import pytest

from quintain.server.starting import hold_folder
from quintain.web.folder import DataFolder
from tests.server.moving.conftest import Run

HERE: Final = ("quintain_move", "django_migrations", "sqlite_sequence")
KILL: Final = """
import os, signal
def die(*_words, **_named): os.kill(os.getpid(), signal.SIGKILL)
"""
OF_POSTGRESQL: Final = "from quintain.server.moving.postgresql import PostgresDatabase as P"
BETWEEN: Final = f"""
{OF_POSTGRESQL}
write = P.write
def once(self, table, rows, progress):
    if table.name == "attempts_submission" and progress.moved > 1500:
        die()
    write(self, table, rows, progress)
P.write = once
"""
WITHIN: Final = """
import psycopg
write, seen = psycopg.Copy.write_row, []
def once(self, row):
    seen.append(1)
    write(self, row)
    if len(seen) > 700:
        die()
psycopg.Copy.write_row = once
"""
PLACES: Final = (
    "from django.core import management; management.call_command = die",
    f"{OF_POSTGRESQL}; P.clear = die",
    BETWEEN,
    WITHIN,
    f"{OF_POSTGRESQL}; P.set_last_number = die",
    f"{OF_POSTGRESQL}; P.drop_mark = die",
)
BEGINS: Final = """
import os, psycopg
address = os.environ['QUINTAIN_DATABASE_URL']
from quintain.server.moving.move import Move
compare = Move.compare
def begin(self, found):
    global server
    server = psycopg.connect(address, application_name="quintain")
    server.execute("SET lock_timeout = 200")
    try:
        server.execute("UPDATE accounts_user SET display_name = ''")
    except psycopg.errors.LockNotAvailable:
        print("locked")
    server.rollback()
    return compare(self, found)
Move.compare = begin
"""
FLIP: Final = """
from quintain.server.moving.move import Move
from quintain.server.moving.postgresql import PostgresDatabase
compare = Move.compare
def flip(self, found):
    self.target._all("UPDATE attempts_submission SET sentence = 'It holds!' WHERE sequence = 10000007")
    return compare(self, found)
Move.compare = flip
"""


def rows_of(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of an SQLite, JSON as what it means."""
    with closing(sqlite3.connect(data / "quintain.sqlite3")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            name: sorted((tuple(map(meaning, row)) for row in database.execute(f"SELECT * FROM {name}")), key=repr)  # noqa: S608
            for name in names
            if not name.startswith(HERE) and name != "accounts_auditentry"
        }


def meaning(value: object) -> object:
    """Return what JSON means, with numbers as PostgreSQL keeps them; anything else as it is."""
    if not isinstance(value, str) or value[:1] not in {"{", "["}:
        return value
    return json.dumps(json.loads(value, parse_float=lambda text: _whole(float(text))), sort_keys=True)


def _whole(number: float) -> float | int:
    return int(number) if number.is_integer() else number


def numbers(data: Path) -> dict[str, int]:
    """Return the last number that was given to a row of each table."""
    with closing(sqlite3.connect(data / "quintain.sqlite3")) as database:
        return dict(database.execute("SELECT name, seq FROM sqlite_sequence WHERE name <> 'django_migrations'"))


def test_all_rows_go_there_and_back(run: Run, data: Path, address: str, tmp_path: Path) -> None:
    """With their keys and times, and the numbers that were given; the left one is used no more, and keeps its rows."""
    before, given = rows_of(data), numbers(data)
    there = run("migrate-data", "--to", "postgresql", "--data", str(data))
    assert there.returncode == 0, there.stderr
    assert "DIFFERENT" not in there.stdout
    with psycopg.connect(address) as database:
        last = database.execute("SELECT last_value FROM attempts_submissioncounter_id_seq").fetchone()
        assert last == (given["attempts_submissioncounter"],)
        (enabled,) = database.execute("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
        assert enabled > (10,), "triggers stay off"
        assert database.execute("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'quintain%'").fetchone() == (0,)
    left = run("user", "list", "--data", str(data), QUINTAIN_DATABASE_URL="")
    assert (left.returncode, "were moved to the PostgreSQL" in left.stderr) == (1, True), left.stderr
    kept = run("backup", str(tmp_path / "kept.zip"), "--data", str(data), QUINTAIN_DATABASE_URL="")
    assert (kept.returncode, "were moved to the PostgreSQL" in kept.stderr) == (1, True), kept.stderr
    assert rows_of(data) == before
    again = run("migrate-data", "--to", "postgresql", "--data", str(data))
    assert (again.returncode, "Serve that one" in again.stderr) == (1, True), again.stderr
    back = run("migrate-data", "--to", "sqlite", "--data", str(tmp_path / "back"))
    assert back.returncode == 0, back.stderr
    assert rows_of(tmp_path / "back") == before
    after = numbers(tmp_path / "back")
    assert {name: number for name, number in given.items() if after.get(name, 0) < number} == {}
    listed = run("user", "list", "--data", str(tmp_path / "back"), QUINTAIN_DATABASE_URL="")
    assert (listed.returncode, "elif" in listed.stdout) == (0, True), listed.stderr


@pytest.mark.whole
def test_a_move_goes_on_wherever_it_was_killed(run: Run, data: Path, address: str) -> None:
    """In its migrations, between and within batches, and as the two databases change their parts."""
    told = []
    for place in PLACES:
        done = run("migrate-data", "--to", "postgresql", "--data", str(data), first=KILL + place)
        assert done.returncode == -9, done.stderr
        told.append("rows are there already" in done.stderr)
        served = run("user", "list", "--data", str(data))
        assert (served.returncode, "is not finished" in served.stderr) == (1, True), served.stderr
    assert told == [False, False, False, True, True, True]
    done = run("migrate-data", "--to", "postgresql", "--data", str(data))
    assert done.returncode == 0, done.stderr
    assert "attempts_submission: 3002 rows are there already" in done.stderr
    with psycopg.connect(address) as database:
        assert database.execute("SELECT count(*) FROM attempts_submission").fetchone() == (3002,)


@pytest.mark.whole
def test_a_server_that_begins_meanwhile_keeps_its_database(run: Run, data: Path, tmp_path: Path) -> None:
    """It can write nothing while rows are read, and once the move would leave its database, that is refused."""
    assert run("migrate-data", "--to", "postgresql", "--data", str(data)).returncode == 0
    words = ("migrate-data", "--to", "sqlite", "--data", str(tmp_path / "back"))
    done = run(*words, first=BEGINS)
    assert (done.returncode, "Stop quintain serve" in done.stderr) == (1, True), done.stderr
    assert "locked" in done.stdout
    assert "is not finished" in run("user", "list", "--data", str(tmp_path / "back"), QUINTAIN_DATABASE_URL="").stderr
    assert run("user", "list", "--data", str(data)).returncode == 0
    assert run(*words).returncode == 0


@pytest.mark.whole
def test_rows_that_have_changed_are_another_move(run: Run, data: Path) -> None:
    """It does not go on with what was begun, which holds rows that are no longer there."""
    stop = f"{KILL}{OF_POSTGRESQL}; P.set_last_number = die"
    assert run("migrate-data", "--to", "postgresql", "--data", str(data), first=stop).returncode == -9
    with closing(sqlite3.connect(data / "quintain.sqlite3")) as database, database:
        database.execute("UPDATE accounts_user SET display_name = 'Zoë' WHERE username = 'ada'")
    done = run("migrate-data", "--to", "postgresql", "--data", str(data))
    assert (done.returncode, "begin again with an empty database" in done.stderr) == (1, True), done.stderr


@pytest.mark.whole
def test_one_other_value_in_one_row_is_found(run: Run, data: Path) -> None:
    """Whatever has changed it: the row and its column are named, and no server uses the copy."""
    done = run("migrate-data", "--to", "postgresql", "--data", str(data), first=FLIP)
    assert done.returncode == 3, done.stderr
    (line,) = (line for line in done.stdout.splitlines() if "DIFFERENT" in line)
    assert line.startswith("attempts_submission")
    assert line.endswith(": sentence")
    assert "is not finished" in run("user", "list", "--data", str(data)).stderr
    compared = run("migrate-data", "--to", "postgresql", "--compare", "--data", str(data))
    assert (compared.returncode, compared.stdout.count("DIFFERENT")) == (3, 1), compared.stderr
    source = run("user", "list", "--data", str(data), QUINTAIN_DATABASE_URL="")
    assert source.returncode == 0, source.stderr


@pytest.mark.whole
def test_values_that_do_not_fit_are_told_before_anything_is_moved(run: Run, data: Path, address: str) -> None:
    """With the row of each; NUL characters are replaced if that is asked for."""
    with closing(sqlite3.connect(data / "quintain.sqlite3")) as database, database:
        database.execute("PRAGMA ignore_check_constraints=ON")
        database.execute("UPDATE attempts_file SET path = ? WHERE id = 1", ("p" * 300,))
        database.execute("UPDATE attempts_file SET text = 'a' || char(0) || 'b' WHERE id = 2")
        database.execute("UPDATE attempts_submission SET events = 3000000000 WHERE sequence = 10000001")
        database.execute("UPDATE attempts_submission SET started_at = 'once' WHERE sequence = 10000002")
    done = run("migrate-data", "--to", "postgresql", "--data", str(data))
    assert done.returncode == 1
    for each in (
        "4 values do not fit",
        "attempts_file 1: path is longer than 255 characters",
        "attempts_file 2: text holds a NUL character",
        "events is not between 0 and 2147483647",
        "started_at is no time",
    ):
        assert each in done.stderr
    with psycopg.connect(address) as database_:
        assert database_.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)
    with closing(sqlite3.connect(data / "quintain.sqlite3")) as database, database:
        database.execute("UPDATE attempts_file SET path = 'p' WHERE id = 1")
        database.execute("UPDATE attempts_submission SET events = 3, started_at = NULL")
    done = run("migrate-data", "--to", "postgresql", "--replace-nul", "--data", str(data))
    assert done.returncode == 0, done.stderr
    with psycopg.connect(address) as database_:
        found = database_.execute("SELECT text FROM attempts_file WHERE id = 2").fetchone()
        assert found == ("a\N{REPLACEMENT CHARACTER}b",)


@pytest.mark.whole
def test_sessions_of_another_key_are_left_out(run: Run, data: Path, address: str) -> None:
    """Nobody can read them there: people sign in again. With the old key, they go along."""
    make = "from tests.server.moving.fill import begin_session; begin_session()\nimport sys; sys.exit()"
    made = run(first=make, QUINTAIN_DATA=str(data), QUINTAIN_DATABASE_URL="")
    assert made.returncode == 0, made.stderr
    other = run("migrate-data", "--to", "postgresql", "--data", str(data), QUINTAIN_SECRET_KEY="x" * 50)
    assert (other.returncode, "Sessions are left out" in other.stderr) == (0, True), other.stderr
    with psycopg.connect(address) as database:
        assert database.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM usersessions_usersession").fetchone() == (0,)


@pytest.mark.whole
def test_nothing_moves_while_quintain_runs_or_over_other_rows(run: Run, data: Path, address: str) -> None:
    """Neither from a folder in use, nor into a database in use, nor into one that is not empty."""
    words = ("migrate-data", "--to", "postgresql", "--data", str(data))
    hold = hold_folder(DataFolder(data))
    refused = run(*words)
    hold.file.close()
    assert "already runs" in refused.stderr
    with psycopg.connect(address, application_name="quintain"):
        refused = run(*words)
    assert "Stop quintain serve and quintain judge on all machines" in refused.stderr
    with psycopg.connect(address) as other:
        other.execute("SELECT pg_advisory_lock(hashtext('quintain.move'))")
        refused = run(*words)
    assert "Another move uses" in refused.stderr
    with psycopg.connect(address) as other:
        other.execute("CREATE TABLE accounts_user (id int)")
    refused = run(*words)
    assert (refused.returncode, "is not empty" in refused.stderr) == (1, True), refused.stderr
    for wrong in ("", "mysql://u:s3cret@db/x", "postgresql://u:s3cret@127.0.0.1:9/none"):
        refused = run(*words, QUINTAIN_DATABASE_URL=wrong)
        assert refused.returncode == 1
        assert "s3cret" not in refused.stderr
    assert run("user", "list", "--data", str(data), QUINTAIN_DATABASE_URL="").returncode == 0
