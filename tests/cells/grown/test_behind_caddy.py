"""Cells behind Caddy, which follows the cookie: by TLS, with a cell that is killed and comes back."""

import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from quintain.cells.models import Cell, Ownership
from tests.cells.grown.conftest import Pair
from tests.cells.grown.processes import Browser, Cells, Running, Tab
from tests.server.jobs.workers import wait_until

REPOSITORY = Path(__file__).parents[3]
SITE = REPOSITORY / ".quintain" / "caddy"
PROGRAM = SITE / "bin" / "caddy"
OPTIONS = """
skip_install_trust
storage file_system {folder}
auto_https disable_redirects
local_certs
"""


@dataclass
class Proxied(Browser):
    """A browser that knows the public address alone."""

    port: int = 0

    def __post_init__(self) -> None:
        """Sign in; over TLS, cookies have another name."""
        super().__post_init__()
        self.cookies = {f"__Host-{name}": value for name, value in self.cookies.items()}

    def open(self, path: str) -> tuple[ClientConnection, Running]:
        """Open a socket through the proxy."""
        self.tries += 1
        line = self.lines.enter_context(
            connect(
                f"wss://localhost:{self.port}{path}",
                origin=Origin(f"https://localhost:{self.port}"),
                additional_headers={"Cookie": self.header},
                open_timeout=5,
                close_timeout=1,
                proxy=None,
                ssl=unchecked(),
            )
        )
        assert line.response
        self.take(line.response.headers.get_all("set-cookie"))
        return line, self.first


def unchecked() -> ssl.SSLContext:
    """Return what takes any certificate: this one is Caddy's own."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def free_port() -> int:
    """Return a port that nothing on loopback listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture
def port() -> int:
    """Return the port of the public address."""
    return free_port()


@pytest.fixture
def behind(cells: Cells, port: int, tmp_path: Path) -> Iterator[Cells]:
    """Return cells behind a proxy; those of the other tests have the names that it knows, and start again later."""
    cells.stop()
    cells = Cells(tmp_path, ("--url", f"https://localhost:{port}", "--behind-proxy", "127.0.0.1"))
    yield cells
    cells.stop()


@pytest.fixture
def caddy(behind: Cells, port: int, tmp_path: Path) -> Iterator[None]:
    """Start Caddy in front of two cells; the first time, install it."""
    if not PROGRAM.is_file():
        uv = Path(sys.executable).with_name("uv")
        command = (uv, "pip", "install", "--quiet", "--no-deps", "--target", SITE, "--group", "caddy")
        subprocess.run(command, cwd=REPOSITORY, check=True)
    one, two = behind.need("web-1", "web-2")
    environment = os.environ | {
        "CADDY_OPTIONS": OPTIONS.format(folder=tmp_path / "caddy"),
        "CLASS_ADDRESS": f"https://localhost:{port}",
        "WEB_1": one.host,
        "WEB_2": two.host,
    }
    with (tmp_path / "caddy.log").open("w") as log:
        process = subprocess.Popen(
            [PROGRAM, "run", "--config", REPOSITORY / "deploy" / "Caddyfile"], stdout=log, stderr=log, env=environment
        )
    try:
        wait_until(lambda: _answers(port), (tmp_path / "caddy.log").read_text())
        yield
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        answer = httpx.get(f"https://localhost:{port}/healthz", verify=False, trust_env=False)  # noqa: S501  Caddy's own
    except httpx.TransportError:
        return False
    return answer.status_code == 200


def owner_of(pair: Pair) -> str:
    """Return the name of the cell that has the class."""
    owner = Ownership.objects.get(partition=pair.in_class.pk).owner
    return Cell.objects.get(incarnation=owner).name


@pytest.mark.whole
@pytest.mark.usefixtures("caddy")
def test_a_pair_behind_caddy_stays_together_through_a_kill_and_a_return(behind: Cells, port: int, pair: Pair) -> None:
    """No matter which cell gets the first request; in the end the cell that was killed is back, and splits nothing."""
    (first,) = behind.need("web-1")
    people = [Proxied(behind, person, first, port=port) for person in (pair.student, pair.instructor)]
    with Tab(people[0], pair.session, pair.lab) as left, Tab(people[1], pair.session, pair.lab) as right:
        left.type(pair.text, "acknowledged")
        assert left.saved()
        assert right.hears(pair.text, "acknowledged")
        before = owner_of(pair)
        behind.running[before].kill()
        began = time.monotonic()
        left.come()
        right.come()
        right.type(pair.text, "acknowledged, and on")
        assert left.hears(pair.text, "acknowledged, and on")
        print(f"both type again {time.monotonic() - began:.1f} s after the kill, behind Caddy")  # noqa: T201  a figure
        after = owner_of(pair)
        assert after != before
        assert {each.cookies["__Host-quintain-cell"] for each in people} == {after}
        _restart_at_the_same_port(behind, before)
        for tab in (left, right):
            tab.come()
        fresh = [Proxied(behind, person, first, port=port) for person in (pair.student, pair.instructor)]
        with Tab(fresh[0], pair.session, pair.lab) as one, Tab(fresh[1], pair.session, pair.lab) as two:
            one.type(pair.text, "still one text")
            assert two.hears(pair.text, "still one text")
        assert owner_of(pair) == after


def _restart_at_the_same_port(behind: Cells, name: str) -> None:
    port = behind.running[name].port
    behind.options = (*behind.options, "--port", str(port))
    behind.need(name)
