"""A file is answered whole or in the part that was asked for, and a part of another file never follows the first."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from quintain.web.file_answers import FileAnswer, Span, answer_file, span_of

CONTENT = bytes(range(100))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write a file of a hundred bytes."""
    (tmp_path / "book.pdf").write_bytes(CONTENT)
    return tmp_path / "book.pdf"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a client sees of an answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(path: Path, method: str = "GET", **headers: str) -> Seen:
    """Answer a request with these headers."""
    request = RequestFactory().generic(
        method, "/", headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    answer = answer_file(request, io.FileIO(path), media_type="application/pdf", file_name="book.pdf")
    body = answer.getvalue() if isinstance(answer, FileAnswer | HttpResponse) else b""
    if isinstance(answer, FileAnswer):
        answer.part.close()  # closing the answer would tell Django, and so the database, that a request has ended
    return Seen(answer.status_code, dict(answer.headers), body)


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=10-", Span(10, 100)),
        ("Bytes= 10-19 ", Span(10, 20)),
        ("bytes=90-4000", Span(90, 100)),
        ("bytes=-5", Span(95, 100)),
        ("bytes=-500", Span(0, 100)),
        ("bytes=100-", Span(100, 100)),
        ("bytes=-0", Span(100, 100)),
        ("bytes=20-10", None),
        ("bytes=-", None),
        ("bytes=", None),
        ("bytes=0-1,2-3", None),
        ("bytes=0-,0-,0-,0-", None),
        ("lines=1-2", None),
        ("bytes=\u0661-", None),
        ("bytes=0x1-", None),
        (f"bytes={'9' * 19}-", None),
        ("bytes=0-1" + ",0-1" * 5000, None),
    ],
)
def test_ranges_are_read_as_the_rfc_has_them(asked: str, span: Span | None) -> None:
    """What is none, and several at once, are ignored."""
    assert span_of(asked, 100) == span


def test_a_part_says_which_part_it_is(path: Path) -> None:
    """And the whole says that parts can be had."""
    whole, part = ask(path), ask(path, Range="bytes=10-19")
    assert (whole.status, whole.headers["Content-Length"], whole.headers["Accept-Ranges"]) == (200, "100", "bytes")
    assert whole.body == CONTENT
    assert (part.status, part.headers["Content-Length"], part.headers["Content-Range"]) == (
        206,
        "10",
        "bytes 10-19/100",
    )
    assert part.headers["Content-Disposition"] == 'attachment; filename="book.pdf"'
    assert part.body == CONTENT[10:20]


def test_a_part_that_the_file_has_not_is_refused(path: Path) -> None:
    """With the length that the file has."""
    answer = ask(path, Range="bytes=100-")
    assert (answer.status, answer.headers["Content-Range"], answer.body) == (416, "bytes */100", b"")


def test_a_download_that_was_broken_off_goes_on_with_the_same_file(path: Path, tmp_path: Path) -> None:
    """If the file was made anew meanwhile, the whole of it is sent: two halves of two files are no file."""
    tag = ask(path).headers["ETag"]
    assert ask(path, Range="bytes=50-", If_Range=tag).status == 206
    (tmp_path / "new").write_bytes(CONTENT)
    (tmp_path / "new").replace(path)
    answer = ask(path, Range="bytes=50-", If_Range=tag)
    assert (answer.status, answer.body) == (200, CONTENT)
    for strange in (f"W/{tag}", "Wed, 02 Dec 2026 00:00:00 GMT", '"x"', ""):
        assert ask(path, Range="bytes=50-", If_Range=strange).status == 200


def test_a_head_has_no_body_and_no_part(path: Path) -> None:
    """It says how long the whole is."""
    answer = ask(path, "HEAD", Range="bytes=10-19")
    assert (answer.status, answer.headers["Content-Length"], answer.body) == (200, "100", b"")


def test_what_a_browser_has_is_not_sent_again(path: Path) -> None:
    """By its tag, which both answers have."""
    tag = ask(path).headers["ETag"]
    answer = ask(path, If_None_Match=tag)
    assert (answer.status, answer.headers["ETag"], answer.body) == (304, tag, b"")
    assert ask(path, If_Match='"x"').status == 412


def test_an_empty_file_is_an_answer(path: Path) -> None:
    """And has no part."""
    path.write_bytes(b"")
    assert (ask(path).status, ask(path).body) == (200, b"")
    assert ask(path, Range="bytes=0-").status == 416
