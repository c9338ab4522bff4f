"""The house's database, one for all workers. Each statement is done as a whole; what happens between two is open."""

import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path

import meeting

SESSION_KEY = "${session_key}"  # signs the visitors' cookies, the same in all workers

db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
db.executescript(Path(__file__).with_name("people.sql").read_text())
turn = threading.RLock()
alone = None  # the thread whose transaction is under way


def rows(sql, *values):
    """Return the rows of a query."""
    with turn:
        found = db.execute(sql, values).fetchall()
    if alone != threading.get_ident():
        meeting.pause()
    return found


def change(sql, *values):
    """Change something, and return how many rows that has touched."""
    with turn:
        return db.execute(sql, values).rowcount


@contextmanager
def transaction():
    """Do what follows as a whole: no other worker reads or writes meanwhile, and an exception undoes it."""
    global alone
    with turn:
        db.execute("BEGIN IMMEDIATE")
        alone = threading.get_ident()
        try:
            yield
        except BaseException:
            db.execute("ROLLBACK")
            raise
        else:
            db.execute("COMMIT")
        finally:
            alone = None
