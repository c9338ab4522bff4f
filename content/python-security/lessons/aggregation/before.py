"""Answer how many people ran somewhere, if there are enough of them."""

from collections.abc import Callable, Sequence

from town import Runner, runners

K = 20
type Where = Callable[[Runner], bool]


class Statistics:
    def __init__(self, crowd: Sequence[Runner]) -> None:
        self._crowd = crowd

    def people(self, question: str, where: Where) -> int | str:
        number = sum(map(where, self._crowd))
        return number if number >= K else "too few"


if __name__ == "__main__":
    statistics = Statistics(runners())
    street, dead_end = (20, 20), (20, 25)
    print("dead end:", statistics.people("dead end", lambda each: dead_end in each.cells))
    for _ in range(2):
        street_people = statistics.people("street", lambda each: street in each.cells)
        others = statistics.people("others", lambda each: street in each.cells and dead_end not in each.cells)
        print(f"street: {street_people}; the same people, but not in the dead end: {others}")
