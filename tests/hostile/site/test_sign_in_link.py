"""Who watches this machine, its logs or its files gets nothing that signs in; what a session opened ends with it."""

import logging
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from quintain.server import links
from quintain.server.starting import StartRefused, bind, reserve_loopback
from quintain.web.folder import DataFolder
from quintain.web.logs import RedactingFormatter
from tests.courses import COURSE
from tests.server.test_serving import Start, open_socket, start
from tests.signing_in import sign_in

__all__ = ["start"]
pytestmark = [pytest.mark.hostile, pytest.mark.sample(most=2, of="file")]
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example"}


def modes(folder: Path) -> dict[str, str]:
    """Return the modes of all files of a folder."""
    return {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir() if path.is_file()}


def test_the_browser_is_opened_without_a_code_on_its_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gets the address of a page that only its owner can read, which ``ps`` may show to everyone."""
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    link = links.fresh_link(folder, "http://127.0.0.1:8132")
    os.umask(0o022)
    links.open_in_browser(folder, link)
    until(lambda: bool(opened))
    assert opened == [folder.redirect.as_uri()]
    assert link.partition("#")[2] not in opened[0]
    assert link in folder.redirect.read_text()
    assert folder.redirect.stat().st_mode & 0o777 == 0o600
    links.remove_redirect(folder)
    assert not folder.redirect.exists()


def until(holds: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Internal Server Error: /sign-in/s3cret/", "Internal Server Error: /sign-in/…"),
        ("fault 12 at GET /sign-in/s3cret", "fault 12 at GET /sign-in/…"),
        ("GET /sign-in/?next=/labs/#s3cret HTTP/1.1", "GET /sign-in/?next=/labs/#… HTTP/1.1"),
        ("/.quintain/enter?ticket=s3cret&to=/", "/.quintain/enter?ticket=…&to=/"),
        ("Not Found: /labs/none/", "Not Found: /labs/none/"),
    ],
)
def test_the_log_has_no_code(said: str, written: str) -> None:
    """Not even an old link's, which stood in the path."""
    record = logging.LogRecord(
        "django.request", logging.ERROR, "x.py", 1, said.replace("s3cret", "%s"), ("s3cret",), None
    )
    if "s3cret" not in said:
        record.args = ()
    assert RedactingFormatter("{message}", style="{").format(record) == written


def test_a_server_writes_no_code_into_its_log(start: Start, tmp_path: Path) -> None:
    """Whether it stands in the path, in the query or in the form."""
    server = start()
    client = httpx.Client(base_url=server.origin, trust_env=False)
    server.browsers.append(client)
    client.get("/sign-in/s3cret-in-the-path/")
    client.get("/sign-in/?code=s3cret-in-the-query")
    client.post("/sign-in/", data={"code": "s3cret-in-the-form"})
    server.end(signal.SIGINT)
    log = tmp_path / "data" / "quintain.log"
    assert log.exists()
    assert "s3cret" not in log.read_text()
    assert "/sign-in/…" in log.read_text()


def test_files_that_others_could_read_are_closed_at_the_start(start: Start, tmp_path: Path) -> None:
    """The folder, the database with its journal, the log with its rotations, secrets, lock and copies."""
    data = tmp_path / "data"
    start().end(signal.SIGKILL)  # so that the journal is left
    for name in ("quintain.log", "quintain.log.1", "before-migration-2026-01-01T000000Z.sqlite3", "link-token"):
        (data / name).write_text("x")
    for path in data.iterdir():
        path.chmod(0o777 if path.is_dir() else 0o666)
    data.chmod(0o777)
    server = start()
    server.browser().get("/labs/none/")
    assert oct(data.stat().st_mode & 0o777) == "0o700"
    assert set(modes(data).values()) == {"0o600"}, modes(data)
    assert {"quintain.sqlite3-wal", "quintain.log.1"} <= set(modes(data))
    assert not (data / "link-token").exists()  # it was good for ever


def test_a_link_in_the_data_folder_is_not_followed(tmp_path: Path) -> None:
    """Who could write in the folder must not have other files' modes changed."""
    (tmp_path / "mine").write_text("x")
    (tmp_path / "mine").chmod(0o644)
    data = tmp_path / "data"
    data.mkdir()
    (data / "quintain.log").symlink_to(tmp_path / "mine")
    DataFolder(data).prepare()
    assert oct((tmp_path / "mine").stat().st_mode & 0o777) == "0o644"


