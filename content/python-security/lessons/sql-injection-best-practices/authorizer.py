"""A second control: this connection refuses every query that reads a PIN."""

import sqlite3

from members import db, names


def without_pins(action: int, table: str | None, column: str | None, *_: str | None) -> int:
    if action == sqlite3.SQLITE_SELECT or action == sqlite3.SQLITE_READ and (table, column) != ("members", "pin"):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


if __name__ == "__main__":
    db.set_authorizer(without_pins)
    print(names("SELECT name FROM members ORDER BY since"))
    for word in ("pin", "(SELECT 1 FROM members WHERE pin > 5000)"):
        try:
            print(names(f"SELECT name FROM members ORDER BY {word}"))
        except sqlite3.DatabaseError as error:
            print(error)
    try:
        names("DELETE FROM members")
    except sqlite3.DatabaseError as error:
        print(error)
