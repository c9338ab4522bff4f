"""Measures many classes on a grown server: students of two cells, whose verdicts come from two workers.

    python -m bench.school [--students 1000 --cells 2 --workers 2 --seconds 30]

Students do what those of `bench.crowd` do: two sockets each, a save every three to seven seconds, a page every half
minute, a sound fix now and then; each class has an instructor with an open wall. A class has one cell, as behind a
proxy. First 100 students work, then 300, then all. They hand in seldom, since this machine has to judge as well:
--minutes-a-fix. Students, cells, judges, PostgreSQL and Valkey share the processors.
"""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.crowd import (
    BEGIN_SECONDS,
    SEATS,
    SETTLE_SECONDS,
    Crowd,
    Figures,
    Seated,
    one_instructor,
    one_student,
    warm_up,
)
from bench.grown import NOTHING, STRAW, Cpu, Grown, grown
from tests.hostile.forging import live_labs

STEPS: Final = (100, 300)
WAITING: Final = "SELECT count(*) FROM attempts_submission WHERE state = 'waiting'"


def crowds_of(server: Grown, lab: str, fix_seconds: float, figures: Figures) -> list[Crowd]:
    """Return the people of each cell: every second class, where there are two."""
    parts: list[tuple[list[Seated], list[Seated]]] = [([], []) for _ in server.cells]
    for number, each in enumerate(server.made["classes"]):
        students, instructors = parts[number % len(parts)]
        students += [Seated(session, each["class_id"]) for session in each["sessions"]]
        instructors.append(Seated(each["instructor"], each["class_id"]))
    names = server.made["session_cookie"], server.made["csrf_cookie"]
    return [
        Crowd(cell, *names, *people, live_labs()[lab], fix_seconds, figures)
        for cell, people in zip(server.cells, parts, strict=True)
    ]


async def together(server: Grown, crowds: Sequence[Crowd], count: int, seconds: float) -> tuple[Figures, Cpu, int]:
    """Let so many students work for a while, and measure once all are there; return also how many sockets were open."""
    figures, tasks, each_cell = Figures(), [], count // len(crowds)
    for crowd in crowds:
        crowd.figures = figures
        students = min(each_cell, len(crowd.students))
        classes = {each.class_id for each in crowd.students[:students]}
        tasks += [asyncio.create_task(one_student(crowd, number)) for number in range(students)]
        tasks += [asyncio.create_task(one_instructor(crowd, i)) for i in crowd.instructors if i.class_id in classes]
    try:
        await asyncio.sleep(each_cell * BEGIN_SECONDS + SETTLE_SECONDS)
        before, figures.is_measured = server.cpu(), True
        await asyncio.sleep(seconds)
        figures.is_measured = False
        return figures, server.cpu() - before, figures.sockets
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def tell(count: int, figures: Figures, base: Figures, cpu: Cpu, *, waiting: int, sockets_open: int) -> None:
    """Print what was measured."""
    for kind, taken in sorted(figures.times.taken.items()):
        p50, p95 = (figures.times.percentile(kind, share) for share in (0.5, 0.95))
        ratio = p95 / (base.times.percentile(kind, 0.95) or p95)
        told = f"{kind:8} n={len(taken):6}  p50 {1000 * p50:7.0f} ms  p95 {1000 * p95:7.0f} ms ({ratio:.1f} x)"
        print(f"{count:4} students  {told}")
    sockets = f"sockets open {sockets_open} of {2 * count + -(-count // SEATS)}, lost {dict(figures.sockets_lost)}"
    asked = f"{figures.asked / cpu.at:.0f} requests a second; refused {dict(figures.refused)}"
    share = f"{1000 * cpu.cells / cpu.at / count:.2f} thousandths of a processor for a student at the cells"
    database = f"{1000 * cpu.postgresql / cpu.at / count:.2f} at PostgreSQL"
    for line in (asked, sockets, f"waiting for a worker: {waiting}; {dict(figures.results)}", f"{share}, {database}"):
        print(f"{count:4} students  {line}")
    print(f"{count:4} students  {cpu}", flush=True)


async def measure(server: Grown, crowds: Sequence[Crowd], counts: Sequence[int], seconds: float) -> None:
    """Take all figures."""
    for crowd in crowds:
        await warm_up(crowd)
    base = None
    for count in counts:
        figures, cpu, sockets_open = await together(server, crowds, count, seconds)
        base = base or figures
        tell(count, figures, base, cpu, waiting=server.rows(WAITING)[0][0], sockets_open=sockets_open)


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--students", type=int, default=1000)
    options.add_argument("--steps", type=int, nargs="*", default=STEPS, help="how many there are before that")
    options.add_argument("--cells", type=int, default=2)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seconds", type=float, default=30.0)
    options.add_argument("--lab", default="redos")
    options.add_argument("--minutes-a-fix", type=float, default=60.0)
    options.add_argument("--state", type=Path, help="the data folder of a judge that has worked")
    options.add_argument("--straw", action="store_true", help="judges say at once that a fix holds")
    asked = options.parse_args()
    counts = [*(each for each in asked.steps if each < asked.students), asked.students]
    with grown(asked.students, asked.state) as server:
        server.add_cells(asked.cells)
        server.add_judges(asked.workers, settings=STRAW if asked.straw else NOTHING)
        crowds = crowds_of(server, asked.lab, 60 * asked.minutes_a_fix, Figures())
        asyncio.run(measure(server, crowds, counts, asked.seconds))


if __name__ == "__main__":
    main()
