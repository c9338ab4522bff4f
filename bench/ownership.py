"""Measures what it costs every second that each cell reads who owns what, by how many cells and classes there are.

    python -m bench.ownership [--students 1000 10000 100000]

Fills the tables of cells in a private PostgreSQL with one class for fifteen students, and one cell for two hundred.
Each cell reads all of it once a second, so the processors that this takes are the seconds of one reading by the number
of cells. The reader is one connection on the same machine; its own work of reading the rows is told beside it.
"""

import argparse
import time
from typing import Final

import psycopg
from bench.grown import SEATS, Grown, grown

from quintain.cells.ownership import MAP

STUDENTS_OF_A_CELL: Final = 200
TIMES: Final = 100
FILL: Final = """
    INSERT INTO cells_cell (name, incarnation, seen_at, is_draining)
    SELECT 'cell-' || number, gen_random_uuid(), now() + interval '1 hour', false FROM generate_series(1, %s) AS number
"""
OWN: Final = """
    INSERT INTO cells_ownership (partition, owner)
    SELECT gen_random_uuid(), (SELECT incarnation FROM cells_cell WHERE name = 'cell-' || 1 + number %% %s)
    FROM generate_series(1, %s) AS number
"""


def measure(server: Grown, students: int) -> None:
    """Print the figures."""
    cells, classes = -(-students // STUDENTS_OF_A_CELL), -(-students // SEATS)
    with psycopg.connect(server.database, autocommit=True) as connection:
        connection.execute("TRUNCATE cells_cell, cells_ownership")
        connection.execute(FILL, [cells])
        connection.execute(OWN, [cells, classes])
        connection.execute("ANALYZE cells_cell, cells_ownership")
        before, own = server.cpu(), time.thread_time()
        for _ in range(TIMES):
            rows = connection.execute(MAP).fetchall()
        cpu, own = server.cpu() - before, time.thread_time() - own
    each = cpu.postgresql / TIMES
    print(
        f"{students:6} students, {cells} cells, {classes} classes: {len(rows)} rows, "
        f"{each * 1000:.1f} ms of PostgreSQL, {own / TIMES * 1000:.1f} ms of the reader; "
        f"all cells together {each * cells:.2f} processors of PostgreSQL, each cell {own / TIMES:.3f}",
        flush=True,
    )


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--students", type=int, nargs="*", default=[1000, 10_000, 100_000])
    asked = options.parse_args()
    with grown(1) as server:
        for students in asked.students:
            measure(server, students)


if __name__ == "__main__":
    main()
