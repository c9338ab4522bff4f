"""``quintain serve`` as a process: it starts, is killed, starts again, and says why when it cannot."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from quintain.packs.model.lab import Status
from tests.courses import COURSE, make_small_course, small_course, whole_course
from tests.databases import put_database
from tests.sampling import some
from tests.signing_in import link_of, origin_of, sign_in

pytestmark = pytest.mark.sample(most=4, of="file")
START_SECONDS = 30
EVERYWHERE = "0.0.0.0"  # noqa: S104  what the tests are about


@dataclass
class Server:
    """A running classroom."""

    process: subprocess.Popen[str]
    data: Path
    link: str = ""
    said: list[str] = field(default_factory=list)
    browsers: list[httpx.Client] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return origin_of(self.link)

    def browser(self) -> httpx.Client:
        """Return a browser that has opened a fresh link, with the page's token in every request."""
        client = httpx.Client(base_url=self.origin, follow_redirects=True, trust_env=False)
        self.browsers.append(client)
        page = sign_in(client, link_of(self.data)).text
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found, page[:500]
        client.headers["X-CSRFToken"] = found[1]
        return client

    def end(self, number: int) -> int:
        """Send a signal and return the exit status."""
        self.process.send_signal(number)
        return self.process.wait(15)


type Start = Callable[..., Server]


def command(data: Path, *options: str) -> list[str]:
    """Return the words that start a server, with a small course if no other is named."""
    code = "from quintain.cli.serve import serve; serve()"
    # By address: not every resolver knows names below localhost.
    where = ("--host", "127.0.0.1", "--data", str(data), "--pack", str(small_course()))
    return [sys.executable, "-c", code, "--no-browser", *where, *options]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers that are stopped after the test."""
    running: list[Server] = []

    def begin(*options: str, data: Path = tmp_path / "data", is_new: bool = False) -> Server:
        if not is_new:
            put_database(data)
        process = subprocess.Popen(
            command(data, *(options or ("--port", "0"))), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        server = Server(process, data)
        running.append(server)
        assert process.stdout
        for line in process.stdout:
            server.said.append(line)
            if "/sign-in/" in line:
                server.link = line.strip()
            if "Ctrl-C" in line:
                return server
        pytest.fail("".join(server.said))

    yield begin
    for server in running:
        for browser in server.browsers:
            browser.close()
        server.process.kill()
        server.process.wait()
        assert server.process.stdout
        server.process.stdout.close()


def refuse(data: Path, *options: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Start a server that must not start."""
    done = subprocess.run(
        command(data, *options),
        check=False,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        env=os.environ | (environment or {}),
    )
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    return done


