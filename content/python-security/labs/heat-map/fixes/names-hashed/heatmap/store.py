"""The runs of the club's members: the cells of the grid that each run went through."""

import hashlib
import json
import re
import sqlite3
from pathlib import Path

CELL_METRES = 100
MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
FOLDER = Path(__file__).parent

DATABASE = sqlite3.connect(FOLDER / "runs.db", check_same_thread=False)
DATABASE.executescript("""
    CREATE TABLE IF NOT EXISTS runs (number INTEGER PRIMARY KEY, member TEXT NOT NULL, month TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS cells (run INTEGER NOT NULL, x INTEGER NOT NULL, y INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS published (month TEXT PRIMARY KEY);
    CREATE INDEX IF NOT EXISTS runs_by_month ON runs (month);
    CREATE INDEX IF NOT EXISTS cells_by_run ON cells (run);
""")


def check_month(month):
    """Refuse what is not a month, such as 2026-05."""
    if not MONTH.fullmatch(month):
        raise ValueError("A month is written as 2026-05.")


def cells_of(points):
    """Return the cells that a run went through, each once. A point is [metres to the east, metres to the north]."""
    return list(dict.fromkeys((east // CELL_METRES, north // CELL_METRES) for east, north in points))


def pseudonym(member):
    """Return a name that nobody can read."""
    return hashlib.sha256(member.encode()).hexdigest()


def _save(member, month, points):
    check_month(month)
    run = DATABASE.execute("INSERT INTO runs (member, month) VALUES (?, ?)", (pseudonym(member), month)).lastrowid
    DATABASE.executemany("INSERT INTO cells VALUES (?, ?, ?)", [(run, x, y) for x, y in cells_of(points)])


def record(member, month, points):
    """Save a run. A member may also upload runs of earlier months."""
    with DATABASE:
        _save(member, month, points)


def import_runs(runs):
    """Save many runs, each as [member, month, points]: all of them or none."""
    with DATABASE:
        for member, month, points in runs:
            _save(member, month, points)


def runs_of(member):
    """Return how many runs of a member are stored."""
    return DATABASE.execute("SELECT COUNT(*) FROM runs WHERE member = ?", (pseudonym(member),)).fetchone()[0]


def leave(member):
    """Delete all runs of a member who closes the account."""
    with DATABASE:
        DATABASE.execute("DELETE FROM cells WHERE run IN (SELECT number FROM runs WHERE member = ?)", (pseudonym(member),))
        DATABASE.execute("DELETE FROM runs WHERE member = ?", (pseudonym(member),))


if not runs_of("Li Wei"):
    import_runs(json.loads((FOLDER / "seed.json").read_text(encoding="utf-8")))
