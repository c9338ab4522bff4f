"""The public heat map: how many runs went through each cell of the grid. It shows no names."""

import math
import secrets

from heatmap.store import DATABASE, check_month

LEAST_MEMBERS = 10
MOST_RUNS = 5  # of one member, in one cell and month
BUDGET = 1.0  # epsilon, for one cell and month
CHANCE = secrets.SystemRandom()

DATABASE.execute("""
    CREATE TABLE IF NOT EXISTS layers (
        month TEXT, x INTEGER, y INTEGER, runs INTEGER NOT NULL, PRIMARY KEY (month, x, y)
    )
""")


def _noise():
    """Return a number around 0 (the difference of two geometric numbers is a discrete Laplace distribution)."""
    one, two = (math.floor(-MOST_RUNS / BUDGET * math.log(1 - CHANCE.random())) for _ in range(2))
    return one - two


def publish(month):
    """Count a month, unless this was done before. The budget is spent here, once."""
    check_month(month)
    if month in months():
        return
    rows = DATABASE.execute(
        """
        SELECT x, y, SUM(runs) FROM (
            SELECT x, y, MIN(COUNT(*), ?) AS runs FROM cells JOIN runs ON runs.number = cells.run
            WHERE month = ? GROUP BY x, y, member
        )
        GROUP BY x, y HAVING COUNT(*) >= ?
        """,
        (MOST_RUNS, month, LEAST_MEMBERS),
    )
    noisy = [(month, x, y, max(1, runs + _noise())) for x, y, runs in rows]
    with DATABASE:
        DATABASE.execute("INSERT INTO published VALUES (?)", (month,))
        DATABASE.executemany("INSERT INTO layers VALUES (?, ?, ?, ?)", noisy)


def months():
    """Return the months that are on the map, the first one first."""
    return [month for (month,) in DATABASE.execute("SELECT month FROM published ORDER BY month")]


def heat(first, last):
    """Return the sum of the published months: [x, y, runs] for each cell, the busiest cell first."""
    rows = DATABASE.execute(
        """
        SELECT x, y, SUM(runs) AS total FROM layers WHERE month BETWEEN ? AND ?
        GROUP BY x, y ORDER BY total DESC, x, y
        """,
        (first, last),
    )
    return [list(row) for row in rows]


def area(west, south, east, north, first, last):
    """Return the sum of the runs of all published cells in a rectangle."""
    return sum(runs for x, y, runs in heat(first, last) if west <= x <= east and south <= y <= north)
