"""The table of people, in SQLite. It is on a server of the hosting company."""

import sqlite3
from pathlib import Path

CELLS = ("role", "condition", "note")
FIRST = 1001

_db = sqlite3.connect(Path(__file__).with_name("practice.db"), isolation_level=None, check_same_thread=False)
_db.row_factory = sqlite3.Row
_db.executescript("""
    PRAGMA journal_mode = MEMORY;
    PRAGMA synchronous = OFF;
    CREATE TABLE IF NOT EXISTS people (number INTEGER PRIMARY KEY, name, role, condition, note);
    CREATE TABLE IF NOT EXISTS codes (hash TEXT PRIMARY KEY, number INTEGER);
""")


def add(name):
    """Add a row with a name and empty cells, and return its number."""
    (last,) = _db.execute("SELECT max(number) FROM people").fetchone()
    number = FIRST if last is None else last + 1
    _db.execute("INSERT INTO people (number, name) VALUES (?, ?)", (number, name))
    return number


def rows():
    """Return all rows as dictionaries, in the order of their numbers."""
    return [dict(row) for row in _db.execute("SELECT * FROM people ORDER BY number")]


def row(number):
    """Return one row."""
    found = _db.execute("SELECT * FROM people WHERE number = ?", (number,)).fetchone()
    if found is None:
        raise LookupError("There is no such person.")
    return dict(found)


def write(number, column, cell):
    """Write one cell: bytes or a string."""
    if column not in CELLS:
        raise ValueError("There is no such column.")
    _db.execute(f"UPDATE people SET {column} = ? WHERE number = ?", (cell, number))


def numbers(column, cell):
    """Return the numbers of the rows that have this cell."""
    if column not in CELLS:
        raise ValueError("There is no such column.")
    found = _db.execute(f"SELECT number FROM people WHERE {column} = ? ORDER BY number", (cell,))
    return [number for (number,) in found]


def remember(code_hash, number):
    """Write down whose code this is."""
    _db.execute("INSERT INTO codes VALUES (?, ?)", (code_hash, number))


def owner(code_hash):
    """Return whose code this is, or None."""
    found = _db.execute("SELECT number FROM codes WHERE hash = ?", (code_hash,)).fetchone()
    return found and found["number"]
