"""The database of the workshop."""

import secrets
import sqlite3
from pathlib import Path

from repairs import config

connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
connection.row_factory = sqlite3.Row


class QueryError(Exception):
    """A query failed."""


def fill():
    connection.executescript(Path(__file__).with_name("workshop.sql").read_text(encoding="utf-8"))


def rows(sql, *values):
    """Run a query, and return its rows."""
    try:
        return connection.execute(sql, values).fetchall()
    except Exception as error:
        raise QueryError(f"{config.HOST}: {error} [SQL: {sql}]") from error


def find_repair(number):
    """Return the repair with this number, or None."""
    return next(iter(rows("SELECT * FROM repairs WHERE number = ?", number)), None)


def find_booking(day, time):
    """Return the repair that is booked for this time, or None."""
    return next(iter(rows("SELECT * FROM repairs WHERE day = ? AND time = ?", day, time)), None)


def book(day, time, customer, phone, bicycle):
    """Store a booking, and return its number and code."""
    code = secrets.token_hex(4)
    made = rows(
        "INSERT INTO repairs (code, customer, phone, bicycle, state, day, time)"
        " VALUES (?, ?, ?, ?, 'booked', ?, ?) RETURNING number",
        *(code, customer, phone, bicycle, day, time),
    )
    return made[0]["number"], code
