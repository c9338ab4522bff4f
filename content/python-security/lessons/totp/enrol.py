"""Enrolment in two steps: a secret counts only when the user's app has computed a code from it."""

import sqlite3
from hmac import compare_digest

import pyotp

NOW = 1_800_000_000
db = sqlite3.connect(":memory:")
db.execute("CREATE TABLE pending (user TEXT PRIMARY KEY, secret TEXT NOT NULL)")
db.execute("CREATE TABLE factors (user TEXT PRIMARY KEY, secret TEXT NOT NULL, last_step INTEGER NOT NULL)")


def begin(user):
    """Store a new secret that does not count yet, and return it for the QR code."""
    secret = pyotp.random_base32()
    with db:
        db.execute("INSERT OR REPLACE INTO pending VALUES (?, ?)", (user, secret))
    return secret


def confirm(user, code, now):
    """Make the pending secret the user's factor, if the code was computed from it; never replace a factor."""
    row = db.execute("SELECT secret FROM pending WHERE user = ?", (user,)).fetchone()
    if row is None or not compare_digest(pyotp.TOTP(row[0]).at(now).encode(), code.encode()):
        return False
    with db:
        db.execute("DELETE FROM pending WHERE user = ?", (user,))
        query = "INSERT INTO factors VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        return db.execute(query, (user, row[0], now // 30)).rowcount == 1


def needs_code(user):
    return db.execute("SELECT 1 FROM factors WHERE user = ?", (user,)).fetchone() is not None


if __name__ == "__main__":
    phone = pyotp.TOTP(begin("zoe"))
    print("the QR code is shown, the sign-in asks for a code:", needs_code("zoe"))
    print("a wrong code confirms:", confirm("zoe", "12345", NOW), "- asks for a code:", needs_code("zoe"))
    print("the right code confirms:", confirm("zoe", phone.at(NOW), NOW), "- asks for a code:", needs_code("zoe"))
    thief = pyotp.TOTP(begin("zoe"))
    print("a stolen session replaces the factor:", confirm("zoe", thief.at(NOW), NOW))
