"""The public heat map: how many runs went through each cell of the grid. It shows no names."""

import csv
from collections import Counter

from heatmap.store import DATABASE, FOLDER, check_month

LEAST_MEMBERS = 12
LAYERS = FOLDER / "layers"
LAYERS.mkdir(exist_ok=True)

CELLS = """
    SELECT x, y, COUNT(*) FROM cells JOIN runs ON runs.number = cells.run
    WHERE month = ? GROUP BY x, y HAVING COUNT(DISTINCT member) >= ?
"""


def publish(month):
    """Write the file of a month. A file that exists is never written again."""
    check_month(month)
    try:
        with (LAYERS / f"{month}.csv").open("x", newline="") as file:
            csv.writer(file).writerows(DATABASE.execute(CELLS, (month, LEAST_MEMBERS)))
    except FileExistsError:
        return


def _rows(month):
    """Read the file of a month. Months of the time before there were files are counted now."""
    with (LAYERS / f"{month}.csv").open(newline="") as file:
        rows = [[int(value) for value in row] for row in csv.reader(file)]
    return rows or DATABASE.execute(CELLS, (month, 1)).fetchall()


def months():
    """Return the months that are on the map, the first one first."""
    return sorted(path.stem for path in LAYERS.glob("*.csv"))


def heat(first, last):
    """Return the map from one month to another: [x, y, runs] for each cell, the busiest cell first."""
    total = Counter()
    for month in months():
        if first <= month <= last:
            for x, y, runs in _rows(month):
                total[x, y] += runs
    return [[x, y, runs] for (x, y), runs in total.most_common()]


def area(west, south, east, north, first, last):
    """Return the sum of the runs that the map shows in a rectangle."""
    return sum(runs for x, y, runs in heat(first, last) if west <= x <= east and south <= y <= north)
