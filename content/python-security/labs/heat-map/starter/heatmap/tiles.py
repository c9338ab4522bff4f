"""The public heat map: how many runs went through each cell of the grid. It shows no names."""

from heatmap.store import DATABASE, check_month

ON_THE_MAP = """
    FROM cells JOIN runs ON runs.number = cells.run
    WHERE month BETWEEN :first AND :last AND month IN (SELECT month FROM published)
"""


def publish(month):
    """Put a month on the map. The scheduler calls this each night for all months that are over."""
    check_month(month)
    with DATABASE:
        DATABASE.execute("INSERT OR IGNORE INTO published VALUES (?)", (month,))


def months():
    """Return the months that are on the map, the first one first."""
    return [month for (month,) in DATABASE.execute("SELECT month FROM published ORDER BY month")]


def heat(first, last):
    """Return the map from one month to another: [x, y, runs] for each cell with runs, the busiest cell first."""
    rows = DATABASE.execute(
        f"SELECT x, y, COUNT(*) AS runs {ON_THE_MAP} GROUP BY x, y HAVING runs > 0 ORDER BY runs DESC, x, y",
        {"first": first, "last": last},
    )
    return [list(row) for row in rows]


def area(west, south, east, north, first, last):
    """Return the sum of the runs of all cells in a rectangle. The town's planners ask for this."""
    row = DATABASE.execute(
        f"SELECT COUNT(*) {ON_THE_MAP} AND x BETWEEN :west AND :east AND y BETWEEN :south AND :north",
        {"first": first, "last": last, "west": west, "south": south, "east": east, "north": north},
    )
    return row.fetchone()[0]
