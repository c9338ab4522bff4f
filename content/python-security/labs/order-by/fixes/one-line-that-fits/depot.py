"""The tool depot: members see what can be borrowed, look up what is on their list, and see who else is a member."""

import re
import sqlite3
from pathlib import Path

db = sqlite3.connect(":memory:", check_same_thread=False)
db.executescript(
    Path(__file__).with_name("depot.sql").read_text(encoding="utf-8")
)


def rows(sql, values=()):
    return [list(row) for row in db.execute(sql, values)]


PLACES = ("north", "south")
ORDERS = ("asc", "desc")


def checked(value, allowed):
    if value not in allowed:
        raise ValueError(f"{value!r} is not possible here.")
    return value


def tools(place, sort="name", order="asc"):
    """List the tools of a place: number, name, cents a day."""
    checked(place, PLACES)
    checked(order, ORDERS)
    if not re.search(r"^(number|name|price)$", sort, re.M):
        raise ValueError("Tools are not sorted like this.")
    return rows(
        f"SELECT number, name, price FROM tools_{place} "
        f"ORDER BY {sort} {order}"
    )


def look_up(place, names):
    """List the tools of a place that are on a member's list."""
    checked(place, PLACES)
    marks = ", ".join("?" * len(names))
    return rows(
        f"SELECT number, name, price FROM tools_{place} "
        f"WHERE name IN ({marks}) ORDER BY number", names
    )


def board(sort="name", order="asc"):
    """List the members: name, and year of joining."""
    checked(sort, ("name", "since"))
    checked(order, ORDERS)
    return rows(f"SELECT name, since FROM members ORDER BY {sort} {order}")


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
