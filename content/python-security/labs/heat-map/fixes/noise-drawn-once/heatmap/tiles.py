"""The public heat map: how many runs went through each cell of the grid. It shows no names."""

import json
import math
import secrets
from collections import Counter, defaultdict

from heatmap.store import DATABASE, check_month

LEAST_MEMBERS = 10
SCALE = 0.5

CHANCE = secrets.SystemRandom()

DATABASE.execute("CREATE TABLE IF NOT EXISTS layers (month TEXT PRIMARY KEY, cells TEXT NOT NULL)")


def _noise():
    """Return a number around 0 (the difference of two geometric numbers is a discrete Laplace distribution)."""
    one, two = (math.floor(-SCALE * math.log(1 - CHANCE.random())) for _ in range(2))
    return one - two


def _layer(month):
    """Count the runs of each cell in which enough different members ran, and add noise."""
    runs, members = Counter(), defaultdict(set)
    rows = DATABASE.execute(
        "SELECT x, y, member FROM cells JOIN runs ON runs.number = cells.run WHERE month = ?", (month,)
    )
    for x, y, member in rows:
        runs[x, y] += 1
        members[x, y].add(member)
    return [[x, y, max(1, runs[x, y] + _noise())] for x, y in runs if len(members[x, y]) >= LEAST_MEMBERS]


def publish(month):
    """Count a month, unless this was done before. The noise is drawn once."""
    check_month(month)
    if DATABASE.execute("SELECT 1 FROM layers WHERE month = ?", (month,)).fetchone():
        return
    with DATABASE:
        DATABASE.execute("INSERT INTO layers VALUES (?, ?)", (month, json.dumps(_layer(month))))


def months():
    """Return the months that are on the map, the first one first."""
    return [month for (month,) in DATABASE.execute("SELECT month FROM layers ORDER BY month")]


def _sum(first, last):
    total = Counter()
    for (cells,) in DATABASE.execute("SELECT cells FROM layers WHERE month BETWEEN ? AND ?", (first, last)):
        for x, y, runs in json.loads(cells):
            total[x, y] += runs
    return total


def heat(first, last):
    """Return the map from one month to another: [x, y, runs] for each cell, the busiest cell first."""
    return [[x, y, runs] for (x, y), runs in _sum(first, last).most_common()]


def area(west, south, east, north, first, last):
    """Return the sum of the runs of all cells on the map in a rectangle."""
    return sum(runs for (x, y), runs in _sum(first, last).items() if west <= x <= east and south <= y <= north)
