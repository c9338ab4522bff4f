"""Read a base out of a synthetic heat map, step by step: a city, a desert, and 30 people who run around their base."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT, SEED = 48, 28, 2017
CITY, DESERT, BASE = 18, 20, (33, 8, 42, 15)  # columns of the city, first column of the desert, corners of the base
WEEKS, THRESHOLD = 16, 10

type Cell = tuple[int, int]


@dataclass(frozen=True)
class Athlete:
    name: str
    public: bool
    at_home: frozenset[Cell]
    on_base: frozenset[Cell]
    weeks: tuple[int, ...]  # how many runs on the base in each week


def street(chance, start: Cell, length: int) -> frozenset[Cell]:
    """Return the cells of a run through the city's grid of streets."""
    x, y = start
    cells = {start}
    right, down = 1, 0
    for _ in range(length):
        if (x - 1) % 3 == 0 and (y - 1) % 3 == 0:
            right, down = ((1, 0), (-1, 0), (0, 1), (0, -1))[int(chance() * 4)]
        if not (1 <= x + right < CITY and 1 <= y + down < HEIGHT):
            right, down = -right, -down
        x, y = x + right, y + down
        cells.add((x, y))
    return frozenset(cells)


def fence() -> frozenset[Cell]:
    """Return the path around the base."""
    left, top, right, bottom = BASE
    sides = {(x, y) for x in range(left, right + 1) for y in (top, bottom)}
    return frozenset(sides | {(x, y) for y in range(top, bottom + 1) for x in (left, right)})


def patrol() -> frozenset[Cell]:
    """Return the path from the base to an outpost, which is on no map."""
    return frozenset({(x, 12) for x in range(26, 33)} | {(26, y) for y in range(5, 13)})


def corner(chance) -> Cell:
    return 1 + 3 * int(chance() * 6), 1 + 3 * int(chance() * 9)


def athletes() -> list[Athlete]:
    """Return everybody; only `random()` is drawn, so the numbers are the same in each version of Python."""
    chance = random.Random(SEED).random
    none = (0,) * WEEKS
    found = [
        Athlete(f"citizen {number}", chance() < 0.6, street(chance, corner(chance), 24), frozenset(), none)
        for number in range(400)
    ]
    wadi = frozenset({(x, 22 + (x % 4 == 0)) for x in range(28, 38)})
    found.append(Athlete("a lonely runner", True, wadi, frozenset(), none))
    for number in range(30):
        crew = number % 2
        weeks = tuple(1 + int(chance() * 4) if week // 5 % 2 == crew else 0 for week in range(WEEKS))
        there = fence() | (patrol() if number % 3 == 0 else frozenset())
        there |= {(37, y) for y in range(9, 15)} if number % 2 else frozenset()
        home = street(chance, corner(chance), 12)
        found.append(Athlete(f"soldier {number}", number in (7, 14, 22), home, there, weeks))
    return found


def heat(people: Iterable[Athlete], least: int = 1) -> Counter[Cell]:
    """Count the distinct people in every cell, and keep the cells with at least this many."""
    counts: Counter[Cell] = Counter()
    for each in people:
        counts.update(each.at_home | each.on_base)
    return Counter({cell: number for cell, number in counts.items() if number >= least})


def share(cells: Iterable[Cell], shown: Counter[Cell]) -> str:
    wanted = set(cells)
    return f"{len(wanted & shown.keys())} of {len(wanted)}"


if __name__ == "__main__":
    everybody = athletes()
    whole, hidden = heat(everybody), heat(everybody, THRESHOLD)
    lonely = next(each for each in everybody if each.name == "a lonely runner")
    on_base = [each for each in everybody if each.on_base]
    known = [each for each in on_base if each.public]
    followed = known[0]
    print(f"1 the whole map: {sum(cell[0] >= DESERT for cell in whole)} cells are lit in the desert")
    print(f"2 a closed line: {share(fence(), whole)} cells around the base, {share(patrol(), whole)} of the patrol")
    print(f"3 a threshold of {THRESHOLD} people: {share(fence(), hidden)} around the base, {share(patrol(), hidden)} of the patrol")
    print(f"  the lonely runner: {share(lonely.at_home, hidden)}")
    print(f"4 public profiles on this line: {len(known)} of {len(on_base)}: {', '.join(each.name for each in known)}")
    print(f"5 {followed.name} at home: {len(followed.at_home)} cells in the city")
    print(f"6 {followed.name} by week: {' '.join(map(str, followed.weeks))}")
