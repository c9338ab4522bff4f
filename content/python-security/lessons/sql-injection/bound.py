"""The same desk with bound values, and three places where a value alone is not enough."""

import sqlite3

from library import db

db.execute("INSERT INTO loans VALUES (7, '100% Wool')")


def column(query: str, values: list[str] | list[int] | tuple[str, ...] = ()) -> list[str]:
    return [row[0] for row in db.execute(query, values)]


def sign_in(name: str, pin: str) -> list[str]:
    return column("SELECT name FROM members WHERE name = ? AND pin = ?", (name, pin))


ORDERS = {"title": "book", "newest": "rowid DESC"}


def books(order: str) -> list[str]:
    return column(f"SELECT book FROM loans ORDER BY {ORDERS[order]}")


def on_cards(cards: list[int]) -> list[str]:
    marks = ", ".join("?" for _ in cards)
    return column(f"SELECT book FROM loans WHERE card IN ({marks})", cards)


def containing(text: str) -> list[str]:
    literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return column("SELECT book FROM loans WHERE book LIKE ? ESCAPE '\\'", (f"%{literal}%",))


if __name__ == "__main__":
    print("attack       ", sign_in("x", "' OR '1' = '1"))
    print("honest       ", sign_in("o'brien", "2580"))

    print("ORDER BY ?   ", column("SELECT book FROM loans ORDER BY ?", ("book",)))
    print("ORDER BY map ", books("title"))
    try:
        column("SELECT book FROM loans WHERE card IN (?)", ([8, 9],))
    except sqlite3.ProgrammingError as error:
        print("IN (?)       ", error)
    print("IN (?, ?)    ", on_cards([8, 9]))
    print("LIKE ?       ", column("SELECT book FROM loans WHERE book LIKE ?", ("%%%",)))
    print("LIKE ? ESCAPE", containing("%"))
