"""Backups, restores and erasures beside a real server that works meanwhile."""

import collections
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from tests.server.test_serving import Start, open_socket, page_data, save, start

pytestmark = pytest.mark.sample(most=2, of="file")

__all__ = ["start"]

VOLATILE = {"accounts_auditentry", "django_session", "sqlite_sequence"}
"""What a backup itself, or signing in, adds to."""
SAVED = {"attempts_file", "attempts_workspace"}


def run(*words: str) -> None:
    """Run a command of Quintain, which must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "quintain.cli", *words], check=False, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr


def tables(data: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables."""
    with closing(sqlite3.connect(data / "quintain.sqlite3", timeout=30)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return {name: sorted(database.execute(f"SELECT * FROM {name}"), key=repr) for name in names}  # noqa: S608


@pytest.mark.whole
def test_a_backup_of_a_server_that_saves_holds_everything_up_to_one_moment(start: Start, tmp_path: Path) -> None:
    """All tables are the same but what was saved meanwhile, of which no answered save before it is missing."""
    server = start()
    browser = server.browser()
    save(browser, "# 0\n", 0)
    answered, stop = [0], threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            number = answered[0] + 1
            assert save(browser, f"# {number}\n", number)["revision"] == number + 1
            answered[0] = number

    before = tables(server.data)
    saver = threading.Thread(target=go_on)
    saver.start()
    try:
        while answered[0] < 5:
            stop.wait(0.01)
        at_least = answered[0]
        run("backup", str(tmp_path / "kept.zip"), "--data", str(server.data))
        at_most = answered[0] + 1
    finally:
        stop.set()
        saver.join()
    assert at_most > at_least + 1, "nothing was saved meanwhile"
    run("restore", str(tmp_path / "kept.zip"), "--data", str(tmp_path / "there"))
    after = tables(tmp_path / "there")
    assert after.keys() == before.keys()
    same = after.keys() - VOLATILE - SAVED
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert len(after["attempts_file"]) == len(after["attempts_workspace"]) == 1

    again = start("--port", "0", data=tmp_path / "there")
    data = page_data(again.browser())
    number = int(data["files"][0]["text"].strip("# \n"))
    assert at_least <= number <= at_most
    assert data["revision"] == number + 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_ends_leaves_the_whole_database_in_its_file(start: Start, number: int) -> None:
    """What was replaced or erased is not in a write-ahead log beside it, which nobody would look for."""
    server = start()
    save(server.browser(), "# mine\n", 0)
    log = server.data / "quintain.sqlite3-wal"
    assert log.stat().st_size > 0
    server.end(number)
    assert not log.exists() or log.stat().st_size == 0
    assert b"# mine" in (server.data / "quintain.sqlite3").read_bytes()


@pytest.mark.whole
def test_a_person_who_is_erased_is_out_within_seconds(start: Start) -> None:
    """The open socket is closed, and the next request is sent to the page for the signed-out."""
    server = start()
    browser = server.browser()
    save(browser, "# mine\n", 0)
    with closing(sqlite3.connect(server.data / "quintain.sqlite3")) as database:
        ((username,),) = database.execute("SELECT username FROM accounts_user").fetchall()
    with open_socket(server, browser) as live:
        run("person", "erase", username, "--yes", "--data", str(server.data))
        with pytest.raises(ConnectionClosed):
            collections.deque(iter(lambda: live.recv(timeout=20), None), maxlen=0)
    assert browser.get("/labs/redos/submissions/x").status_code in {401, 404}
    assert "signed" in str(browser.get("/").url)
    assert tables(server.data)["attempts_file"] == []
