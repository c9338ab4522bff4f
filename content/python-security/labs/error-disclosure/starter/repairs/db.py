"""The database of the workshop."""

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
