"""The public heat map. The number of a cell that is public never changes."""

from heatmap.store import DATABASE, check_month

LEAST_MEMBERS = 10

DATABASE.execute("""
    CREATE TABLE IF NOT EXISTS layers (
        month TEXT, x INTEGER, y INTEGER, runs INTEGER NOT NULL, PRIMARY KEY (month, x, y)
    )
""")


def publish(month):
    """Count a month. OR IGNORE: a cell that has a number keeps it."""
    check_month(month)
    with DATABASE:
        DATABASE.execute("INSERT OR IGNORE INTO published VALUES (?)", (month,))
        DATABASE.execute(
            """
            INSERT OR IGNORE INTO layers
            SELECT month, x, y, COUNT(*) FROM cells JOIN runs ON runs.number = cells.run
            WHERE month = ? GROUP BY x, y HAVING COUNT(DISTINCT member) >= ?
            """,
            (month, LEAST_MEMBERS),
        )


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
    row = DATABASE.execute(
        """
        SELECT COALESCE(SUM(runs), 0) FROM layers
        WHERE x BETWEEN ? AND ? AND y BETWEEN ? AND ? AND month BETWEEN ? AND ?
        """,
        (west, east, south, north, first, last),
    )
    return row.fetchone()[0]
