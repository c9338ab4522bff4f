"""The public heat map: how many runs went through each cell of the grid. It shows no names."""

import math
import secrets

from heatmap.store import DATABASE, check_month

LEAST_MEMBERS = 10
MOST_RUNS = 5  # of one member, in one cell and month
BUDGET = 1.0  # epsilon, for one answer
CHANCE = secrets.SystemRandom()


def _noise():
    """Return a number around 0 (the difference of two geometric numbers is a discrete Laplace distribution)."""
    one, two = (math.floor(-MOST_RUNS / BUDGET * math.log(1 - CHANCE.random())) for _ in range(2))
    return one - two


def publish(month):
    """Put a month on the map. The scheduler calls this each night for all months that are over."""
    check_month(month)
    with DATABASE:
        DATABASE.execute("INSERT OR IGNORE INTO published VALUES (?)", (month,))


def months():
    """Return the months that are on the map, the first one first."""
    return [month for (month,) in DATABASE.execute("SELECT month FROM published ORDER BY month")]


def heat(first, last):
    """Return the map from one month to another, with noise: [x, y, runs] for each cell, the busiest cell first."""
    rows = DATABASE.execute(
        """
        SELECT x, y, SUM(runs) FROM (
            SELECT month, x, y, member, MIN(COUNT(*), ?) AS runs FROM cells JOIN runs ON runs.number = cells.run
            WHERE month BETWEEN ? AND ? AND month IN (SELECT month FROM published) GROUP BY month, x, y, member
        )
        GROUP BY x, y HAVING COUNT(DISTINCT member) >= ?
        """,
        (MOST_RUNS, first, last, LEAST_MEMBERS),
    )
    return sorted(([x, y, max(1, runs + _noise())] for x, y, runs in rows), key=lambda row: -row[2])


def area(west, south, east, north, first, last):
    """Return the sum of the runs that the map shows in a rectangle."""
    return sum(runs for x, y, runs in heat(first, last) if west <= x <= east and south <= y <= north)
