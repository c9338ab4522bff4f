"""A list needs one placeholder for each value, and LIKE gives two characters of the value a meaning."""

import sqlite3

from library import db

db.execute("INSERT INTO loans VALUES (9, '100% Wool')")


def on_cards(cards: list[int]) -> list[str]:
    marks = ", ".join("?" for _ in cards)
    rows = db.execute(f"SELECT book FROM loans WHERE card IN ({marks})", cards)
    return [book for (book,) in rows]


def containing(part: str) -> list[str]:
    escaped = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = db.execute("SELECT book FROM loans WHERE book LIKE ? ESCAPE '\\'", (f"%{escaped}%",))
    return [book for (book,) in rows]


if __name__ == "__main__":
    try:
        db.execute("SELECT book FROM loans WHERE card IN (?)", ([7, 8],))
    except sqlite3.ProgrammingError as error:
        print("IN (?)        ", error)
    print("IN (?, ?)     ", on_cards([7, 8]))
    rows = db.execute("SELECT book FROM loans WHERE book LIKE ?", ("%%%",))
    print("LIKE ?        ", [book for (book,) in rows])
    print("LIKE ? ESCAPE ", containing("%"))
