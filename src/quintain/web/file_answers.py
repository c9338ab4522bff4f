"""Files as answers: whole, or the part that was asked for (RFC 9110, section 14), in pieces from the disk.

Django's own answers with files know no ranges. Of several ranges in one request none is taken: the answer is then the
whole file, as the RFC allows, so that nobody makes the server send the same bytes many times.
"""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

PIECE_BYTES: Final = 128 * 1024
_RANGE: Final = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes of a file, from ``start`` to the last before ``end``."""

    start: int
    end: int


class FilePart(Iterator[bytes]):
    """What is left to read of a part of an open file. Threads may take turns with it."""

    def __init__(self, file: io.FileIO, span: Span) -> None:
        self._file = file
        self._at, self._end = span.start, span.end

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return self._end - self._at

    def read(self) -> bytes:
        """Return the next piece; nothing at the end, and of a file that has become shorter.

        Raises:
            OSError: The disk fails.

        """
        piece = os.pread(self._file.fileno(), min(PIECE_BYTES, self.left), self._at)
        self._at += len(piece)
        return piece

    def __next__(self) -> bytes:
        if piece := self.read():
            return piece
        raise StopIteration

    def again(self) -> "FilePart":
        """Return the same part of the same file, to be closed by itself."""
        return FilePart(io.FileIO(os.dup(self._file.fileno())), Span(self._at, self._end))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class FileAnswer(StreamingHttpResponse):
    """An answer whose body is part of a file; closing the answer closes the file."""

    def __init__(self, part: FilePart, *, status: int, media_type: str) -> None:
        super().__init__(part, status=status, content_type=media_type)
        self.part = part
        self.headers["Content-Length"] = str(part.left)


def answer_file(request: HttpRequest, file: io.FileIO, *, media_type: str, file_name: str) -> HttpResponseBase:
    """Return what a request asks for of a file, which nobody changes: it may be replaced by another one.

    Args:
        request: a GET or HEAD; its If-Match, If-None-Match, Range and If-Range are taken into account.
        file: the open file; closed with the answer.
        media_type: its Content-Type.
        file_name: under which a browser keeps it: ASCII, without quotes.

    """
    facts = os.fstat(file.fileno())
    tag = f'"{facts.st_ino:x}-{facts.st_mtime_ns:x}-{facts.st_size:x}"'
    unmet: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    answer = unmet or _answer_part(request, file, tag, facts.st_size, media_type)
    if not isinstance(answer, FileAnswer):
        file.close()
    answer.headers["ETag"] = tag
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Cache-Control"] = "private, no-cache"
    if answer.status_code in {200, 206}:
        answer.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def _answer_part(request: HttpRequest, file: io.FileIO, tag: str, size: int, media_type: str) -> HttpResponseBase:
    if request.method == "HEAD":  # Range is for GET alone (RFC 9110, 14.2)
        answer = HttpResponse(content_type=media_type)
        answer.headers["Content-Length"] = str(size)
        return answer
    asked = request.headers.get("Range")
    if asked is None or request.headers.get("If-Range", tag) != tag:  # a date is none of ours, so it does not fit
        return FileAnswer(FilePart(file, Span(0, size)), status=200, media_type=media_type)
    span = span_of(asked, size)
    if span is None:
        return FileAnswer(FilePart(file, Span(0, size)), status=200, media_type=media_type)
    if span.start >= span.end:
        none = HttpResponse(status=416)
        none.headers["Content-Range"] = f"bytes */{size}"
        return none
    part = FileAnswer(FilePart(file, span), status=206, media_type=media_type)
    part.headers["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    return part


def span_of(asked: str, size: int) -> Span | None:
    """Read a Range of a file of so many bytes.

    Returns:
        The bytes; none of them if the file has none of those that are asked for. None for what is no Range of bytes, or
        more than one, and is to be ignored.

    """
    found = _RANGE.fullmatch(asked)
    first, last = found.groups() if found else ("", "")
    if not first and not last:
        return None
    if not first:
        return Span(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return Span(int(first), min(int(last) + 1, size) if last else size)
