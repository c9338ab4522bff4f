"""One number too large for its type, and seven ways to store it."""

import array
import ctypes
import sqlite3
import struct

BIG = 40_000  # sixteen signed bits end at 32,767


def show(name: str, put) -> None:
    try:
        print(f"{name:22} {put()}")
    except (OverflowError, struct.error) as error:
        print(f"{name:22} {type(error).__name__}: {error}")


db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE account (points SMALLINT)")


class Header(ctypes.Structure):
    _fields_ = [("length", ctypes.c_int16)]


show("int", lambda: BIG)
show("ctypes.c_int16", lambda: ctypes.c_int16(BIG).value)
show("ctypes.Structure", lambda: Header(length=BIG).length)
show("struct.pack", lambda: struct.pack("<h", BIG))
show("array.array", lambda: array.array("h", [BIG]))
show("int.to_bytes", lambda: BIG.to_bytes(2, "little", signed=True))
show("SQLite column", lambda: db.execute("INSERT INTO account VALUES (?) RETURNING points", [BIG]).fetchone()[0])
