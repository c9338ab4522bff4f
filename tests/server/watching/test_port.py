"""The port for those who watch a process answers whatever the process itself is busy with."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from quintain.server.starting import StartRefused, bind
from quintain.server.watching import listener
from quintain.server.watching.lifecycle import Reason
from quintain.server.watching.listener import MOST_AT_ONCE, Watched, WatchPort, answers
from quintain.server.watching.port import bind_watch_port


@dataclass(slots=True)
class Process:
    """A process to be watched: an event loop in a thread, and what it would say of itself."""

    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    reason: Reason | None = None
    address: str = ""

    def ask(self, path: str) -> httpx.Response:
        """Ask at the port."""
        return httpx.get(f"http://{self.address}{path}", timeout=30, trust_env=False)


@pytest.fixture
def process() -> Iterator[Process]:
    """Watch a process at a port of its own."""
    process, socket_ = Process(), bind("127.0.0.1", 0)
    process.address = f"127.0.0.1:{socket_.getsockname()[1]}"
    thread = threading.Thread(target=process.loop.run_forever)
    thread.start()
    port = WatchPort(socket_)
    port.start(Watched(process.loop, lambda: process.reason, lambda: b"figures 1\n"))
    yield process
    port.close()
    process.loop.call_soon_threadsafe(process.loop.stop)
    thread.join()
    process.loop.close()


def test_a_process_that_lives_and_is_ready(process: Process) -> None:
    """Probes get 200 and a word; Prometheus gets its own format; everything else is named as it is not there."""
    for path in ("/livez", "/readyz", "/readyz?verbose"):
        assert (process.ask(path).status_code, process.ask(path).json()) == (200, {"status": "well"})
    figures = process.ask("/metrics")
    assert (figures.text, figures.headers["content-type"][:25]) == ("figures 1\n", "text/plain; version=0.0.4")
    other = process.ask("/healthz")
    assert (other.status_code, other.json()["error"]) == (404, "There is /livez, /readyz and /metrics here.")
    assert httpx.head(f"http://{process.address}/livez", trust_env=False).content == b""
    assert httpx.post(f"http://{process.address}/livez", trust_env=False).status_code == 501


def test_a_process_that_is_not_ready_says_why_and_lives(process: Process) -> None:
    """So that a probe of life does not end what only waits for its database."""
    process.reason = Reason.NO_ANSWER
    answer = process.ask("/readyz")
    assert (answer.status_code, answer.json()["error"]) == (503, "The database does not answer.")
    assert process.ask("/livez").status_code == 200


def test_an_event_loop_that_is_stuck_is_told_and_figures_come(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are asked for in threads of their own."""
    monkeypatch.setattr(listener, "LOOP_SECONDS", 0.05)
    monkeypatch.setattr(answers, "__defaults__", (0.05,))
    go = threading.Event()
    process.loop.call_soon_threadsafe(go.wait)
    try:
        assert process.ask("/livez").json()["error"] == "The event loop does not answer."
        assert process.ask("/metrics").status_code == 200
    finally:
        go.set()
    assert answers(process.loop, 30)


def test_clients_that_say_nothing_keep_nobody_out(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has a place for some seconds, and when all places are taken the next is refused at once."""
    monkeypatch.setattr(listener._Request, "timeout", 0.5)
    host, port = process.address.split(":")
    silent = [socket.create_connection((host, int(port))) for _ in range(MOST_AT_ONCE)]
    try:
        for each in silent:  # the server ends them
            each.settimeout(30)
            assert each.recv(1) == b""
    finally:
        for each in silent:
            each.close()
    assert process.ask("/livez").status_code == 200


def test_eight_clients_are_answered_at_once_and_a_ninth_is_not(process: Process) -> None:
    """Its connection is closed before it has asked anything, and a place that gets free is given again."""
    host, port = process.address.split(":")
    held = [socket.create_connection((host, int(port)), timeout=30) for _ in range(8)]
    try:
        with socket.create_connection((host, int(port)), timeout=30) as ninth:
            assert ninth.recv(1) == b"", "there is no place for it"
        held[-1].sendall(b"GET /livez HTTP/1.0\r\n\r\n")
        assert held[-1].recv(12) == b"HTTP/1.0 200", "the eighth has a place"
    finally:
        for each in held:
            each.close()


def test_a_closed_loop_does_not_live() -> None:
    """It is asked after the process has stopped."""
    loop = asyncio.new_event_loop()
    loop.close()
    assert not answers(loop)


@pytest.mark.parametrize("text", ["0", "70000", "-1", "9132x", "http"])
def test_a_port_that_is_none_is_refused(text: str) -> None:
    """With an example."""
    with pytest.raises(StartRefused, match="which is no port"):
        bind_watch_port(None, {"QUINTAIN_METRICS_PORT": text})


def test_a_port_that_is_taken_is_refused_and_none_is_opened_unasked() -> None:
    """And without a host it is at the loopback address."""
    assert bind_watch_port(None, {}) is None
    with bind("127.0.0.1", 0) as taken, pytest.raises(StartRefused, match="is taken by another program"):
        bind_watch_port(taken.getsockname()[1], {})
    with bind("127.0.0.1", 0) as found:
        port = found.getsockname()[1]
    opened = bind_watch_port(port, {"QUINTAIN_METRICS_HOST": "127.0.1.3"})
    assert opened is not None
    with opened:
        assert opened.getsockname() == ("127.0.1.3", port)