def save(browser: httpx.Client, text: str, revision: int) -> Any:
    """Save the file of the lab on slow patterns."""
    body = {"path": "contacts.py", "text": text, "revision": revision}
    answer = browser.put("/labs/redos/files", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def page_data(browser: httpx.Client) -> Any:
    """Return what the workbench's script gets."""
    found = re.search(r'id="page-data"[^>]*>(.*?)</script>', browser.get("/labs/redos/fix/").text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_nothing_saved_is_lost_when_the_server_is_killed(start: Start) -> None:
    """The session and the text survive; the server is the same one again."""
    first = start()
    browser = first.browser()
    save(browser, "# typed just before the end\n", 0)
    first.end(signal.SIGKILL)
    port = first.origin.rpartition(":")[2]
    second = start("--port", port)
    assert second.origin == first.origin
    assert page_data(second.browser())["files"][0]["text"] == "# typed just before the end\n"
    assert page_data(browser)["revision"] == 1


@pytest.mark.whole
def test_a_submission_is_taken_up_again_after_a_kill(start: Start) -> None:
    """Killed while the judge works, started again, it gets its verdict."""
    first = start()
    browser = first.browser()
    created = browser.post("/labs/redos/submissions", json={"kind": "tests"}).json()
    first.end(signal.SIGKILL)
    second = start("--port", first.origin.rpartition(":")[2])
    url = f"/labs/redos/submissions/{created['id']}"
    again = second.browser()
    assert wait_for_end(lambda: again.get(url).json())["result"] in {"proven", "broken"}


def wait_for_end(ask: Callable[[], Any]) -> Any:
    """Ask until a submission is done."""
    for _ in range(240):
        report = ask()
        if report["state"] in {"finished", "failed"}:
            return report
        time.sleep(0.25)
    pytest.fail("the judge did not end within a minute")


@pytest.mark.whole
def test_control_c_ends_it_cleanly(start: Start) -> None:
    """Even with a socket open: exit status 0, no traceback."""
    server = start()
    with open_socket(server, server.browser()):
        assert server.end(signal.SIGINT) == 0
    assert server.process.stdout
    said = server.process.stdout.read()
    assert "Traceback" not in said
    assert "Quintain has stopped. Everything that was saved is kept." in said


def test_control_c_does_not_wait_for_the_judge(start: Start) -> None:
    """A verdict that takes minutes must not keep somebody from going home; it is judged anew next time."""
    server = start()
    browser = server.browser()
    created = browser.post("/labs/redos/submissions", json={"kind": "verdict"}).json()
    url = f"/labs/redos/submissions/{created['id']}"
    while not any(check["outcome"] == "running" for check in browser.get(url).json()["checks"]):
        time.sleep(0.1)
    assert server.end(signal.SIGINT) == 0
    again = start("--port", server.origin.rpartition(":")[2])
    assert again.browser().get(url).json()["state"] in {"waiting", "running"}


def open_socket(server: Server, browser: httpx.Client, lab: str = "redos", **options: Any) -> ClientConnection:
    """Open the socket of a lab as the browser does."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    options.setdefault("origin", server.origin)
    address = server.origin.replace("http", "ws") + f"/live/labs/{lab}"
    live: ClientConnection = connect(address, additional_headers={"Cookie": cookies}, proxy=None, **options)
    return live


@pytest.mark.whole
def test_a_socket_tells_every_change_of_a_submission(start: Start) -> None:
    """From the plan over each check to the end."""
    server = start()
    browser = server.browser()
    told: list[Any] = []
    with open_socket(server, browser) as live:
        created = browser.post("/labs/redos/submissions", json={"kind": "tests"})
        assert created.status_code == 201
        while not told or told[-1].get("submission", {}).get("state") not in {"finished", "failed"}:
            message = json.loads(live.recv(60))
            assert message["type"] in {"submission", "check"}
            told.append(message if message["type"] == "submission" else {"type": "check", "news": message})
    reports = [message["submission"] for message in told if message["type"] == "submission"]
    news = [message["news"] for message in told if message["type"] == "check"]
    submission = created.json()["id"]
    assert {report["id"] for report in reports} | {each["submission"] for each in news} == {submission}
    assert reports[-1]["state"] == "finished", reports[-1]["evidence"]
    planned = next(report for report in reports if report["events"] == 1)
    assert {check["outcome"] for check in planned["checks"]} == {"waiting"}
    assert [each["sequence"] for each in news] == list(range(2, reports[-1]["events"] + 1))
    assert {"running", "passed"} <= {each["check"]["outcome"] for each in news}
    assert "checks" not in reports[-1], "they were told one by one"
    whole = browser.get(f"/labs/redos/submissions/{submission}").json()
    told_checks = {each["check"]["id"]: each["check"] for each in news}  # the last word on each
    assert whole["checks"] == [told_checks[check["id"]] for check in planned["checks"]]
    with open_socket(server, browser) as late:
        assert json.loads(late.recv(10))["submission"]["id"] == created.json()["id"]


def test_a_socket_of_another_origin_stays_closed(start: Start) -> None:
    """A page of another program on this machine, or of any site, brings the same cookies along."""
    server = start()
    browser = server.browser()
    for origin in ("http://127.0.0.1:1", "http://evil.example", None):
        with pytest.raises(InvalidStatus) as refused, open_socket(server, browser, origin=origin):
            pass
        assert refused.value.response.status_code == 403


def test_a_socket_without_a_session_or_lab_is_closed_at_once(start: Start) -> None:
    """The code says why."""
    server = start()
    stranger = httpx.Client(trust_env=False)
    server.browsers.append(stranger)
    for browser, lab, code in ((stranger, "redos", 4401), (server.browser(), "no-such-lab", 4404)):
        with open_socket(server, browser, lab) as live, pytest.raises(ConnectionClosed) as closed:
            live.recv(5)
        assert closed.value.rcvd
        assert closed.value.rcvd.code == code


def test_a_socket_that_talks_is_closed(start: Start) -> None:
    """There is nothing to be said to the server."""
    server = start()
    with open_socket(server, server.browser()) as live:
        live.send("hello")
        with pytest.raises(ConnectionClosed) as closed:
            live.recv(5)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 4400


def test_the_data_folder_is_for_its_owner(start: Start, tmp_path: Path) -> None:
    """Other people of the machine read neither the link nor the learner's text."""
    start(is_new=True)
    data = tmp_path / "data"
    assert data.stat().st_mode & 0o777 == 0o700
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in data.iterdir() if path.is_file()} == dict.fromkeys(
        (path.name for path in data.iterdir() if path.is_file()), "0o600"
    )
    assert {"secret-key", "sign-in-codes", "quintain.sqlite3", "running"} <= {path.name for path in data.iterdir()}


def test_a_taken_port_is_refused_in_one_sentence(tmp_path: Path) -> None:
    """With the way out, and a status that scripts see."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = refuse(tmp_path / "data", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr == (
        f"Port {port} is taken by another program.\nEnd that program, or choose another port with --port.\n"
    )


@pytest.mark.whole
def test_a_second_server_is_told_where_the_first_is(start: Start, tmp_path: Path) -> None:
    """Two servers on one data folder would judge each other's submissions."""
    first = start()
    done = refuse(tmp_path / "data", "--port", "0")
    assert done.returncode == 1
    assert f"Quintain already runs with the data folder {tmp_path / 'data'} at {first.origin}." in done.stderr


def test_a_data_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """Root can write everywhere, but not below a file."""
    (tmp_path / "file").touch()
    done = refuse(tmp_path / "file" / "data", "--port", "0")
    assert done.returncode == 1
    assert "cannot be written: Not a directory." in done.stderr
    assert "Choose another with --data." in done.stderr


def test_an_invalid_pack_is_refused_with_file_and_line(tmp_path: Path) -> None:
    """Status 2 tells authors' scripts that the pack is to blame."""
    pack = make_small_course(tmp_path / "pack")
    (pack / "pack.toml").write_text("id = 7\n")
    done = refuse(tmp_path / "data", "--port", "0", "--pack", str(pack))
    assert done.returncode == 2
    assert "pack.toml:1" in done.stderr


@pytest.mark.whole
def test_a_locked_database_is_refused(tmp_path: Path) -> None:
    """Another program that holds it is named as the reason."""
    data = tmp_path / "data"
    data.mkdir()
    holder = sqlite3.connect(data / "quintain.sqlite3")
    holder.execute("BEGIN EXCLUSIVE")
    done = refuse(data, "--port", "0")
    holder.close()
    assert done.returncode == 1
    assert "is held by another program." in done.stderr


def test_a_newer_or_damaged_database_is_refused(start: Start, tmp_path: Path) -> None:
    """It is left as it is."""
    start().end(signal.SIGINT)
    database = tmp_path / "data" / "quintain.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('attempts', '0999_far', 'now')")
    connection.close()
    newer = refuse(tmp_path / "data", "--port", "0")
    assert (newer.returncode, "was made by a newer Quintain (attempts.0999_far)" in newer.stderr) == (1, True)
    database.write_bytes(b"no database at all" * 100)
    damaged = refuse(tmp_path / "data", "--port", "0")
    assert (damaged.returncode, "is damaged" in damaged.stderr) == (1, True)


