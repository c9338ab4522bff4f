"""Measures verdicts a minute by how many judges work: 1, 2 and 4 processes of `quintain judge` on one PostgreSQL.

    python -m bench.workers [--workers 1 2 4 --seconds 20 --lab redos]

Students of one cell have the original code of a lab judged, again at once after each verdict, so that there is always
more to do than can be done. A step counts the verdicts that end in it, after some seconds that do not count. All judges
are on this machine and share its processors, where one uses them all: what a second machine would add is told by the
verdicts of a processor second, which must not fall when there are more judges. Sandboxes that are killed take their
count of processor time along, so that is what the whole machine used without the other parts: nothing else may run.
"""

import argparse
import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Final

from bench.grown import Grown, grown, percentile
from bench.thin import Refused

STUDENTS: Final = 24
JOBS: Final = 1
WARM_SECONDS: Final = 12.0
LOOK_SECONDS: Final = 0.25
OVER: Final = "SELECT count(*) FROM attempts_submission WHERE finished_at IS NOT NULL"
NOT_PROVEN: Final = "SELECT result, count(*) FROM attempts_submission WHERE finished_at IS NOT NULL GROUP BY result"
TOOK: Final = """
    SELECT extract(epoch FROM finished_at - started_at)::float FROM attempts_submission
    WHERE finished_at IS NOT NULL ORDER BY finished_at DESC LIMIT %s
"""


async def hand_in(server: Grown, number: int, lab: str) -> None:
    """Have the code judged, again and again, until cancelled."""
    browser = server.browser(server.students[number], server.cells[0])
    await browser.ask("GET", f"/labs/{lab}/fix/")
    while True:
        with suppress(Refused):  # the last is still under way, or it were too many within a minute
            await browser.ask("POST", f"/labs/{lab}/submissions", {"kind": "verdict"})
        await asyncio.sleep(4 * LOOK_SECONDS)


async def measure(server: Grown, counts: list[int], seconds: float, lab: str) -> None:
    """Print the figures."""
    working = [asyncio.create_task(hand_in(server, number, lab)) for number in range(STUDENTS)]
    first = 0.0, 0.0
    for count in counts:
        await asyncio.to_thread(server.add_judges, count - len(server.judges), JOBS)
        begun = server.rows(OVER)[0][0]
        while server.rows(OVER)[0][0] < begun + count:
            await asyncio.sleep(LOOK_SECONDS)
        await asyncio.sleep(WARM_SECONDS)
        before, begun = server.cpu(), server.rows(OVER)[0][0]
        await asyncio.sleep(seconds)
        cpu, over = server.cpu() - before, server.rows(OVER)[0][0] - begun
        times = [float(each) for (each,) in server.rows(TOOK, over)]
        judging = cpu.machine - cpu.cells - cpu.postgresql - cpu.valkey - cpu.client
        figures = 60 * over / cpu.at, over / judging
        first = first if first[0] else figures
        print(
            f"{count} workers: {figures[0]:5.0f} verdicts a minute ({figures[0] / first[0]:.2f} x), "
            f"{figures[1]:.2f} for a processor second ({figures[1] / first[1]:.2f} x), n = {over}, "
            f"begin to end p50 {percentile(times, 0.5):.1f} s, p95 {percentile(times, 0.95):.1f} s; {cpu}",
            flush=True,
        )
    print("results:", dict(server.rows(NOT_PROVEN)))
    for each in working:
        each.cancel()
    await asyncio.gather(*working, return_exceptions=True)


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    options.add_argument("--seconds", type=float, default=20.0)
    options.add_argument("--lab", default="redos")
    options.add_argument("--state", type=Path, help="the data folder of a judge that has worked")
    asked = options.parse_args()
    with grown(STUDENTS, asked.state) as server:
        server.add_cells(1)
        asyncio.run(measure(server, asked.workers, asked.seconds, asked.lab))


if __name__ == "__main__":
    main()
