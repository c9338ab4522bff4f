"""Watch SQLite compile a query, and see when it asks for the values."""

import sqlite3

from members import db, names


def watch(action: int, table: str | None, column: str | None, *_: str | None) -> int:
    if action == sqlite3.SQLITE_READ:
        print("    compiling: reads", f"{table}.{column}")
    return sqlite3.SQLITE_OK


class Values(dict[str, object]):
    def __getitem__(self, name: str) -> object:
        print("    value asked for:", name)
        return super().__getitem__(name)


def since(year: object) -> list[str]:
    return names("SELECT name FROM members WHERE since = :year", Values(year=year))


if __name__ == "__main__":
    db.set_authorizer(watch)
    for year in (2019, "2019 UNION SELECT pin FROM members"):
        print("bound", year)
        print("   ", since(year))
    for year in (2019, "2019 UNION SELECT pin FROM members"):
        print("interpolated", year)
        print("   ", names(f"SELECT name FROM members WHERE since = {year}"))
