"""``quintain doctor --rehearse``: twelve students at a server that runs, and nothing of them afterwards."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from quintain.cli.rehearse import LIMITS, _tell
from quintain.cli.student_steps import Times
from tests.courses import small_course
from tests.databases import put_database
from tests.journeys.conftest import free_port

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("QUINTAIN_", "DJANGO_"))}


def rehearse(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a data folder."""
    command = (sys.executable, "-m", "quintain.cli", "doctor", "--rehearse", "--data", str(data), *words)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=500)
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def data(tmp_path: Path, sandbox_folder: Path) -> Iterator[Path]:
    """Start a server with a course of two labs, and give its data folder."""
    data = tmp_path / "data"
    put_database(data)
    sandbox_folder.mkdir(exist_ok=True)
    (data / "sandbox").symlink_to(sandbox_folder)
    options = ("--no-browser", "--port", str(free_port()), "--pack", str(small_course()), "--data", str(data))
    command = (sys.executable, "-u", "-m", "quintain.cli", "serve", *options)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=ENVIRONMENT
    ) as server:
        assert server.stdout is not None
        assert any("Ctrl-C" in line for line in server.stdout), "the server has ended"
        yield data
        server.terminate()


def rows(data: Path, sql: str) -> list[tuple[object, ...]]:
    """Ask the server's database."""
    with closing(sqlite3.connect(data / "quintain.sqlite3", timeout=20)) as database, database:
        return database.execute(sql).fetchall()


@pytest.mark.whole
def test_a_class_plays_and_is_gone(data: Path) -> None:
    """Each thing is measured, real verdicts among them, and a class of the same title that is somebody's stays."""
    rows(
        data,
        "INSERT INTO cohorts_class (id, title, course, starts_on, ends_on, time_zone, join_code, is_joining_open,"
        " closed_modules, created_at, changed) VALUES ('0123456789abcdef0123456789abcdef', 'Rehearsal of the server',"
        " 'x', '2027-01-01', '2027-01-01', 'UTC', 'ABCDEFGH', 1, '[]', '2027-01-01', 0)",
    )
    done = rehearse(data, "--seconds", "2", "--pack", str(small_course()))
    for limit in LIMITS.values():
        assert re.search(rf"(good|slow)\s+{re.escape(limit.what)}", done.stdout), done.stdout + done.stderr
    assert (done.returncode == 0) == ("Ready for a class of 12" in done.stdout)
    assert "A sound fix" not in done.stdout
    assert rows(data, "SELECT username FROM accounts_user") == []
    assert rows(data, "SELECT count(*) FROM attempts_submission") == [(0,)]
    assert rows(data, "SELECT title FROM cohorts_class") == [("Rehearsal of the server",)]


def test_without_a_server_there_is_no_rehearsal(tmp_path: Path) -> None:
    """It says how to start one."""
    done = rehearse(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: No server runs with the data folder")
    assert "quintain serve" in done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "Ready for a class of 12"),
        ({"save": [0.6]}, "faster disk"),
        ({"wall": []}, "Not ready"),
    ],
)
def test_it_is_ready_only_if_everything_was_fast_enough(change: dict[str, list[float]], said: str) -> None:
    """What was not measured is not ready; what is slow comes with what to do."""
    taken = {name: [limit.seconds / 2] * 12 for name, limit in LIMITS.items()} | change
    console = Console(record=True, width=100, file=StringIO())
    is_ready = _tell(Times({name: values for name, values in taken.items() if values}), console)
    assert said in console.export_text()
    assert is_ready == (not change)


def test_a_fault_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    """However many students met it."""
    taken = {name: [0.1] for name in LIMITS}
    assert not _tell(Times(taken, ["The server answered 500 to /."] * 12), Console(width=100))
    assert capsys.readouterr().out.count("The server answered 500") == 1
