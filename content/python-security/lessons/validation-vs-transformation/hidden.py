"""Functions that change a string without saying so."""

import html
import sqlite3
import unicodedata
from email.header import decode_header, make_header
from pathlib import PurePosixPath


def store(value: str) -> object:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE cups (size INTEGER)")
    database.execute("INSERT INTO cups VALUES (?)", [value])
    return database.execute("SELECT size FROM cups").fetchone()[0]


print("a path      ", repr(str(PurePosixPath("./-rf"))))
print("a decoder   ", repr(b"..\xff/".decode(errors="ignore")))
print("a host      ", "evil.example／.tea.example".encode("idna"))
print("a header    ", repr(str(make_header(decode_header("=?utf-8?q?tea=0ABcc=3A_all?=")))))
print("entities    ", repr(html.unescape("&ltb&gt")))
print("the compiler", repr(eval("ﬁlter.__name__")))
print("a column    ", repr(store(" 1e2 ")))
print("a length    ", len(unicodedata.normalize("NFKC", "\ufdfa" * 10)))
