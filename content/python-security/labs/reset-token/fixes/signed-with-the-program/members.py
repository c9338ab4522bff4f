"""The members of the club."""

from collections import Counter

import hashing
from database import db

changes = Counter()  # how often each member has changed the password


def normalise(email):
    """Return the spelling in which an address is stored."""
    return email.strip().casefold()


def find(email):
    """Find a member by address, in any spelling; None if there is none."""
    return db.execute("SELECT * FROM members WHERE email = ?", (normalise(email),)).fetchone()


def get(number):
    return db.execute("SELECT * FROM members WHERE id = ?", (number,)).fetchone()


def add(name, email, password, contact):
    db.execute(
        "INSERT INTO members (name, email, password_hash, contact) VALUES (?, ?, ?, ?)",
        (name, normalise(email), hashing.make(password), contact),
    )


def check(email, password):
    """Return the member with this address and password; None if there is none."""
    member = find(email)
    return member if member is not None and hashing.verify(member["password_hash"], password) else None


def set_password(number, password):
    """Store a new password; the profile and the link from an email both call this."""
    changes[number] += 1
    db.execute("UPDATE members SET password_hash = ? WHERE id = ?", (hashing.make(password), number))
