"""Undoes what programs pack texts in, within limits: compressed bodies, and codes inside of other texts."""

import binascii
import bz2
import io
import lzma
import re
import zipfile
import zlib
from base64 import b32decode, b64decode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from string import ascii_letters, digits
from typing import Final

MAX_BYTES: Final = 2**20
GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS  # the library tells them apart by their first bytes
RAW: Final = -zlib.MAX_WBITS
MAGICS_IN_BYTES: Final = (b"\x1f\x8b", b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")  # of gzip and zlib
BZIP2, XZ, ZIP = b"BZh", b"\xfd7zXZ", b"PK\x03\x04"
ALL_MAGICS_IN_BYTES: Final = (*MAGICS_IN_BYTES, BZIP2, XZ, ZIP)
MAGICS: Final = tuple(each.decode("latin-1") for each in ALL_MAGICS_IN_BYTES)
MOST_MEMBERS: Final = 64
MOST_XZ_BYTES: Final = 2**26  # of memory, for its dictionary
SHORTEST_RUN: Final = 20
RUN: Final = re.compile(rf"[A-Za-z0-9+/_-]{{{SHORTEST_RUN},}}")
LIKE_BASE64: Final = bytes.maketrans(ascii_letters.encode() + digits.encode() + b"+/_-", b"a" * 66)
A_RUN: Final = b"a" * SHORTEST_RUN
BASE32: Final = re.compile(rf"[A-Z2-7]{{{SHORTEST_RUN},}}|[a-z2-7]{{{SHORTEST_RUN},}}")
HEXADECIMAL: Final = re.compile(r"(?:[0-9a-fA-F]{2}){20,}")
URL_SAFE: Final = str.maketrans("-_", "+/")
LAYERS: Final = 3
MOST_RUNS: Final = 400


class NotPacked(ValueError):  # noqa: N818  it says what the bytes are
    """Bytes are not packed in this way, or hold more than anyone can read."""


def unpacked(body: bytes, coding: str) -> bytes:
    """Undo one content coding of HTTP (RFC 9110, 8.4.1).

    Raises:
        NotPacked: it is none that the judge knows, or the body is not in it, or too long.

    """
    match coding:
        case "" | "identity":
            return body
        case "gzip" | "x-gzip" | "deflate":
            return inflated(body)
        case _:
            raise NotPacked(coding)


def inflated(body: bytes, most_bytes: int = MAX_BYTES) -> bytes:
    """Undo gzip, zlib, or deflate without any frame.

    Raises:
        NotPacked: the bytes are none of these, end too early, or hold more than ``most_bytes``.

    """
    for window in (GZIP_OR_ZLIB, RAW):
        machine = zlib.decompressobj(window)
        try:
            plain = machine.decompress(body, most_bytes + 1)
        except zlib.error:
            continue
        if len(plain) > most_bytes:
            raise NotPacked("too long")
        return plain
    raise NotPacked("damaged")


def opened(content: bytes, most_bytes: int = MAX_BYTES) -> bytes:
    """Undo whatever compressed form the first bytes tell of; of a ZIP archive, all files one behind the other.

    Raises:
        NotPacked: as `inflated` does.

    """
    if not content.startswith((BZIP2, XZ, ZIP)):
        return inflated(content, most_bytes)
    try:
        if content.startswith(BZIP2):
            plain = bz2.BZ2Decompressor().decompress(content, most_bytes + 1)
        elif content.startswith(XZ):
            plain = lzma.LZMADecompressor(lzma.FORMAT_XZ, MOST_XZ_BYTES).decompress(content, most_bytes + 1)
        else:
            plain = _members(content, most_bytes + 1)
    except (OSError, EOFError, ValueError, RuntimeError, zlib.error, lzma.LZMAError, zipfile.BadZipFile) as error:
        raise NotPacked("damaged") from error
    if len(plain) > most_bytes:
        raise NotPacked("too long")
    return plain


def _members(content: bytes, most_bytes: int) -> bytes:
    """Read the files of a ZIP archive that are deflated or stored, and their names."""
    members = b""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist()[:MOST_MEMBERS]:
            members += member.filename.encode(errors="replace") + b"\n"
            if member.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} and len(members) < most_bytes:
                with archive.open(member) as file:
                    members += file.read(most_bytes - len(members)) + b"\n"
    return members


def inner_texts(text: str) -> Iterator[str]:
    """Give the texts that are inside a text: in base64 or hexadecimal, perhaps compressed, perhaps one in the other.

    What is found is limited in depth, number and size; a text that holds nothing of the kind costs one search.
    """
    waiting: list[tuple[str, int]] = [(text, 0)]
    seen: set[str] = set()
    left = MAX_BYTES
    for inner in _inflated_text(text):
        yield inner
        waiting.append((inner, 1))
    while waiting:
        outer, depth = waiting.pop()
        for run in _runs(outer):
            if run in seen or len(seen) >= MOST_RUNS:
                continue
            seen.add(run)
            for content in _contents(run, left):
                left -= len(content)
                if left < 0:
                    return
                inner = _text(content)
                yield inner
                if depth + 1 < LAYERS:
                    waiting.append((inner, depth + 1))


def _inflated_text(text: str) -> Iterator[str]:
    """Give what is compressed in a text that is a whole body, read byte by byte."""
    if text.startswith(MAGICS):
        with suppress(UnicodeEncodeError, NotPacked):
            yield _text(opened(text.encode("latin-1")))


def _runs(text: str) -> Iterable[str]:
    """Find runs of letters and digits; an expression looks for them only where there is one, for it takes its time."""
    like = text.encode("latin-1", "replace").translate(LIKE_BASE64)
    return (found[0] for found in RUN.finditer(text)) if A_RUN in like else ()


def _contents(run: str, most_bytes: int) -> Iterator[bytes]:
    """Give what a run of letters and digits may stand for, and what is compressed in that."""
    plain = run.translate(URL_SAFE)
    decoded = b64decode(plain[: len(plain) - (len(plain) % 4 == 1)] + "==")
    yield from _with_inflated(decoded, most_bytes)
    if BASE32.fullmatch(run):
        whole = run[: len(run) - (len(run) % 8 in {1, 3, 6})].upper()
        yield from _with_inflated(b32decode(whole + "=" * (-len(whole) % 8)), most_bytes)
    if HEXADECIMAL.fullmatch(run):
        yield from _with_inflated(binascii.unhexlify(run), most_bytes)


def _with_inflated(content: bytes, most_bytes: int) -> Iterator[bytes]:
    yield content
    if content.startswith(ALL_MAGICS_IN_BYTES):
        with suppress(NotPacked):
            yield opened(content, max(0, most_bytes))


def _text(content: bytes) -> str:
    """Read bytes as UTF-8, or else one by one: a secret in them is in ASCII."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")
