"""Publish every cell in which at least ten people ran, in regions in which at least a hundred people ran."""

from collections import Counter
from collections.abc import Sequence

from base import CITY, THRESHOLD, Athlete, Cell, athletes, fence, heat, share

REGION_THRESHOLD = 100


def region(cell: Cell) -> Cell:
    return cell[0] // 12, cell[1] // 14


def publish(people: Sequence[Athlete]) -> Counter[Cell]:
    regions: Counter[Cell] = Counter()
    for each in people:
        regions.update({region(cell) for cell in each.at_home | each.on_base})
    shown = heat(people, THRESHOLD)
    return Counter({cell: number for cell, number in shown.items() if regions[region(cell)] >= REGION_THRESHOLD})


if __name__ == "__main__":
    everybody = athletes()
    shown = publish(everybody)
    print(f"around the base: {share(fence(), shown)}")
    print(f"in the city: {share((cell for cell in heat(everybody, THRESHOLD) if cell[0] < CITY), shown)}")
