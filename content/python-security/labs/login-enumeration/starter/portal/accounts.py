"""The accounts of clients."""

import json
import sqlite3
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from portal import hashing

db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
db.execute(
    "CREATE TABLE accounts"
    " (id INTEGER PRIMARY KEY, email TEXT UNIQUE, password_hash TEXT, is_active INTEGER, note TEXT)"
)


@dataclass
class Account:
    id: int
    email: str
    password_hash: str | None  # None: invited by an adviser, has not chosen a password yet
    is_active: bool
    note: str


def normalise(email):
    """Return the spelling in which an address is stored."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def find(email):
    """Find an account by its address, in any spelling; None if there is none."""
    return one("email = ?", normalise(email))


def get(number):
    return one("id = ?", number)


def one(condition, value):
    query = f"SELECT id, email, password_hash, is_active, note FROM accounts WHERE {condition}"
    row = db.execute(query, (value,)).fetchone()
    return Account(*row) if row else None


def add(email, password_hash, note="", is_active=True):
    db.execute(
        "INSERT INTO accounts (email, password_hash, is_active, note) VALUES (?, ?, ?, ?)",
        (normalise(email), password_hash, is_active, note),
    )


def set_password(number, password_hash):
    db.execute("UPDATE accounts SET password_hash = ? WHERE id = ?", (password_hash, number))


for client in json.loads(Path(__file__).with_name("clients.json").read_text(encoding="utf-8")):
    password = client["password"]
    add(client["email"], password and hashing.make(password), client["note"], client["is_active"])
