"""Slows guessing down: after five wrong passwords a pause, which doubles with each further one, up to an hour."""

import sqlite3

from portal import accounts, clock

FREE = 5
FIRST_PAUSE, LONGEST_PAUSE = 15 * 60, 60 * 60

db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
db.execute("CREATE TABLE tries (email TEXT PRIMARY KEY, failures INTEGER, failed_at INTEGER)")


def pause(failures):
    """Return for how many seconds no password is checked after so many failures."""
    return min(FIRST_PAUSE * 2 ** (failures - FREE), LONGEST_PAUSE) if failures >= FREE else 0


def tries(email):
    """Return the number of failures, and when the last one was. After a day, they are forgotten."""
    row = db.execute("SELECT failures, failed_at FROM tries WHERE email = ?", (accounts.normalise(email),)).fetchone()
    return row if row and row[1] > clock.now() - 20 * 60 * 60 else (0, 0)


def is_blocked(email):
    failures, failed_at = tries(email)
    return clock.now() < failed_at + pause(failures)


def failed(email):
    failures, _ = tries(email)
    db.execute("REPLACE INTO tries VALUES (?, ?, ?)", (accounts.normalise(email), failures + 1, clock.now()))


def succeeded(email):
    db.execute("DELETE FROM tries WHERE email = ?", (accounts.normalise(email),))
