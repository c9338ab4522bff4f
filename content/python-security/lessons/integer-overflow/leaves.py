"""Where a Python integer gets a width, and what happens to one that does not fit."""

import ctypes
import sqlite3
from array import array

TOO_LARGE = 2**63

db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE account (balance INTEGER)")
db.execute("INSERT INTO account VALUES (?)", (TOO_LARGE - 1,))


def show(name: str, call) -> None:
    try:
        print(f"{name:22} {call()}")
    except (OverflowError, sqlite3.OperationalError) as error:
        print(f"{name:22} raises {type(error).__name__}")


if __name__ == "__main__":
    show("int", lambda: TOO_LARGE)
    show("len(range(…))", lambda: len(range(TOO_LARGE)))
    show("array", lambda: array("q", [TOO_LARGE]))
    show("INSERT", lambda: db.execute("INSERT INTO account VALUES (?)", (TOO_LARGE,)))
    show("SELECT sum(balance)", lambda: db.execute("SELECT sum(balance) FROM account, (VALUES (1), (2))").fetchone()[0])
    show("SELECT balance + 1", lambda: db.execute("SELECT balance + 1 FROM account").fetchone()[0])
    show("ctypes.c_int64", lambda: ctypes.c_int64(TOO_LARGE).value)
