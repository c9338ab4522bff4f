"""The tool depot: members see what can be borrowed, look up what is on their list, and see who else is a member."""

import sqlite3
from pathlib import Path

db = sqlite3.connect(":memory:", check_same_thread=False)
db.executescript(
    Path(__file__).with_name("depot.sql").read_text(encoding="utf-8")
)


def rows(sql, values=()):
    return [list(row) for row in db.execute(sql, values)]


def of(place):
    """Return the tools of a place."""
    if place == "north":
        return rows("SELECT number, name, price FROM tools_north")
    if place == "south":
        return rows("SELECT number, name, price FROM tools_south")
    raise ValueError("There is no such place.")


def in_order(found, columns, sort, order):
    """Sort rows by one of their columns."""
    column = columns.index(sort)
    return sorted(found, key=lambda row: row[column], reverse=order == "desc")


def tools(place, sort="name", order="asc"):
    """List the tools of a place: number, name, cents a day."""
    return in_order(of(place), ("number", "name", "price"), sort, order)


def look_up(place, names):
    """List the tools of a place that are on a member's list."""
    names = set(names)
    return sorted(tool for tool in of(place) if tool[1] in names)


def board(sort="name", order="asc"):
    """List the members: name, and year of joining."""
    members = rows("SELECT name, since FROM members")
    return in_order(members, ("name", "since"), sort, order)


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
