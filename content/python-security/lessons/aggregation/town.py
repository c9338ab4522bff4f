"""Make the runs of a town that does not exist: streets, a park, a village, a farm, and 900 runners."""

import random
from collections import deque
from dataclasses import dataclass

WIDTH, HEIGHT, RUNNERS = 48, 30, 900
SEED = 2018
FARM, ADA = "the farm's runner", "Ada"

type Cell = tuple[int, int]


def line(start: Cell, end: Cell) -> list[Cell]:
    """Return the cells of a straight road; each shares an edge with the next."""
    (x, y), (to_x, to_y) = start, end
    across, down = abs(to_x - x), abs(to_y - y)
    cells, gone_across, gone_down = [(x, y)], 0, 0
    while (x, y) != end:
        if (1 + 2 * gone_across) * down < (1 + 2 * gone_down) * across:
            x, gone_across = x + (1 if to_x > x else -1), gone_across + 1
        else:
            y, gone_down = y + (1 if to_y > y else -1), gone_down + 1
        cells.append((x, y))
    return cells


def roads() -> set[Cell]:
    """Return every cell in which one can run."""
    cells: set[Cell] = set()
    for x in range(5, 27, 3):
        cells |= set(line((x, 6), (x, 24)))
    for y in (6, 9, 12, 15, 18, 21, 24):
        cells |= set(line((5, y), (26, y)))
    for at in ((14, 26), (20, 26)):  # two short streets with a dead end
        cells |= set(line((at[0], 24), at))
    loop = [(10, 2), (20, 1), (23, 4), (13, 5)]  # the park
    for start, end in zip(loop, loop[1:] + loop[:1], strict=True):
        cells |= set(line(start, end))
    cells |= set(line((14, 5), (14, 6)))
    cells |= set(line((26, 15), (38, 21)))  # the country road and the village
    for y in (19, 21, 23):
        cells |= set(line((37, y), (43, y)))
    for x in (37, 40, 43):
        cells |= set(line((x, 19), (x, 23)))
    cells |= set(line((30, 17), (33, 8))) | set(line((33, 8), (44, 5)))  # the road to the farm
    return cells


@dataclass(frozen=True)
class Runner:
    name: str
    home: Cell
    cells: frozenset[Cell]
    runs: int


def near(cell: Cell) -> list[Cell]:
    x, y = cell
    return [(x, y - 1), (x - 1, y), (x + 1, y), (x, y + 1)]


def steps_from(target: Cell, cells: set[Cell]) -> dict[Cell, Cell]:
    """Return the next cell on the shortest route to a target, for every cell."""
    onward = {target: target}
    queue = deque([target])
    while queue:
        cell = queue.popleft()
        for other in near(cell):
            if other in cells and other not in onward:
                onward[other] = cell
                queue.append(other)
    return onward


def route(home: Cell, onward: dict[Cell, Cell]) -> frozenset[Cell]:
    found = [home]
    while onward[found[-1]] != found[-1]:
        found.append(onward[found[-1]])
    return frozenset(found)


def runners() -> list[Runner]:
    """Return all runners, the same in every run; only `random()` is drawn, whose numbers Python guarantees."""
    chance = random.Random(SEED).random
    cells = roads()
    ways = [steps_from(target, cells) for target in ((15, 2), (22, 3), (26, 15), (5, 15), (14, 15))]
    streets = sorted((x, y) for x, y in cells if x <= 26 and 6 <= y <= 24)
    village = sorted((x, y) for x, y in cells if x >= 37 and y >= 19)
    crowd = []
    for number in range(RUNNERS - 2):
        homes, choices = (village, ways[2:3]) if chance() < 0.05 else (streets, ways)
        home = homes[int(chance() * len(homes))]
        onward = choices[int(chance() * len(choices))]
        crowd.append(Runner(f"runner {number}", home, route(home, onward), 1 + int(chance() * 12)))
    return [
        Runner(FARM, (44, 5), route((44, 5), ways[2]), 60),
        Runner(ADA, (20, 26), route((20, 26), ways[0]), 40),
        *crowd,
    ]


if __name__ == "__main__":
    crowd = runners()
    print(f"{len(crowd)} runners, {sum(each.runs for each in crowd)} runs, {len(roads())} cells of road")
