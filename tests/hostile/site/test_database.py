"""A database that is held or damaged, and a full disk, are told in a sentence, and nobody waits unknowing."""

import json
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from django.db import DatabaseError, OperationalError

from quintain.web.health import State, state_of
from tests.databases import migrated_database, put_database
from tests.server.test_serving import Start, refuse, save, start

__all__ = ["start"]

pytestmark = pytest.mark.sample(most=4, of="file")


def test_health_is_told_at_once_while_another_program_holds_the_database(start: Start, tmp_path: Path) -> None:
    """It said nothing for nine seconds, as it waited in the same line."""
    server = start()
    browser = server.browser()
    assert browser.get("/healthz").json() == {"status": "well"}
    holder = sqlite3.connect(tmp_path / "data" / "quintain.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    time.sleep(1.1)  # what was known before is told for a second
    sick = browser.get("/healthz", timeout=4)
    assert (sick.status_code, sick.json()["status"], sick.json()["part"]) == (503, "busy", "database")
    assert "end the program that has the file open" in sick.json()["remedy"]
    holder.execute("ROLLBACK")
    holder.close()
    until(lambda: browser.get("/healthz"), 200)


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
    assert (health.status_code, health.json()["status"], health.json()["part"]) == (503, "damaged", "database")
    assert "bring back the last backup" in health.json()["remedy"]


def test_a_server_that_may_write_no_more_says_so_until_it_may_again(start: Start) -> None:
    """Health began a transaction and wrote nothing, so it said that all was well while every save failed."""
    server = start()
    browser = server.browser()
    save(browser, "# before\n", 0)
    assert browser.get("/healthz").json() == {"status": "well"}
    unlimited = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (4096, unlimited[1]))
    body = {"path": "contacts.py", "text": "# meanwhile\n" * 20_000, "revision": 1}
    assert browser.put("/labs/redos/files", json=body, timeout=30).status_code == 503
    ill = until(lambda: browser.get("/healthz"), 503)
    assert (ill["status"], ill["part"]) == ("full", "data folder")
    assert ill["error"] == "The disk of the data folder is full, or the server may not use more of it."
    assert "Make room on it" in ill["remedy"]
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
    until(lambda: browser.get("/healthz"), 200)
    assert browser.put("/labs/redos/files", json=body).status_code == 200


def until(ask: Callable[[], httpx.Response], status: int) -> dict[str, str]:
    """Ask until the answer has a status; what was known before is told for a second."""
    for _ in range(100):
        answer = ask()
        if answer.status_code == status:
            told: dict[str, str] = answer.json()
            return told
        time.sleep(0.1)
    return pytest.fail(f"{answer.status_code} {answer.text}")


ASK = """
import asyncio, json, os, pathlib, sqlite3, sys, time
import django; django.setup()
from django.conf import settings
from quintain.server.health import HealthPage
from quintain.web.health import FRESH_SECONDS, Health

page = HealthPage(Health(settings.DATA.root))

async def ask():
    sent = []
    async def send(message): sent.append(message)
    await page({"method": "GET"}, None, send)
    time.sleep(FRESH_SECONDS + 0.1)
    return sent[0]["status"], json.loads(sent[1]["body"])

def fill(name, piece):
    with open(settings.DATA.root / name, "wb", buffering=0) as file:
        try:
            while True: file.write(bytes(piece))
        except OSError: pass

answers = {"before": asyncio.run(ask())}
fill("large", 65536)
answers["full"] = asyncio.run(ask())
os.unlink(settings.DATA.root / "large")
answers["after"] = asyncio.run(ask())
page = HealthPage(Health(settings.DATA.root / "taken-away"))
answers["gone"] = asyncio.run(ask())
print(json.dumps(answers))
"""
PAGE_BYTES = 4096 + 24
"""In the write-ahead log, with the header of its frame."""
TINY_DISK = 'mount -t tmpfs -o size=8m tmpfs "$1" && cp "$2" "$1/quintain.sqlite3" && exec "$3" -c "$4"'


def test_a_full_disk_is_told_and_which_part_of_the_server_is_ill(tmp_path: Path) -> None:
    """A real disk of 8 MiB, in a mount namespace of its own."""
    names = ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*names, "mount", "-t", "tmpfs", "tmpfs", str(tmp_path)], check=False).returncode != 0:
        pytest.skip("this machine lets nobody but root mount a disk")
    kept = {name: value for name, value in os.environ.items() if name != "QUINTAIN_DATABASE_URL"}
    done = subprocess.run(
        [*names, "sh", "-c", TINY_DISK, "sh", str(tmp_path), str(migrated_database()), sys.executable, ASK],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env=kept | {"QUINTAIN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"},
    )
    answers = json.loads(done.stdout)
    assert answers["before"] == answers["after"] == [200, {"status": "well"}]
    for name, state in (("full", "full"), ("gone", "unwritable")):
        status, told = answers[name]
        assert (status, told["status"], told["part"]) == (503, state, "data folder"), told


def test_asking_for_health_again_and_again_writes_once_a_second(tmp_path: Path) -> None:
    """A thousand questions at once are one write of a page, not a thousand."""
    put_database(tmp_path)
    code = (
        ASK.partition("answers =")[0]
        + """
async def many():
    async def send(message): pass
    await asyncio.gather(*(page({"method": "GET"}, None, send) for _ in range(1000)))
asyncio.run(ask())
journal = pathlib.Path(f"{settings.DATA.database}-wal")
before, begun = journal.stat().st_size, time.monotonic()
asyncio.run(many())
print(journal.stat().st_size - before, (time.monotonic() - begun) / FRESH_SECONDS)
"""
    )
    kept = {name: value for name, value in os.environ.items() if name != "QUINTAIN_DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env=kept | {"QUINTAIN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"},
    )
    written, periods = done.stdout.split()
    pages, rest = divmod(int(written), PAGE_BYTES)
    assert rest == 0
    assert 1 <= pages <= float(periods) + 1, done.stdout


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
