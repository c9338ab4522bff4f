"""The club's database: one file, of which the provider makes a backup every night."""

import sqlite3
from pathlib import Path

import hashing
import settings

FILE = Path(__file__).with_name("club.db")
SCHEMA = """
CREATE TABLE members (
  id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE, password_hash TEXT, contact TEXT
);
CREATE TABLE resets (
  id INTEGER PRIMARY KEY, member INTEGER, token TEXT, created_at INTEGER,
  used_at INTEGER  -- nothing writes it yet
);
"""

FILE.unlink(missing_ok=True)
db = sqlite3.connect(FILE, isolation_level=None, check_same_thread=False)
db.row_factory = sqlite3.Row
db.execute("PRAGMA synchronous = OFF")
db.execute("PRAGMA journal_mode = MEMORY")
db.executescript(SCHEMA)
for name, email, password, contact in settings.FIRST_MEMBERS:
    db.execute(
        "INSERT INTO members (name, email, password_hash, contact) VALUES (?, ?, ?, ?)",
        (name, email, hashing.make(password), contact),
    )
