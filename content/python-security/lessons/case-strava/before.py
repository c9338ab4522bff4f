"""Publish every cell in which at least ten people ran."""

from collections import Counter
from collections.abc import Sequence

from base import CITY, THRESHOLD, Athlete, Cell, athletes, fence, heat, share


def publish(people: Sequence[Athlete]) -> Counter[Cell]:
    return heat(people, THRESHOLD)


if __name__ == "__main__":
    everybody = athletes()
    shown = publish(everybody)
    print(f"around the base: {share(fence(), shown)}")
    print(f"in the city: {share((cell for cell in heat(everybody, THRESHOLD) if cell[0] < CITY), shown)}")
