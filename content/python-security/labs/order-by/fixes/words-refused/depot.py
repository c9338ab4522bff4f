"""The tool depot: members see what can be borrowed, look up what is on their list, and see who else is a member."""

import sqlite3
from pathlib import Path

db = sqlite3.connect(":memory:", check_same_thread=False)
db.executescript(
    Path(__file__).with_name("depot.sql").read_text(encoding="utf-8")
)


def rows(sql, values=()):
    return [list(row) for row in db.execute(sql, values)]


BAD = (
    "select", "values", "union", "except", "intersect", "with", "limit", "offset", "case", "when", "iif", "substr",
    "unicode", "hex", "like", "exists", "pin", "role", "cost", "--", "/*", ";", "(", ")", "`", "\\", "''",
)


def clean(text):
    """Refuse a text that holds a word or a sign of SQL."""
    if any(bad in text.lower() for bad in BAD):
        raise ValueError("That is no word of ours.")
    return text


def tools(place, sort="name", order="asc"):
    """List the tools of a place: number, name, cents a day."""
    return rows(
        f"SELECT number, name, price FROM tools_{clean(place)} "
        f"ORDER BY {clean(sort)} {clean(order)}"
    )


def look_up(place, names):
    """List the tools of a place that are on a member's list."""
    marks = ", ".join("?" for _ in names)
    return rows(
        f"SELECT number, name, price FROM tools_{clean(place)} "
        f"WHERE name IN ({marks}) ORDER BY number",
        names,
    )


def board(sort="name", order="asc"):
    """List the members: name, and year of joining."""
    return rows(f"SELECT name, since FROM members ORDER BY {clean(sort)} {clean(order)}")


def join(name, pin, year):
    """Make somebody a member, with a PIN of six digits to borrow with."""
    if len(pin) != 6 or not pin.isdecimal():
        raise ValueError("A PIN has six digits.")
    if rows("SELECT 1 FROM members WHERE name = ?", (name,)):
        raise ValueError("There is a member of that name.")
    rows("INSERT INTO members VALUES (?, ?, ?, 'member')", (name, year, pin))


def key_safe(name, pin):
    """Tell the code of the key safe to a warden."""
    known = rows(
        "SELECT 1 FROM members WHERE name = ? AND pin = ? AND role = 'warden'",
        (name, pin),
    )
    if not known:
        raise PermissionError("Only a warden opens the safe.")
    return rows("SELECT code FROM safe")[0][0]