def test_forwarded_headers_are_not_believed(start: Start) -> None:
    """Any program on this machine can send them; the page it gets is that of plain HTTP at the address it asked."""
    server = start("--port", "0", "--pack", str(COURSE))
    browser = server.browser()
    page = browser.post("/labs/sql-login/program", json={}, headers=FORWARDED)
    assert page.json()["origin"].startswith("http://lab-"), page.text
    token = browser.headers["X-CSRFToken"]
    forged = {"Origin": server.origin.replace("http:", "https:"), **FORWARDED, "X-CSRFToken": token}
    assert browser.post("/sign-out/", headers=forged).status_code == 403


def test_nobody_else_may_listen_at_the_other_loopback_address() -> None:
    """Browsers try both for a name below localhost: a program at ``::1`` would get the cookies."""
    if not socket.has_ipv6:
        pytest.skip("no IPv6")
    listener = bind("127.0.0.1", 0)
    port = listener.getsockname()[1]
    reserved = reserve_loopback(listener)
    if reserved is None:
        pytest.skip("this machine has no ::1")
    thief = socket.socket(socket.AF_INET6)
    thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    with pytest.raises(OSError, match="in use"):
        thief.bind(("::1", port))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("::1", port), 5)
    reserved.close()
    thief.bind(("::1", port))
    with pytest.raises(StartRefused) as refused:
        reserve_loopback(listener)
    assert f"Port {port} is taken by another program." in refused.value.sentence
    thief.close()


def test_quintain_link_prints_a_link_that_works(start: Start, tmp_path: Path) -> None:
    """Without a restart, as often as it is wanted; without a server, it says so."""
    server = start()
    ask = [sys.executable, "-m", "quintain.cli", "link", "--data", str(tmp_path / "data")]
    told = subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip()
    client = httpx.Client(trust_env=False)
    server.browsers.append(client)
    assert sign_in(client, told).status_code == 200
    assert sign_in(client, told).status_code == 403
    server.end(signal.SIGINT)
    done = subprocess.run(ask, check=False, capture_output=True, text=True)
    assert (done.returncode, "No server runs with the data folder" in done.stderr) == (1, True)


def closed_with(live: ClientConnection) -> int | None:
    """Return the code that a socket is closed with; what it says before is not of interest."""
    try:
        while True:
            live.recv(5)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


def forget_sessions(data: Path, *, expired: bool) -> None:
    """Delete all sessions, or let them have expired."""
    change = "UPDATE django_session SET expire_date = '2000-01-01'" if expired else "DELETE FROM django_session"
    with sqlite3.connect(data / "quintain.sqlite3", timeout=10) as connection:
        connection.execute(change)
    connection.close()


@pytest.mark.sample(most=1)
@pytest.mark.parametrize("end", ["signed out", "expired", "deleted"])
def test_sockets_end_with_their_session(start: Start, tmp_path: Path, end: str) -> None:
    """Each closes with 4401; nobody types in a terminal whose learner is gone."""
    server = start()
    browser, other = server.browser(), server.browser()
    with (
        open_socket(server, browser) as live,
        open_socket(server, browser, "redos/requests") as requests,
        open_socket(server, browser, "redos/terminal") as terminal,
        open_socket(server, other) as others,
    ):
        terminal.send('{"rows": 20, "columns": 60}')
        shown = b""
        while b"$ " not in shown:
            part = terminal.recv(60)
            shown += part if isinstance(part, bytes) else b""
        if end == "signed out":
            assert browser.post("/sign-out/").status_code == 401  # it leads to the page for the signed-out
        else:
            forget_sessions(tmp_path / "data", expired=end == "expired")
        assert [closed_with(each) for each in (live, requests, terminal)] == [4401] * 3
        if end == "signed out":
            with pytest.raises(TimeoutError):
                others.recv(1)
        else:
            assert closed_with(others) == 4401


def test_a_session_does_not_outlive_the_secret_that_made_it(start: Start, tmp_path: Path) -> None:
    """Who replaces the secret key of the data folder has ended all sessions: pages and sockets."""
    server = start()
    browser = server.browser()
    server.end(signal.SIGINT)
    (tmp_path / "data" / "secret-key").unlink()
    again = start("--port", server.origin.rpartition(":")[2])
    assert browser.get("/", follow_redirects=False).status_code == 302
    with open_socket(again, browser) as live:
        assert closed_with(live) == 4401


def test_expired_sessions_are_cleared_at_the_start(start: Start, tmp_path: Path) -> None:
    """Their rows are gone, those of others stay."""
    server = start()
    server.browser()
    server.end(signal.SIGINT)
    forget_sessions(tmp_path / "data", expired=True)
    again = start()
    again.browser()

    def count() -> int:
        with sqlite3.connect(tmp_path / "data" / "quintain.sqlite3", timeout=10) as connection:
            found: int = connection.execute("SELECT count(*) FROM django_session").fetchone()[0]
        connection.close()
        return found

    until(lambda: count() == 1)
