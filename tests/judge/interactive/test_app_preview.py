"""A learner's web app at work in a box of its own, for nobody but the learner."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from quintain.judge import Raised, TimedOut
from quintain.judge.errors import JudgeFault, SubmissionRefused
from quintain.judge.interactive import app_preview
from quintain.judge.interactive.app_preview import SOCKETS, AppPreview
from quintain.judge.judge import Judge
from quintain.packs.model.lab import Lab
from quintain.sandbox import Sandbox, SandboxUnavailable

APP = """
import os, threading, time
print("at work")

def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["PATH_INFO"] == "/die":
        os._exit(3)
    return [b"hello"]
"""


def visit(preview: AppPreview, path: str = "/") -> bytes:
    """Send one request and read to the end."""
    sock = preview.borrow()
    assert sock is not None
    try:
        sock.settimeout(10)
        sock.connect(preview.address)
        sock.sendall(f"GET {path} HTTP/1.1\r\nHost: lab.test\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: sock.recv(65536), b""))
    finally:
        preview.give_back(sock)


@contextmanager
def previewed(judge: Judge, lab: Lab, source: str = APP) -> Iterator[AppPreview]:
    with closing(judge.open_preview(lab, {"guests.py": source})) as preview:
        yield preview


def test_program_answers_as_often_as_it_is_asked(judge: Judge, guests: Lab) -> None:
    """Its few sockets are used again and again."""
    with previewed(judge, guests) as preview:
        for _ in range(5 * SOCKETS):
            assert visit(preview).endswith(b"hello")


def test_shipped_program_has_canaries_in_it(judge: Judge, guests: Lab) -> None:
    """They are drawn anew each time, so that nothing that is seen here is worth anything elsewhere."""
    seen = set()
    for _ in range(2):
        with closing(judge.open_preview(guests, {})) as preview:
            answer = visit(preview, "/entry?number=0%20UNION%20SELECT%20secret,1%20FROM%20owner")
            seen.add(answer.partition(b"\r\n\r\n")[2])
    assert len(seen) == 2
    assert all(b"canary-" in each for each in seen)


def test_no_more_sockets_than_there_are(judge: Judge, guests: Lab) -> None:
    """Who comes too many gets none, and nothing breaks; one that is given back is there for the next."""
    with previewed(judge, guests) as preview:
        socks = [preview.borrow() for _ in range(SOCKETS)]
        assert preview.borrow() is None
        assert isinstance(socks[0], socket.socket)
        preview.give_back(socks[0])
        assert visit(preview).endswith(b"hello")
        for sock in socks[1:]:
            assert sock is not None
            preview.give_back(sock)


def test_what_the_program_prints_is_kept(judge: Judge, guests: Lab) -> None:
    """A learner who prints wants to read it at once, and flushes nothing."""
    with previewed(judge, guests) as preview:
        until = time.monotonic() + 5
        while b"at work" not in preview.output() and time.monotonic() < until:
            time.sleep(0.02)
        assert b"at work" in preview.output()
    assert b"at work" in preview.output(), "its last words are kept"


def test_program_that_ends_itself_is_over(judge: Judge, guests: Lab) -> None:
    """A visit that kills it gets no answer, and the end has words."""
    with previewed(judge, guests) as preview:
        assert preview.over(0) is None
        assert visit(preview, "/die") == b""
        assert preview.over(5) == "it ended itself"


def test_sockets_that_come_back_late_are_closed(judge: Judge, guests: Lab) -> None:
    """Closing does not wait for who still holds one."""
    with previewed(judge, guests) as preview:
        sock = preview.borrow()
        assert sock is not None
    assert preview.borrow() is None
    preview.give_back(sock)
    assert sock.fileno() == -1
    preview.close()


def test_program_that_does_not_start_says_why(judge: Judge, guests: Lab) -> None:
    """Its own exception, with the line."""
    with pytest.raises(Raised, match="ZeroDivisionError: division by zero") as raised:
        judge.open_preview(guests, {"guests.py": "print('so far')\n1 / 0\n"})
    assert raised.value.printed == b"so far\n"
    assert (raised.value.thrown.file, raised.value.thrown.line) == ("guests.py", 2)


def test_program_that_hangs_while_it_starts_is_given_up(
    judge: Judge, guests: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for ever."""
    monkeypatch.setattr(app_preview, "START_SECONDS", 1.0)
    with pytest.raises(TimedOut):
        judge.open_preview(guests, {"guests.py": "import time\ntime.sleep(60)\n"})


def test_start_can_be_called_off(judge: Judge, guests: Lab) -> None:
    """A learner who has mended a program that hangs does not wait for the old one."""

    def give_up() -> None:
        raise InterruptedError

    began = time.monotonic()
    with pytest.raises(InterruptedError):
        judge.open_preview(guests, {"guests.py": "import time\ntime.sleep(60)\n"}, watch=give_up)
    assert time.monotonic() - began < 45  # the program itself sleeps for a minute


def test_flood_of_output_ends_it(judge: Judge, guests: Lab) -> None:
    """Nobody reads ten gigabytes."""
    flood = "def app(environ, start_response):\n    while True:\n        print('x' * 4096)\n"
    with previewed(judge, guests, flood) as preview:
        visit(preview)
        assert preview.over(10) == "it flooded its output"


def test_only_web_apps_of_this_lab_can_be_seen(judge: Judge, notes: Lab, guests: Lab) -> None:
    """What is refused as a submission is refused here."""
    with pytest.raises(SubmissionRefused, match="web app"):
        judge.open_preview(notes, {})
    with pytest.raises(SubmissionRefused, match="not a file"):
        judge.open_preview(guests, {"../guests.py": ""})


def test_lab_whose_packages_cannot_be_had_is_our_fault(judge: Judge, guests: Lab) -> None:
    """The learner is told so, and reads no traceback."""
    lab = replace(guests, run=replace(guests.run, programs=("no-such-program",)))
    with pytest.raises(JudgeFault, match="no-such-program"):
        judge.open_preview(lab, {})


def test_boxes_that_lend_no_sockets_are_told_of(judge: Judge, guests: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that cannot do it says so."""

    def refuse(*_: object, **__: object) -> None:
        raise SandboxUnavailable("No sockets here.", "Use other boxes.")

    monkeypatch.setattr(Sandbox, "open", refuse)
    with pytest.raises(JudgeFault, match="No sockets here"):
        judge.open_preview(guests, {})
