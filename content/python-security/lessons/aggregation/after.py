"""Answer how many people ran somewhere, with noise and within a privacy budget."""

import math
import random
from collections.abc import Callable, Sequence

from town import Runner, runners

type Where = Callable[[Runner], bool]
type Chance = Callable[[], float]


def noise(epsilon: float, chance: Chance) -> int:
    """Return a number around 0: the smaller epsilon is, the more it spreads (discrete Laplace)."""
    steps = (math.floor(math.log(1 - chance()) / -epsilon) for _ in range(2))
    return next(steps) - next(steps)


class Statistics:
    def __init__(self, crowd: Sequence[Runner], chance: Chance, budget: float = 1.0) -> None:
        self._crowd, self._chance, self._budget = crowd, chance, budget
        self._answers: dict[str, int] = {}

    def people(self, question: str, where: Where, epsilon: float = 0.25) -> int | str:
        if question not in self._answers:
            if epsilon > self._budget:
                return "budget spent"
            self._budget -= epsilon
            self._answers[question] = sum(map(where, self._crowd)) + noise(epsilon, self._chance)
        return self._answers[question]


if __name__ == "__main__":
    statistics = Statistics(runners(), random.Random(9).random)
    street, dead_end = (20, 20), (20, 25)
    print("dead end:", statistics.people("dead end", lambda each: dead_end in each.cells))
    for _ in range(2):
        street_people = statistics.people("street", lambda each: street in each.cells)
        others = statistics.people("others", lambda each: street in each.cells and dead_end not in each.cells)
        print(f"street: {street_people}; the same people, but not in the dead end: {others}")
    for place, cell in (("park", (15, 2)), ("bridge", (26, 15))):
        print(f"{place}:", statistics.people(place, lambda each, cell=cell: cell in each.cells))
