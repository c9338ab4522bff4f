"""Measures pages a second by how many cells answer: 1, 2, 4 and 8 web processes on one PostgreSQL and one Valkey.

    python -m bench.cells [--cells 1 2 4 8 --seconds 6]

All cells run all the time, and so many of them are asked: each by four students, who open a lesson, the workbench and
their home page in turn, without a pause. Two rounds; the better one counts, since the machine may be busy with other
things. Client, PostgreSQL and cells share the processors: what grows with cells is the sum only as long as there are
processors for them, so the pages of a processor second are told beside it: of the server's, without the client's.
"""

import argparse
import asyncio
import time
from dataclasses import dataclass
from typing import Final

from bench.grown import Cpu, Grown, grown, percentile
from bench.serving import Server

PATHS: Final = ("/topics/sql-injection/", "/labs/sql-login/fix/", "/")
EACH: Final = 4
ROUNDS: Final = 2


@dataclass(frozen=True, slots=True)
class Round:
    """What so many cells answered: seconds of each page, and what it cost."""

    cells: int
    times: tuple[float, ...]
    cpu: Cpu

    @property
    def a_second(self) -> float:
        """Pages a second."""
        return len(self.times) / self.cpu.at

    @property
    def of_a_processor(self) -> float:
        """Pages for a second of a processor."""
        return len(self.times) / self.cpu.server


async def read(server: Grown, cell: Server, number: int, last: float) -> list[float]:
    """Open pages until then, and return how long each took."""
    browser, times, turn = server.browser(server.students[number], cell), [], 0
    while time.monotonic() < last:
        begun = time.monotonic()
        await browser.ask("GET", PATHS[turn % len(PATHS)])
        times.append(time.monotonic() - begun)
        turn += 1
    await browser.close()
    return times


async def go(server: Grown, count: int, seconds: float) -> Round:
    """Ask so many cells."""
    before, last = server.cpu(), time.monotonic() + seconds
    asking = [
        read(server, cell, number * EACH + seat, last)
        for number, cell in enumerate(server.cells[:count])
        for seat in range(EACH)
    ]
    times = [each for one in await asyncio.gather(*asking) for each in one]
    return Round(count, tuple(times), server.cpu() - before)


async def measure(server: Grown, counts: list[int], seconds: float) -> None:
    """Print the figures."""
    await go(server, max(counts), 4.0)  # what a cell does once is nobody's wait but the first
    rounds = [await go(server, count, seconds) for _ in range(ROUNDS) for count in counts]
    first = None
    for count in counts:
        best = max((each for each in rounds if each.cells == count), key=lambda each: each.a_second)
        first = first or best
        p50, p95 = (percentile(best.times, share) * 1000 for share in (0.5, 0.95))
        ratios = best.a_second / first.a_second, best.of_a_processor / first.of_a_processor
        print(
            f"{count} cells: {best.a_second:6.1f} pages a second ({ratios[0]:.2f} x), {best.of_a_processor:6.1f} "
            f"for a processor second ({ratios[1]:.2f} x), p50 {p50:.0f} ms, p95 {p95:.0f} ms; {best.cpu}",
            flush=True,
        )


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--cells", type=int, nargs="*", default=[1, 2, 4, 8])
    options.add_argument("--seconds", type=float, default=6.0)
    asked = options.parse_args()
    with grown(EACH * max(asked.cells)) as server:
        server.add_cells(max(asked.cells))
        asyncio.run(measure(server, asked.cells, asked.seconds))


if __name__ == "__main__":
    main()
