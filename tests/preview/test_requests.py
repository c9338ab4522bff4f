"""Requests by hand: what is sent is what was typed, and what came back is all that came back."""

import threading
from contextlib import closing

import pytest

from quintain.judge.judge import Judge
from quintain.packs.model.lab import Lab
from quintain.preview import requests
from quintain.preview.proxy import Unanswered
from quintain.preview.requests import FORM, JSON, Body, Heard, ask, on_the_line
from tests.aside import run_aside


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("GET / HTTP/1.1\nHost: a\n\n", b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("GET / HTTP/1.1", b"GET / HTTP/1.1\r\n\r\n"),
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("POST / HTTP/1.1\nHost: a\n\naö\n", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\na\xc3\xb6\n"),
        ("POST /\ncontent-length : 99\n\nabc", b"POST /\r\ncontent-length : 99\r\n\r\nabc"),
        ("POST /\nTransfer-Encoding: chunked\n\n0\r\n\r\n", b"POST /\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("a: \0\x7f\rb\n\n\n\n", b"a: \0\x7f\rb\r\nContent-Length: 2\r\n\r\n\n\n"),
        ("", b"\r\n\r\n"),
    ],
)
def test_what_is_typed_goes_over_the_line(typed: str, sent: bytes) -> None:
    """Ends of lines become those of HTTP in the head, and a missing length is added; nothing else changes."""
    assert on_the_line(typed).raw == sent


@pytest.mark.parametrize(
    ("body", "said", "content_type"),
    [
        ("name=a&password=b", Body.AS_IT_LOOKS, FORM),
        ("name=' OR 1=1 -- &password=", Body.AS_IT_LOOKS, FORM),
        ("items%5B0%5D=1\n", Body.AS_IT_LOOKS, FORM),
        ('{"name": "a=b"}', Body.AS_IT_LOOKS, JSON),
        ("  [1, 2]\n", Body.AS_IT_LOOKS, JSON),
        ('{"name": ', Body.AS_IT_LOOKS, ""),
        ("[" * 20_000, Body.AS_IT_LOOKS, ""),
        ("plain text", Body.AS_IT_LOOKS, ""),
        ("<a b='c'>", Body.AS_IT_LOOKS, ""),
        ("name=a\r\n\r\nGET /second HTTP/1.1", Body.AS_IT_LOOKS, ""),
        ("", Body.FORM, ""),
        ("anything", Body.FORM, FORM),
        ("a=b", Body.JSON, JSON),
        ("a=b", Body.NOT_SAID, ""),
    ],
)
def test_body_says_what_it_is(body: str, said: Body, content_type: str) -> None:
    """As it looks or as the learner says; without a body there is nothing to say."""
    sent = on_the_line(f"POST /login HTTP/1.1\nHost: a\n\n{body}", said)
    assert sent.content_type == content_type
    assert sent.raw.count(b"Content-Type") == bool(content_type)
    assert sent.raw.endswith(b"\r\n\r\n" + body.encode())


@pytest.mark.parametrize("said", list(Body))
def test_header_that_the_learner_wrote_is_the_one_that_is_sent(said: Body) -> None:
    """A wrong type is a thing to try."""
    sent = on_the_line("POST / HTTP/1.1\ncontent-type : text/plain\n\na=b", said)
    assert sent.content_type == ""
    assert sent.raw == b"POST / HTTP/1.1\r\ncontent-type : text/plain\r\nContent-Length: 3\r\n\r\na=b"


@pytest.mark.parametrize(
    "typed", ["x" * (32 * 1024), "POST / HTTP/1.1\n\na=" + "x" * 2**20, "a\n\n" + "ö" * (16 * 1024), "half \ud800"]
)
def test_what_cannot_be_sent_says_so(typed: str) -> None:
    """Too long, or no text."""
    with pytest.raises(Unanswered):
        on_the_line(typed)


def heard(judge: Judge, lab: Lab, app: str, raw: bytes = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n") -> Heard:
    with closing(judge.open_preview(lab, {"guests.py": app})) as preview:
        return run_aside(ask(preview, raw))


HELLO = "def app(environ, start_response):\n    start_response('200 OK', [('X', 'y')])\n    return [b'\\x00\\xff<b>']\n"


def test_answer_comes_back_byte_for_byte(judge: Judge, guests: Lab) -> None:
    """Head and all, also of a program that keeps the line open."""
    answer = heard(judge, guests, HELLO).answer
    assert answer.startswith(b"HTTP/1.0 200 OK\r\n")
    assert answer.endswith(b"\r\n\r\n\x00\xff<b>")


def test_nonsense_is_sent_as_well(judge: Judge, guests: Lab) -> None:
    """What the program's server makes of it is what one wants to see."""
    assert b"400" in heard(judge, guests, HELLO, b"\0 nonsense\r\n\r\n").answer


def test_endless_answer_is_cut(judge: Judge, guests: Lab) -> None:
    """And the program goes on to live."""
    endless = "def app(e, s):\n    s('200 OK', [])\n    while True:\n        yield b'x' * 65536\n"
    answer = heard(judge, guests, endless)
    assert answer.is_cut
    assert len(answer.answer) == requests.MOST_HEARD_BYTES


@pytest.mark.parametrize(
    ("app", "words"),
    [
        ("import time\ndef app(e, s):\n    time.sleep(60)\n", "has not answered"),
        ("import os\ndef app(e, s):\n    os._exit(0)\n", "closed the connection"),
    ],
)
def test_no_answer_says_why(judge: Judge, guests: Lab, monkeypatch: pytest.MonkeyPatch, app: str, words: str) -> None:
    """Silence, and death."""
    monkeypatch.setattr(requests, "SECONDS", 1.0)
    with pytest.raises(Unanswered, match=words):
        heard(judge, guests, app)


def test_slow_drip_ends_with_its_time(judge: Judge, guests: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then does not hold the line for ever."""
    monkeypatch.setattr(requests, "SECONDS", 1.5)
    drip = "import time\ndef app(e, s):\n    s('200 OK', [])\n    while True:\n        time.sleep(.2); yield b'x'\n"
    done = threading.Timer(20, lambda: None)
    done.start()
    answer = heard(judge, guests, drip)
    assert done.is_alive()
    done.cancel()
    assert answer.answer.endswith(b"x")