def test_an_exposed_server_says_what_that_means(start: Start) -> None:
    """And answers at the address that it printed."""
    server = start("--port", "0", "--host", EVERYWHERE, "--exposed")
    assert "Nothing is encrypted." in "".join(server.said)
    assert server.browser().get("/").status_code == 200


def test_pages_do_not_wait_for_the_judge(tmp_path: Path) -> None:
    """What only verdicts, previews and terminals need is loaded by the first of them."""
    source = "import sys, quintain.server.asgi; print(*sys.modules)"
    environment = os.environ | {"QUINTAIN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "quintain.server.settings"}
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True, env=environment)
    heavy = {
        "quintain.judge.judge",
        "quintain.judge.interactive.app_preview",
        "quintain.judge.interactive.terminals",
        "quintain.sandbox",
    }
    assert heavy & set(done.stdout.split()) == set()


def test_the_course_that_is_served_is_the_repositorys(start: Start) -> None:
    """Every live lab and written lesson opens."""
    browser = start("--port", "0", "--pack", str(COURSE)).browser()
    pack = whole_course()
    for slug, lab in some([*pack.labs.items()], 6):
        for page in ("find", "fix"):
            expected = 200 if lab.status is Status.LIVE else 404
            assert browser.get(f"/labs/{slug}/{page}/").status_code == expected, slug
    for slug in some([*pack.lessons], 6):
        assert browser.get(f"/topics/{slug}/").status_code == 200
