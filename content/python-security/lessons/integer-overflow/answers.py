"""What three of the questions ask."""

import ctypes
import sqlite3

from size import size

if __name__ == "__main__":
    total = 0
    for _ in range(43):
        total = ctypes.c_int32(total + 50_000_000).value
    print(total, total <= 1_000_000_000)
    print(f"{size(32_768, 32_770):,}")
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE account (balance INTEGER)")
    db.execute("INSERT INTO account VALUES (9223372036854775807)")
    db.execute("UPDATE account SET balance = balance + 1")
    print(*db.execute("SELECT balance, typeof(balance) FROM account").fetchone())
