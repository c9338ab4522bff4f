"""A second control: this connection reads two columns and nothing else."""

import sqlite3

from members import db, names


READABLE = {("members", "name"), ("members", "since")}


def only_readable(action: int, table: str | None, column: str | None, *_: str | None) -> int:
    if action == sqlite3.SQLITE_SELECT or (action == sqlite3.SQLITE_READ and (table, column) in READABLE):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


if __name__ == "__main__":
    db.set_authorizer(only_readable)
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
