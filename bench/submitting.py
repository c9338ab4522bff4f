"""Measures how long a job waits until it begins, when 500 people hand in at once at two cells with two workers.

    python -m bench.submitting [--users 500]

First one user at a time hands in, with nobody else there. Then ten users hand in at five labs each, and at once the
others at one lab each. The judge says at once that a fix holds, so what is measured is the way through the database:
from the row's time at the web process to the time at which a worker begins it. It is fair if those who ask for one
verdict do not wait behind the fifty of the ten.
"""

import argparse
import asyncio
import itertools
import time
from collections import Counter
from typing import Final

from bench.grown import STRAW, Grown, grown, percentile, until
from bench.thin import Refused

GREEDY: Final = 10
LABS: Final = ("sql-login", "redos", "archive-options", "blind-sql", "order-by")
ALONE: Final = 30
JOBS: Final = 16
WAITED: Final = """
    SELECT workspace.user_id::text, extract(epoch FROM started_at - submission.created_at)::float,
        extract(epoch FROM submission.created_at)::float, extract(epoch FROM started_at)::float
    FROM attempts_submission AS submission JOIN attempts_workspace AS workspace ON workspace.id = workspace_id
    ORDER BY submission.created_at
"""
LEFT: Final = "SELECT count(*) FROM attempts_submission WHERE finished_at IS NULL"


async def hand_in(server: Grown, number: int, labs: tuple[str, ...]) -> list[str]:
    """Hand in at each of these labs, and return how it was refused, where it was."""
    browser, refused = server.browser(server.students[number], server.cells[number % len(server.cells)]), []
    for lab in labs:
        try:
            await browser.ask("POST", f"/labs/{lab}/submissions", {"kind": "verdict"})
        except Refused as why:
            refused.append(str(why))
    await browser.close()
    return refused


def tell(what: str, waits: list[float]) -> None:
    """Print a line."""
    p50, p95 = (percentile(waits, share) * 1000 for share in (0.5, 0.95))
    print(f"{what}: n = {len(waits)}, p50 {p50:.0f} ms, p95 {p95:.0f} ms, longest {max(waits) * 1000:.0f} ms")


async def measure(server: Grown, users: int) -> None:
    """Print the figures."""
    for number in range(ALONE):
        await hand_in(server, users + number, LABS[:1])
        await asyncio.sleep(0.2)
    until(lambda: server.rows(LEFT)[0][0] == 0, "all are judged")
    tell("alone", [wait for _, wait, _, _ in server.rows(WAITED)])

    before, begun = server.cpu(), time.monotonic()
    asked = [hand_in(server, number, LABS if number < GREEDY else LABS[:1]) for number in range(users)]
    refused = [why for each in await asyncio.gather(*asked) for why in each]
    taken = time.monotonic() - begun
    until(lambda: server.rows(LEFT)[0][0] == 0, "all are judged", 300)
    told = f"taken in {taken:.1f} s, judged in {time.monotonic() - begun:.1f} s, refused {dict(Counter(refused))}"
    print(f"{users} at once: {told}")
    print(server.cpu() - before)
    rows = server.rows(WAITED)[ALONE:]
    mine: dict[str, list[tuple[float, float, float]]] = {}
    for user, *times in rows:
        mine.setdefault(user, []).append((times[0], times[1], times[2]))
    tell("all", [each[0] for each in itertools.chain(*mine.values())])
    tell("users with one", [each[0] for times in mine.values() if len(times) == 1 for each in times])
    many = [sorted(times, key=lambda each: each[2]) for times in mine.values() if len(times) > 1]
    if many:
        tell("the first of users with several", [times[0][0] for times in many])
        tell("their others", [each[0] for times in many for each in times[1:]])


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--users", type=int, default=500)
    asked = options.parse_args()
    with grown(asked.users + ALONE) as server:
        server.add_cells(2)
        server.add_judges(2, JOBS, STRAW)
        asyncio.run(measure(server, asked.users))


if __name__ == "__main__":
    main()
