"""The public heat map. The sum of the same months is counted once."""

from functools import cache

from heatmap.store import DATABASE, check_month

LEAST_MEMBERS = 10


@cache
def _total(chosen):
    """Return the runs of each cell in some months."""
    total = {}
    for month in chosen:
        rows = DATABASE.execute(
            """
            SELECT x, y, COUNT(*) FROM cells JOIN runs ON runs.number = cells.run
            WHERE month = ? GROUP BY x, y HAVING COUNT(DISTINCT member) >= ?
            """,
            (month, LEAST_MEMBERS),
        )
        for x, y, runs in rows:
            total[x, y] = total.get((x, y), 0) + runs
    return total


def publish(month):
    """Put a month on the map, and count it."""
    check_month(month)
    with DATABASE:
        DATABASE.execute("INSERT OR IGNORE INTO published VALUES (?)", (month,))
    _total((month,))


def months():
    """Return the months that are on the map, the first one first."""
    return [month for (month,) in DATABASE.execute("SELECT month FROM published ORDER BY month")]


def heat(first, last):
    """Return the map from one month to another: [x, y, runs] for each cell with runs, the busiest cell first."""
    total = _total(tuple(month for month in months() if first <= month <= last))
    return [[x, y, runs] for (x, y), runs in sorted(total.items(), key=lambda one: (-one[1], one[0]))]


def area(west, south, east, north, first, last):
    """Return the sum of the runs of all cells in a rectangle."""
    return sum(runs for x, y, runs in heat(first, last) if west <= x <= east and south <= y <= north)
