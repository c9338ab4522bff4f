"""What is packed is unpacked, once more if need be, and never without a limit."""

import bz2
import gzip
import io
import json
import lzma
import zipfile
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.suspect.unpacking import LAYERS, MAX_BYTES, NotPacked, inflated, inner_texts, opened, unpacked

SECRET = "canary-1f0c9a7b3d5e"


def raw_deflate(body: bytes) -> bytes:
    """Compress without any frame, as some servers read the word deflate."""
    machine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return machine.compress(body) + machine.flush()


def flask_cookie(text: str) -> str:
    """Write a session as Flask writes a long one: compressed, in the alphabet of URLs, before time and signature."""
    return "." + urlsafe_b64encode(zlib.compress(text.encode())).decode().rstrip("=") + ".aW8xYw.c2lnbmVk"


@pytest.mark.parametrize(
    ("pack", "coding"),
    [(gzip.compress, "gzip"), (gzip.compress, "x-gzip"), (zlib.compress, "deflate"), (raw_deflate, "deflate")],
)
@given(body=st.binary(max_size=2000))
def test_content_codings_are_undone(pack: Callable[[bytes], bytes], coding: str, body: bytes) -> None:
    """Those that clients undo, whichever of the two meanings deflate has."""
    assert unpacked(pack(body), coding) == body


@pytest.mark.parametrize(
    ("body", "coding"),
    [(b"x", "br"), (b"x", "zstd"), (b"no gzip", "gzip"), (gzip.compress(bytes(MAX_BYTES + 1), mtime=0), "gzip")],
)
def test_what_cannot_be_unpacked_is_refused(body: bytes, coding: str) -> None:
    """An unknown coding, a false one, and one that holds more than a mebibyte."""
    with pytest.raises(NotPacked):
        unpacked(body, coding)


def zipped(body: bytes) -> bytes:
    """Write a ZIP archive with one file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("statement.txt", body)
    return file.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, bz2.compress, lzma.compress, zipped])
def test_what_a_body_is_compressed_in_is_undone_within_a_limit(pack: Callable[[bytes], bytes]) -> None:
    """By its first bytes; too much, or a part of it, is none, and ends in no other exception."""
    packed = pack(SECRET.encode())
    assert SECRET in "".join(inner_texts(packed.decode("latin-1")))
    assert SECRET.encode() in opened(packed)
    with pytest.raises(NotPacked, match="too long"):
        opened(pack(bytes(MAX_BYTES + 1)))
    for end in range(len(packed)):
        with suppress(NotPacked):
            opened(packed[:end])
    for place in range(len(packed)):
        with suppress(NotPacked):
            opened(packed[:place] + bytes([packed[place] ^ 0x55]) + packed[place + 1 :])


def test_a_bomb_costs_no_more_than_its_limit() -> None:
    """Of a thousand mebibytes in one, no more is unpacked than may be kept."""
    machine = zlib.compressobj()
    bomb = b"".join(machine.compress(bytes(2**20)) for _ in range(64)) + machine.flush()
    with pytest.raises(NotPacked, match="too long"):
        inflated(bomb)
    assert sum(map(len, inner_texts(b64encode(bomb).decode()))) <= 4 * MAX_BYTES


@pytest.mark.parametrize(
    "written",
    [
        b64encode(zlib.compress(SECRET.encode())).decode(),
        b64encode(gzip.compress(SECRET.encode(), mtime=0)).decode(),
        zlib.compress(SECRET.encode()).hex(),
        flask_cookie(json.dumps({"code": SECRET})),
        b64encode(json.dumps({"token": b64encode(SECRET.encode()).decode()}).encode()).decode(),
        b64encode(b64encode(b64encode(SECRET.encode()))).decode(),
        gzip.compress(SECRET.encode(), mtime=0).decode("latin-1"),
    ],
)
def test_text_inside_is_given(written: str) -> None:
    """In a code, compressed in a code, one token in another, or a whole body that is compressed."""
    assert any(SECRET in text for text in inner_texts(f"{written}"))


def test_layers_end() -> None:
    """A text that was coded ten times is looked at a few times only."""
    text = SECRET
    for _ in range(10):
        text = b64encode(text.encode()).decode()
    assert len({*inner_texts(text)}) <= 2 * LAYERS


@given(st.text(max_size=300))
def test_any_text_can_be_looked_into(text: str) -> None:
    """Nothing that a program writes is a fault of the judge's."""
    assert all(type(inner) is str for inner in inner_texts(text))
