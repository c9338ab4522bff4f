"""Prints how many cells, workers and processors of the database so many students need: calculated, not measured.

    python -m bench.model [--students 1000 10000 100000 --verdicts 4 12]

The constants are measured: by `bench.verdict_cost`, `bench.cells`, `bench.live` and `bench.ownership`, each where
docs/explanation/scale.md names it. What is calculated beyond two cells and two workers was not tried.
"""

import argparse
import math
from dataclasses import dataclass
from typing import Final

SEATS: Final = 15
CELL_SECONDS: Final = 0.2 / 60
"""Processor seconds a second of a cell for a student at work: ten saves, two pages and sockets in a minute."""
DATABASE_SHARE: Final = 0.24
"""Processor seconds of PostgreSQL for one of a cell."""
VERDICT_SECONDS: Final = 2.0
OWNED_SECONDS: Final = 5e-7
"""Of PostgreSQL for one row of what cells own, which each cell reads every second."""
FREE_OF_CELLS, FREE_OF_WORKERS, FREE_OF_DATABASE = 0.33, 0.3, 0.5
PROCESSORS_OF_WORKER: Final = 4
CONNECTIONS_OF_CELL, CONNECTIONS_OF_WORKER = 15, 20
MESSAGES: Final = 25
"""Live messages of a verdict, each to about one page of the student and one of the instructor."""


@dataclass(frozen=True, slots=True)
class Need:
    """What so many students need who have so many verdicts an hour each."""

    students: int
    verdicts: float

    @property
    def cells(self) -> int:
        """One process each; two at least, so that one may fail."""
        return max(2, math.ceil(self.students * CELL_SECONDS / (1 - FREE_OF_CELLS)))

    @property
    def verdicts_a_second(self) -> float:
        """Of all students, spread evenly."""
        return self.students * self.verdicts / 3600

    @property
    def judging(self) -> float:
        """Processors of all workers."""
        return self.verdicts_a_second * VERDICT_SECONDS / (1 - FREE_OF_WORKERS)

    @property
    def workers(self) -> int:
        """Machines of four processors; two at least."""
        return max(2, math.ceil(self.judging / PROCESSORS_OF_WORKER))

    @property
    def reading(self) -> float:
        """Processors of PostgreSQL that tell each cell who owns what."""
        return self.cells * self.students / SEATS * OWNED_SECONDS

    @property
    def database(self) -> float:
        """Processors of PostgreSQL."""
        return (self.students * CELL_SECONDS * DATABASE_SHARE + self.reading) / (1 - FREE_OF_DATABASE)

    @property
    def connections(self) -> int:
        """To PostgreSQL."""
        return self.cells * CONNECTIONS_OF_CELL + self.workers * CONNECTIONS_OF_WORKER

    @property
    def messages(self) -> float:
        """Deliveries of Valkey a second."""
        return self.verdicts_a_second * MESSAGES * 2


def main() -> None:
    """Print a table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--students", type=int, nargs="*", default=[1000, 10_000, 100_000])
    options.add_argument("--verdicts", type=float, nargs="*", default=[4, 12], help="of a student, an hour")
    asked = options.parse_args()
    print(
        "| students | verdicts an hour, each | a second, all | cells | workers of 4 processors | "
        "PostgreSQL: processors (of these, who owns what) | connections | Valkey: messages a second |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for students in asked.students:
        for verdicts in asked.verdicts:
            need = Need(students, verdicts)
            print(
                f"| {students:,} | {verdicts:g} | {need.verdicts_a_second:.1f} | {need.cells} | {need.workers} | "
                f"{need.database:.1f} ({need.reading:.1f}) | {need.connections:,} | {need.messages:,.0f} |"
            )


if __name__ == "__main__":
    main()
