"""A server that is watched: its probes, its figures, and its log at standard output."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from tests.courses import small_course
from tests.databases import put_database


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_a_classroom_is_watched_and_its_log_holds_no_link(tmp_path: Path) -> None:
    """Pages have no figures, the port for figures has no pages, and no invitation is printed where logs are kept."""
    put_database(tmp_path)
    port, metrics = free_port(), free_port()
    options = ["--host", "127.0.0.1", "--port", str(port), "--url", "https://class.example.org"]
    options += ["--behind-proxy", "127.0.0.1", "--data", str(tmp_path), "--pack", str(small_course())]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUINTAIN_")}
    process = subprocess.Popen(
        [sys.executable, "-c", "from quintain.cli.serve import serve; serve()", *options],
        stdout=subprocess.PIPE,
        text=True,
        env=kept | {"QUINTAIN_LOG": "json", "QUINTAIN_METRICS_PORT": str(metrics), "QUINTAIN_WARM_UP": "0"},
    )
    assert process.stdout
    try:
        lines = [process.stdout.readline()]
        assert json.loads(lines[0])["message"] == "the classroom is open at https://class.example.org"
        secure = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "class.example.org"}
        with httpx.Client(trust_env=False, timeout=30, headers=secure) as browser:
            pages, watched = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{metrics}"
            assert browser.get(f"{watched}/livez").status_code == 200
            assert browser.get(f"{watched}/readyz").json() == {"status": "well"}
            assert browser.get(f"{watched}/sign-in/").status_code == 404
            assert browser.get(f"{pages}/metrics").status_code in {302, 404}
            assert browser.get(f"{pages}/readyz").status_code in {302, 404}
            assert browser.get(f"{pages}/sign-in/").status_code == 200
            figures = browser.get(f"{watched}/metrics").text
        assert 'quintain_page_seconds_count{route="sign-in"} 1.0' in figures
        assert "quintain_database_up 1.0" in figures
        assert 'role="web"' in figures
    finally:
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=60)
    lines += rest.splitlines()
    entries = [json.loads(line) for line in lines]
    assert {"route": "sign-in", "status": 200}.items() <= entries[-1].items()
    assert not [line for line in lines if "/invitation/#" in line or "/sign-in/?" in line or "next=" in line]
    assert not (tmp_path / "quintain.log").exists()
