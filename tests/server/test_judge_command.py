"""`quintain serve` queues, `quintain judge` judges: two processes with folders of their own, and the real judge."""

import re
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import psycopg
import pytest

from tests.postgresql import MISSING, find_programs, private_server
from tests.processes import environment, process
from tests.signing_in import link_of, origin_of, sign_in

PROGRAMS = find_programs()
LONGEST_SECONDS: Final = 240.0


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the settings that the processes share."""
    assert PROGRAMS
    key = tmp_path / "key"
    key.write_text(secrets.token_urlsafe(48))
    key.chmod(0o600)
    with private_server(PROGRAMS) as address:
        yield {"QUINTAIN_DATABASE_URL": address, "QUINTAIN_SECRET_KEY_FILE": str(key)}


@pytest.mark.whole
@pytest.mark.skipif(PROGRAMS is None, reason=MISSING)
def test_a_verdict_crosses_processes(settings: dict[str, str], tmp_path: Path) -> None:
    """The page's endpoint tells it; the web process had no judge; the judge leaves with nothing left to do."""
    web = process("serve", tmp_path / "web", "Ctrl-C", settings, "--no-browser", "--port", "0", "--host", "127.0.0.1")
    with web, httpx.Client(trust_env=False, timeout=30) as browser:
        origin = origin_of(link_of(tmp_path / "web"))
        page = sign_in(browser, link_of(tmp_path / "web")).text
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found
        browser.headers["X-CSRFToken"] = found[1]
        queued = browser.post(f"{origin}/labs/redos/submissions", json={"kind": "verdict"}).json()
        assert (queued["state"], queued["position"]) == ("waiting", 1)
        with process("judge", tmp_path / "judge", "takes jobs", settings) as judge:
            last = time.monotonic() + LONGEST_SECONDS
            while (now := browser.get(f"{origin}{queued['url']}").json())["state"] in {"waiting", "running"}:
                assert time.monotonic() < last, now
                time.sleep(0.2)
            assert (now["state"], now["result"]) == ("finished", "still-open"), now
            judge.send_signal(signal.SIGTERM)
            assert judge.wait(60) == 0
    with psycopg.connect(settings["QUINTAIN_DATABASE_URL"]) as database:
        assert database.execute("SELECT count(*) FROM procrastinate_jobs WHERE status <> 'failed'").fetchone() == (0,)
    assert not list((tmp_path / "web" / "sandbox").glob("runtimes/*"))


@pytest.mark.skipif(PROGRAMS is None, reason=MISSING)
def test_a_judge_without_a_shared_database_is_refused(tmp_path: Path) -> None:
    """In a sentence, before anything is made."""
    code = "from quintain.cli.judge import judge; judge()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--data", str(tmp_path / "data")],
        check=False,
        capture_output=True,
        text=True,
        env=environment(),
    )
    assert done.returncode == 1
    assert "quintain serve judges by itself" in done.stderr
    assert not (tmp_path / "data").exists()
