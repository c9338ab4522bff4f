"""After a move, people go on: signed in or not, with a verdict of another process, and with their certificates."""

import re
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path
from signal import SIGTERM
from typing import Final

import httpx
import pytest

from tests.courses import small_course
from tests.journeys.conftest import free_port
from tests.postgresql import ROOT
from tests.processes import environment, process
from tests.server.moving.conftest import Run

LONGEST_SECONDS: Final = 240.0


SETTINGS: Final = {"QUINTAIN_CLASSROOM": "1", "QUINTAIN_CERTIFICATE": "labs=1", "QUINTAIN_WARM_UP": "0"}


def token_of(page: str) -> str:
    """Return the token of a page against forged requests."""
    found = re.search(r'name="(?:csrf-token" content|csrfmiddlewaretoken" value)="([^"]+)"', page)
    assert found, page[:500]
    return found[1]


@pytest.mark.whole
def test_people_go_on_after_their_server_has_moved(run: Run, address: str, tmp_path: Path) -> None:
    """With sessions, passcodes, verdicts and certificates, on PostgreSQL with judges elsewhere, and back on SQLite."""
    data, port = tmp_path / "data", free_port()
    origin = f"http://127.0.0.1:{port}"
    made = subprocess.run(
        [sys.executable, "-m", "tests.server.moving.inhabit", str(data), str(small_course()), origin],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment(),
    )
    assert made.returncode == 0, made.stderr
    username, passcode, code, session = made.stdout.splitlines()
    serve = ("--host", "127.0.0.1", "--port", str(port), "--no-browser")
    done = run("migrate-data", "--to", "postgresql", "--data", str(data))
    assert (done.returncode, "Sessions are left out" in done.stderr) == (0, False), done.stderr
    key = tmp_path / "key"
    shutil.copy(data / "secret-key", key)
    shared = SETTINGS | {"QUINTAIN_DATABASE_URL": address, "QUINTAIN_SECRET_KEY_FILE": str(key)}
    with (
        process("serve", data, "Ctrl-C", shared, *serve, end=SIGTERM),
        process("judge", tmp_path / "judge", "takes jobs", shared, end=SIGTERM),
        httpx.Client(base_url=origin, trust_env=False, timeout=60) as browser,
    ):
        goes_on(browser, {"quintain-session": session}, code)
        browser.headers["X-CSRFToken"] = token_of(browser.get("/labs/redos/fix/").text)
        now = browser.post("/labs/redos/submissions", json={"kind": "verdict"}).json()
        last = time.monotonic() + LONGEST_SECONDS
        while now["state"] in {"waiting", "running"}:
            assert time.monotonic() < last, now
            time.sleep(0.2)
            now = browser.get(now["url"]).json()
        assert (now["state"], now["result"]) == ("finished", "still-open"), now
        signs_in(origin, username, passcode)
        paper = tmp_path / "certificate.pdf"
        own = browser.get("/certificate/").text
        found = re.search(r'href="(/certificate/[0-9a-f-]+/certificate\.pdf)"', own)
        assert found, own[:500]
        paper.write_bytes(browser.get(found[1]).content)
        (tmp_path / "keys.json").write_text(browser.get("/.well-known/jwks.json").text)
        refused = run("migrate-data", "--to", "sqlite", "--data", str(tmp_path / "back"))
        assert (refused.returncode, "Stop quintain serve and quintain judge" in refused.stderr) == (1, True)
    verified = run("verify", str(paper), "--keys", str(tmp_path / "keys.json"))
    assert "Elif Kaya" in verified.stdout, verified.stdout + verified.stderr
    done = run("migrate-data", "--to", "sqlite", "--data", str(tmp_path / "back"), QUINTAIN_SECRET_KEY_FILE=str(key))
    assert (done.returncode, "Sessions are left out" in done.stderr) == (0, False), done.stderr
    shutil.copy(key, tmp_path / "back" / "secret-key")
    with (
        process("serve", tmp_path / "back", "Ctrl-C", SETTINGS, *serve, end=SIGTERM),
        httpx.Client(base_url=origin, trust_env=False, timeout=60) as browser,
    ):
        goes_on(browser, {f"quintain-session{port}": session}, code)
        assert "still open" in browser.get("/labs/redos/attempts/1/").text.casefold().replace("-", " ")
        signs_in(origin, username, passcode)


def goes_on(browser: httpx.Client, cookie: dict[str, str], code: str) -> None:
    """See that a session is one still, by the cookie's name on that server, and the certificate valid."""
    assert browser.get("/").status_code == 302
    public = browser.get(f"/c/{code}")
    assert (public.status_code, "Elif Kaya" in public.text) == (200, True), public.text[:500]
    browser.cookies.update(cookie)
    home = browser.get("/")
    assert (home.status_code, "Elif Kaya" in home.text) == (200, True), f"{home.headers} {home.text[:500]}"


def signs_in(origin: str, username: str, passcode: str) -> None:
    """See that a passcode opens the classroom, and another one does not."""
    for word, status in ((secrets.token_hex(8), 200), (passcode, 302)):
        with httpx.Client(base_url=origin, trust_env=False, timeout=60) as browser:
            token = token_of(browser.get("/sign-in/").text)
            form = {"csrfmiddlewaretoken": token, "login": username, "password": word}
            answer = browser.post("/sign-in/", data=form, headers={"origin": origin})
            assert answer.status_code == status, re.sub(r"<[^>]+>|\s+", " ", answer.text)[-900:]
