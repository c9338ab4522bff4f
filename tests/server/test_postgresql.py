"""The server runs on PostgreSQL, where many write at once. Skipped where there is none; see `tests/postgresql.py`.

On a machine without PostgreSQL, everything that is marked `postgresql` still runs on SQLite.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured

from quintain.server.databases import database_settings, read_days
from tests.courses import small_course
from tests.postgresql import MISSING, find_programs, private_server, run_pytest
from tests.signing_in import link_of, origin_of, sign_in

ROOT = Path(__file__).parents[2]
PROGRAMS = find_programs()
OTHERS = [path for path in ROOT.glob("tests/*/**/test_*.py") if path != Path(__file__)]
MARKED = sorted({path.relative_to(ROOT).parts[1] for path in OTHERS if "mark.postgresql" in path.read_text("utf-8")})
needs_postgresql = pytest.mark.skipif(PROGRAMS is None, reason=MISSING)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of an empty database."""
    assert PROGRAMS
    with private_server(PROGRAMS) as found:
        yield found


@pytest.fixture
def own_address() -> Iterator[str]:
    """The address of a database that no other test has."""
    assert PROGRAMS
    with private_server(PROGRAMS) as found:
        yield found


@needs_postgresql
@pytest.mark.sample(most=1)
@pytest.mark.parametrize("place", MARKED)
def test_what_is_marked_holds_on_postgresql(address: str, place: str) -> None:
    """All tests with the mark, each with a database of its own."""
    done = run_pytest(address, ["-q", "-m", "postgresql", "-p", "no:xdist", f"tests/{place}"])
    assert done.returncode == 0, done.stdout  # 5 if no test has the mark


@pytest.mark.whole
@needs_postgresql
def test_a_server_starts_works_and_comes_back(address: str, tmp_path: Path) -> None:
    """It migrates an empty database, signs the learner in, keeps a text, and finds it again after a kill."""
    texts = []
    for _ in range(2):
        process = start(address, tmp_path)
        try:
            with httpx.Client(trust_env=False) as browser:
                origin = origin_of(link_of(tmp_path / "data"))
                page = sign_in(browser, link_of(tmp_path / "data")).text
                found = re.search(r'name="csrf-token" content="([^"]+)"', page)
                assert found, page[:500]
                browser.headers["X-CSRFToken"] = found[1]
                texts.append("# typed before the end" in browser.get(f"{origin}/labs/redos/fix/").text)
                body = {"path": "contacts.py", "text": "# typed before the end\n", "revision": 0}
                browser.put(f"{origin}/labs/redos/files", json=body)
        finally:
            process.send_signal(signal.SIGKILL)
            process.communicate()
    assert texts == [False, True]
    assert not (tmp_path / "data" / "quintain.sqlite3").exists()
    with psycopg.connect(address) as database:
        servers = database.execute("SELECT count(*) FROM attempts_server").fetchone()
    assert servers == (2,)


@pytest.mark.whole
@needs_postgresql
def test_a_database_that_is_away_is_told_and_comes_back(own_address: str, tmp_path: Path) -> None:
    """A page says so in words, to people and to scripts; the next one after its return is as before."""
    process = start(own_address, tmp_path)
    try:
        with (
            httpx.Client(trust_env=False) as browser,
            psycopg.connect(beside(own_address), autocommit=True) as database,
        ):
            origin = origin_of(link_of(tmp_path / "data"))
            sign_in(browser, link_of(tmp_path / "data"))
            database.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS false")
            database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'")
            away = [browser.get(f"{origin}/labs/redos/fix/") for _ in range(3)]
            told = browser.get(f"{origin}/labs/redos/fix/", headers={"accept": "application/json"})
            database.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS true")
            back = browser.get(f"{origin}/labs/redos/fix/")
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    for page in away:
        assert (page.status_code, "database does not answer. What was saved is safe." in page.text) == (503, True)
    assert told.json()["error"] == "The server's database does not answer. What was saved is safe."
    assert back.status_code == 200


def beside(address: str) -> str:
    """Return the address of another database of the same server."""
    return address.replace("/postgres?", "/template1?")


def start(address: str, tmp_path: Path) -> subprocess.Popen[str]:
    code = "from quintain.cli.serve import serve; serve()"
    where = ("--host", "127.0.0.1", "--port", "0", "--data", str(tmp_path / "data"), "--pack", str(small_course()))
    process = subprocess.Popen(
        [sys.executable, "-c", code, "--no-browser", *where],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"QUINTAIN_DATABASE_URL": address},
    )
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            return process
    pytest.fail("".join(said))


def test_a_database_that_cannot_be_reached_is_told_without_its_password(tmp_path: Path) -> None:
    """In a sentence with a remedy, and no traceback."""
    address = f"postgresql://quintain:s3cret-word@/quintain?host={tmp_path}"
    code = "from quintain.cli.serve import serve; serve()"
    where = ("--data", str(tmp_path / "data"), "--pack", str(small_course()), "--port", "0")
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-browser", *where],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"QUINTAIN_DATABASE_URL": address},
    )
    assert done.returncode == 1
    assert "The database that QUINTAIN_DATABASE_URL names cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
    assert "s3cret" not in done.stderr + done.stdout


def test_an_address_is_read_as_psql_reads_it() -> None:
    """With a socket's folder, a password in percent signs, and options of TLS."""
    read = database_settings("postgresql://u:p%40ss@db:5433/quintain?sslmode=verify-full", Path("x"))
    named = [read[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert named == ["u", "p@ss", "db", "5433", "quintain"]
    assert read["OPTIONS"]["sslmode"] == "verify-full"
    assert database_settings("postgresql:///quintain?host=/run/db", Path("x"))["HOST"] == "/run/db"


@pytest.mark.parametrize("address", ["mysql://db/x", "postgresql://db", "postgresql://:s3cret@[/x", "quintain", " "])
def test_another_address_is_refused_without_repeating_it(address: str) -> None:
    """Its password would be in a log."""
    with pytest.raises(ImproperlyConfigured) as refused:
        database_settings(address, Path("x"))
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("days", ["-1", "1.5", "soon", "99999999", "²"])
def test_a_retention_that_is_no_number_of_days_is_refused(days: str) -> None:
    """What is erased does not come back, so nothing is guessed."""
    with pytest.raises(ImproperlyConfigured, match="number of days"):
        read_days(days)
    assert [read_days(each) for each in ("", " ", "0", "365")] == [0, 0, 0, 365]


def test_settings_that_cannot_be_used_are_told_in_a_sentence(tmp_path: Path) -> None:
    """No traceback, which would hold the address."""
    words = ("--no-browser", "--data", str(tmp_path / "data"), "--pack", str(small_course()))
    done = subprocess.run(
        [sys.executable, "-c", "from quintain.cli.serve import serve; serve()", "--port", "0", *words],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"QUINTAIN_DATABASE_URL": "mysql://u:s3cret@db/x"},
    )
    assert (done.returncode, "begins with postgresql://" in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr
    assert "s3cret" not in done.stderr
