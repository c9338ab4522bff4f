"""What the public map shows."""

import pytest
from helpers import Town, heat, load

from quintain.judge import Raised


def is_near(number, expected):
    return 0.9 * expected <= number <= 1.1 * expected


def test_busy_cells_are_right(box, rng):
    """A cell with 200 members or more shows its runs, at most 10 % more or less. So does a rectangle."""
    town = Town(rng)
    road = town.road[:7]
    runs = town.masses(town.month, road)
    load(box, runs)
    box.call("heatmap.tiles:publish", town.month)
    shown = heat(box, town.month, town.month)
    for cell in road:
        assert is_near(shown.get(cell, 0), len(runs))
    (west, south), (east, north) = road[1], road[5]
    assert is_near(box.call("heatmap.tiles:area", west, south, east, north, town.month, town.month), 5 * len(runs))
    assert box.call("heatmap.tiles:area", west, south + 1, east, north + 9, town.month, town.month) == 0, "no runs"
    far = 90_000
    total = box.call("heatmap.tiles:area", -far, -far, far, far, town.month, town.month)
    assert total >= 0.9 * len(road) * len(runs), "a rectangle around everything"


def test_routes_are_visible(box, rng):
    """A cell with thirty members or more is on the map, busiest first, with whole numbers."""
    town = Town(rng)
    load(box, town.crowd(town.month, 80, town.road), town.crowd(town.month, 30, town.street[:14], first=500, each=4))
    box.call("heatmap.tiles:publish", town.month)
    rows = box.call("heatmap.tiles:heat", town.month, town.month)
    assert {*town.road, *town.street[:14]} <= {(x, y) for x, y, _ in rows}
    runs = [row[2] for row in rows]
    assert all(type(each) is int for each in runs)
    assert runs == sorted(runs, reverse=True)
    assert min(runs) > 0


def test_a_cell_counts_once_a_run(box, rng):
    """A run counts once in a cell, also if it comes back, or has many points there."""
    town = Town(rng)
    there_and_back = town.road[:3] * 2
    runs = town.masses(town.month, there_and_back)
    load(box, runs)
    box.call("heatmap.tiles:publish", town.month)
    assert is_near(heat(box, town.month, town.month).get(town.road[1], 0), len(runs))


def test_range_of_months(box, rng):
    """A map of several months shows the sum. Only months that are published are on it."""
    town = Town(rng)
    months = (town.before, town.month, town.after)
    crowds = [town.masses(month, town.road[1:3]) for month in months]
    sizes = [len(runs) for runs in crowds]
    load(box, *crowds)
    cell = town.road[2]
    assert heat(box, town.before, town.after) == {}
    for month in months[:2]:
        box.call("heatmap.tiles:publish", month)
    assert is_near(heat(box, town.before, town.after).get(cell, 0), sum(sizes[:2]))
    assert is_near(heat(box, "0001-01", town.before).get(cell, 0), sizes[0])
    assert heat(box, town.after, "9999-12").get(cell) is None
    box.call("heatmap.tiles:publish", town.after)
    assert is_near(heat(box, town.month, town.after).get(cell, 0), sum(sizes[1:]))
    assert is_near(box.call("heatmap.tiles:area", *cell, *cell, town.before, town.after), sum(sizes))
    published = box.call("heatmap.tiles:months")
    assert published == sorted(published)
    assert {*months} <= {*published}


def test_scheduler_publishes_again(box, rng):
    """Publishing a month again doubles nothing, and a map of no runs is empty."""
    town = Town(rng)
    runs = town.masses(town.month, town.road[:2])
    load(box, runs)
    for _ in range(3):
        box.call("heatmap.tiles:publish", town.month)
    box.call("heatmap.tiles:publish", town.after)
    assert is_near(heat(box, town.month, town.after).get(town.road[0], 0), len(runs))
    assert heat(box, town.after, town.after) == {}
    assert box.call("heatmap.tiles:area", *town.road[0], *town.road[1], town.after, town.after) == 0
    assert box.call("heatmap.tiles:months").count(town.month) == 1


def test_months_are_checked(box, rng):
    """What is not a month is not published."""
    wrong = ["2026-13", "2026-00", "26-05", "2026-5", "2026-05-01", "May", "", "２０２６-05", "2026-05\n", "x2026-05"]
    for text in [*wrong, "2026-0 ", "2026-1 ", " 026-05", "2026_05", "/026-05", "2026-05'"]:
        with pytest.raises(Raised):
            box.call("heatmap.tiles:publish", text)
        with pytest.raises(Raised):
            box.call("heatmap.store:record", "Ann", text, [[0, 0]])


def test_questions_are_no_statements(box, rng):
    """A quote in a question finds nothing, or is refused. It never gets into a statement."""
    town = Town(rng)
    load(box, town.crowd(town.month, 40, town.road[:3]))
    box.call("heatmap.tiles:publish", town.month)
    whole = [0, 0, 1, 1, town.month, town.month]
    questions = [("heat", months) for months in (["0001-01'", town.after], [town.before, "9999-12'"])]
    questions += [("area", [*whole[:place], "0'", *whole[place + 1 :]]) for place in range(len(whole))]
    for function, question in questions:
        try:
            box.call(f"heatmap.tiles:{function}", *question)
        except Raised as refusal:
            assert "OperationalError" not in refusal.names, (function, question)
