"""Which encoding a browser reads an answer in; the suspect names it, so only what is decoded in linear time counts.

Rules: the Encoding standard's labels (UTF-7, punycode and Python's own inventions are none) and its byte order marks.
Without a label that is known, UTF-8 is taken where it fits, and windows-1252 elsewhere.
"""

import re
from email.message import Message
from typing import Final

WESTERN: Final = "cp1252"
MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
UTF_8: Final = re.compile(r"utf-?8|unicode-1-1-utf-8|unicode11utf8|unicode20utf8|x-unicode20utf8")
LATIN: Final = re.compile(
    r"(us-)?ascii|ansi_x3\.4-1968|l(atin)?1|iso-?_?8859-?_?1(:1987)?|iso-ir-100|csisolatin1"
    r"|(x-)?cp-?1252|windows-1252|(cp|ibm)819"
)
OTHERS: Final = {
    **{f"windows-{number}": f"cp{number}" for number in range(1250, 1259)},
    **{f"iso-8859-{number}": f"iso8859_{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **dict.fromkeys(("utf-16", "utf-16le"), "utf-16-le"),
    **dict.fromkeys(("shift_jis", "sjis", "shift-jis", "x-sjis"), "cp932"),
    **dict.fromkeys(("gbk", "gb2312", "gb18030"), "gb18030"),
    "utf-16be": "utf-16-be",
    "iso-2022-jp": "iso2022_jp",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "ibm866": "cp866",
    "macintosh": "mac_roman",
}


def charset_of(content_type: str, body: bytes) -> str:
    """Name the codec of Python that reads a body as a browser does.

    Args:
        content_type: the header's value, or nothing.
        body: the whole body; a byte order mark in it is stronger than the header.

    """
    for mark, codec in MARKS:
        if body.startswith(mark):
            return codec
    codec = codec_of(_label(content_type))
    if codec:
        return codec
    try:
        body.decode()
    except UnicodeDecodeError:
        return WESTERN
    return "utf-8"


def codec_of(label: str) -> str:
    """Name the codec that browsers mean by a label; nothing if they know no such label."""
    plain = label.strip("\t\n\f\r ").lower()
    if UTF_8.fullmatch(plain):
        return "utf-8"
    return WESTERN if LATIN.fullmatch(plain) else OTHERS.get(plain, "")


def _label(content_type: str) -> str:
    message = Message()
    message["content-type"] = content_type
    charset = message.get_param("charset", "")
    return charset if isinstance(charset, str) else ""
