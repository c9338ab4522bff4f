"""A database that is held or damaged is told in a sentence, at start and live, and nobody waits for it unknowing."""

import sqlite3
import time
from pathlib import Path

import httpx
import pytest
from django.db import DatabaseError, OperationalError

from quintain.web.health import State, state_of
from tests.server.test_serving import Start, refuse, save, start

__all__ = ["start"]

pytestmark = pytest.mark.sample(most=2, of="file")


def test_health_is_told_at_once_while_another_program_holds_the_database(start: Start, tmp_path: Path) -> None:
    """It said nothing for nine seconds, as it waited in the same line."""
    server = start()
    browser = server.browser()
    assert browser.get("/healthz").json() == {"status": "well"}
    holder = sqlite3.connect(tmp_path / "data" / "quintain.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    time.sleep(1.1)  # what was known before is told for a second
    sick = browser.get("/healthz", timeout=4)
    assert (sick.status_code, sick.json()["status"]) == (503, "busy")
    assert "end the program that has the file open" in sick.json()["remedy"]
    holder.execute("ROLLBACK")
    holder.close()
    wait_until_well(browser)


def wait_until_well(browser: httpx.Client) -> None:
    """Ask until the database is free again."""
    for _ in range(100):
        if browser.get("/healthz").status_code == 200:
            return
        time.sleep(0.1)
    pytest.fail("the database stayed busy")


def test_a_save_that_finds_the_database_held_is_no_fault_of_ours(start: Start, tmp_path: Path) -> None:
    """It says so with 503, which the page takes for a server out of reach: it keeps the text, and tries again."""
    server = start()
    browser = server.browser()
    save(browser, "# before\n", 0)
    holder = sqlite3.connect(tmp_path / "data" / "quintain.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    body = {"path": "contacts.py", "text": "# meanwhile\n", "revision": 1}
    held = browser.put("/labs/redos/files", json=body, timeout=30)
    assert held.status_code == 503
    assert held.json()["error"] == "The server's database does not answer: another program holds it."
    holder.execute("ROLLBACK")
    holder.close()
    assert browser.put("/labs/redos/files", json=body).status_code == 200


def damage_pages(database: Path) -> None:
    """Overwrite all but the first pages."""
    size = database.stat().st_size
    with database.open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * (size - 8192))


def test_a_partly_damaged_database_is_refused_at_start(start: Start, tmp_path: Path) -> None:
    """A sentence, and what to do; the server started, and failed at each page."""
    start().end(2)
    database = tmp_path / "data" / "quintain.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    damage_pages(database)
    done = refuse(tmp_path / "data", "--port", "0")
    assert done.returncode == 1
    assert "is damaged" in done.stderr
    assert "Bring back your last backup" in done.stderr


def test_a_database_that_is_damaged_meanwhile_is_told(start: Start, tmp_path: Path) -> None:
    """Pages and `/healthz` say so; health said that all was well."""
    server = start()
    browser = server.browser()
    database = tmp_path / "data" / "quintain.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    damage_pages(database)
    save_text = {"path": "contacts.py", "text": "x" * 200_000, "revision": 0}
    answers = [browser.put("/labs/redos/files", json=save_text, timeout=30) for _ in range(4)]
    assert {answer.status_code for answer in answers} <= {200, 503}
    health = browser.get("/healthz")
    assert (health.status_code, health.json()["status"]) == (503, "damaged")
    assert "bring back the last backup" in health.json()["remedy"]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("database is locked", State.BUSY),
        ("database table is locked", State.BUSY),
        ("database disk image is malformed", State.DAMAGED),
        ("file is not a database", State.DAMAGED),
        ("disk I/O error", State.DAMAGED),
        ("database or disk is full", State.FULL),
        ("no such table: x", State.UNREACHABLE),
    ],
)
def test_errors_of_the_database_are_told_apart(said: str, state: State) -> None:
    """By SQLite's own words, the only thing that Django passes on."""
    assert state_of(OperationalError(said)) is state
    assert state_of(DatabaseError(said.upper())) is state
