"""The tool depot: members see what can be borrowed, look up what is on their list, and see who else is a member."""

import json
import sqlite3
from pathlib import Path

db = sqlite3.connect(":memory:", check_same_thread=False)
db.executescript(
    Path(__file__).with_name("depot.sql").read_text(encoding="utf-8")
)


def rows(sql, values=()):
    return [list(row) for row in db.execute(sql, values)]


def tools(place, sort="name", order="asc"):
    """List the tools of a place: number, name, cents a day."""
    if order not in ("asc", "desc"):
        raise ValueError("Tools are sorted up or down.")
    up, down = (sort, "") if order == "asc" else ("", sort)
    return rows(
        f"""
        SELECT number, name, price FROM (
            SELECT 'north' AS place, number, name, price FROM tools_north
            UNION ALL SELECT 'south', number, name, price FROM tools_south
        ) WHERE place = '{place}' ORDER BY
            CASE '{up}' WHEN 'name' THEN name WHEN 'price' THEN price WHEN 'number' THEN number END,
            CASE '{down}' WHEN 'name' THEN name WHEN 'price' THEN price WHEN 'number' THEN number END DESC
        """,
    )


def look_up(place, names):
    """List the tools of a place that are on a member's list."""
    return rows(
        f"""
        SELECT number, name, price FROM (
            SELECT 'north' AS place, number, name, price FROM tools_north
            UNION ALL SELECT 'south', number, name, price FROM tools_south
        ) WHERE place = '{place}' AND name IN (SELECT value FROM json_each(?)) ORDER BY number
        """,
        (json.dumps(names),),
    )


def board(sort="name", order="asc"):
    """List the members: name, and year of joining."""
    if order not in ("asc", "desc"):
        raise ValueError("Members are sorted up or down.")
    up, down = (sort, "") if order == "asc" else ("", sort)
    return rows(
        f"""
        SELECT name, since FROM members ORDER BY
            CASE '{up}' WHEN 'name' THEN name WHEN 'since' THEN since END,
            CASE '{down}' WHEN 'name' THEN name WHEN 'since' THEN since END DESC
        """,
    )


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
