"""An answer is decoded as a browser decodes it, in linear time."""

import httpx
import pytest

from quintain.judge.pages.charsets import charset_of, codec_of
from quintain.judge.profiles.http_exchanges import Answer


@pytest.mark.parametrize(
    ("content_type", "body", "codec"),
    [
        ("text/html; charset=utf-8", b"", "utf-8"),
        ("text/html; charset=UTF8", b"", "utf-8"),
        ("text/html; charset=latin-1", b"", "utf-8"),
        ("text/html; charset=ISO-8859-1", b"", "cp1252"),
        ("text/html; charset=us-ascii", b"", "cp1252"),
        ('text/html; charset=" windows-1251 "', b"", "cp1251"),
        ("text/html", "Zo\u00eb".encode(), "utf-8"),
        ("text/html", "Zo\u00eb".encode("latin-1"), "cp1252"),
        ("", b"", "utf-8"),
        ("text/html; charset=utf-7", b"+ADw-", "utf-8"),
        ("text/html; charset=punycode", b"a" * 100, "utf-8"),
        ("text/html; charset=idna", b"\xff", "cp1252"),
        ("text/html; charset=rot13", b"", "utf-8"),
        ("text/html; charset=utf-8", b"\xfe\xff\x00a", "utf-16"),
        ("text/html; charset=iso-8859-1", b"\xef\xbb\xbfa", "utf-8-sig"),
    ],
)
def test_codec_is_a_browsers(content_type: str, body: bytes, codec: str) -> None:
    """Labels of the Encoding standard count, a byte order mark is stronger, and nothing else is decoded."""
    assert charset_of(content_type, body) == codec


@pytest.mark.parametrize("label", ["punycode", "idna", "utf-7", "unicode_escape", "zlib_codec", "hex", "undefined", ""])
def test_inventions_of_python_are_no_labels(label: str) -> None:
    """Some of them take quadratic time, and no browser knows any."""
    assert codec_of(label) == ""


def test_answer_reads_text_by_it() -> None:
    """A body of a hundred thousand letters in punycode is read as the text that it is."""
    request = httpx.Request("GET", "https://lab.test/")
    headers = {"content-type": "text/html; charset=punycode"}
    assert Answer(200, headers=headers, content=b"a" * 100_000, request=request).text == "a" * 100_000
    headers = {"content-type": "text/html; charset=iso-8859-1"}
    assert Answer(200, headers=headers, content=b"\x80", request=request).text == "\u20ac"
