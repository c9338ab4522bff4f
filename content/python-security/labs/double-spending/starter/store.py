"""The shop's database: one SQLite file for all workers."""

import sqlite3
from pathlib import Path

FILE = Path(__file__).with_name("shop.db")


def connect():
    """Open the database for one request. Each statement takes effect at once, unless you begin a transaction."""
    return sqlite3.connect(FILE, timeout=5, isolation_level=None)


if not FILE.exists():
    first = connect()
    first.executescript(FILE.with_name("shop.sql").read_text(encoding="utf-8"))
    first.close()
