"""Measures a hundred people who join a class of twelve seats at once, beside one who joins alone.

    python -m bench.joining [--people 100 --seats 12]

Starts a classroom of its own on loopback with an empty data folder. First one person joins another class alone, ten
times; then all join at once, each in a connection of their own. Prints how many got a seat, how many were told that
the class is full, and the milliseconds of an answer. Exit status 1: a seat was given twice, or left free.
"""

import argparse
import asyncio
import os
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx
from bench.serving import Server, free_port, prepare


async def join(port: int, code: str, name: str) -> tuple[str, float]:
    """Join as a browser does; return what the page says, and the seconds of the answer to the form."""
    home = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=home, timeout=120, trust_env=False, follow_redirects=True) as browser:
        page = (await browser.get("/join/")).text
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        began = time.perf_counter()
        answer = await browser.post("/join/", data={"csrfmiddlewaretoken": token, "code": code, "name": name})
        seconds = time.perf_counter() - began
    if seat := re.search(r"You have seat (\d+)", answer.text):
        return f"seat {seat[1]}", seconds
    return ("full" if answer.status_code == httpx.codes.CONFLICT else f"status {answer.status_code}"), seconds


async def measure(port: int, codes: list[str], people: int, seats: int) -> bool:
    """Print the figures; tell whether each seat was given once."""
    alone = [(await join(port, codes[0], f"Alone {number}"))[1] for number in range(min(10, seats))]
    answers = await asyncio.gather(*(join(port, codes[1], f"Person {number}") for number in range(people)))
    told = Counter(said for said, _ in answers)
    given = sorted(int(said.removeprefix("seat ")) for said in told if said.startswith("seat "))
    taken = [seconds for _, seconds in answers]
    base = statistics.median(alone)
    others = {said: count for said, count in told.items() if not said.startswith("seat ")}
    print(f"{people} people, {seats} seats: {len(given)} got one, {others}")
    for name, times in (("alone", alone), ("at once", taken)):
        p95 = sorted(times)[int(0.95 * (len(times) - 1))]
        print(f"{name:8} p50 {statistics.median(times) * 1000:7.0f} ms  p95 {p95 * 1000:7.0f} ms  {p95 / base:5.1f} x")
    return (
        given == [*range(1, seats + 1)] and all(told[f"seat {seat}"] == 1 for seat in given) and set(others) <= {"full"}
    )


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--people", type=int, default=100)
    options.add_argument("--seats", type=int, default=12, choices=range(1, 16))
    asked = options.parse_args()
    print(f"{os.process_cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder) / "data", free_port(), is_classroom=True)
        codes = prepare(server.data, server.port, "make_codes", asked.seats, is_classroom=True)
        server.start()
        try:
            is_right = asyncio.run(measure(server.port, codes, asked.people, asked.seats))
        finally:
            server.stop()
    sys.exit(not is_right)


if __name__ == "__main__":
    main()
