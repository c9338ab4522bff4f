"""Both versions of the refunds with a database that is out of order."""

import sqlite3

import after
import before

for version in before, after:
    empty = sqlite3.connect(":memory:")
    answer = version.refund(empty, [], "eve", "token-4711", "7", 20)
    print(f"{version.__name__:8}{answer}")
