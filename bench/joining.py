"""Measures a hundred people who join a class of twelve seats at once, beside one who joins alone.

    python -m bench.joining [--people 100 --seats 12]

Starts a classroom of its own on loopback with an empty data folder. First one person joins another class alone, ten
times; then all join at once, each in a connection of their own. Prints how many got a seat, how many were told that
the class is full, and the milliseconds of an answer. Exit status 1: a seat was given twice, or left free.
"""

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

import httpx
from bench.load import COURSE, ROOT, free_port

PREPARE: Final = """
import json, sys
from datetime import date
from pathlib import Path
from quintain.cli.serve import settle
from quintain.cli.starting import load_course, prepare_folder
from quintain.web.folder import DataFolder
folder, pack, port, seats = DataFolder(Path(sys.argv[1])), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
prepare_folder(folder)
course = load_course(pack)
settle(folder, course.root, ("127.0.0.1",), port)
from quintain.cli.database import open_database
open_database(folder, course)
from quintain.cohorts.actions import NewClass, make_class
days = date(2027, 5, 3), date(2027, 5, 5)
made = [make_class(NewClass(title, course.id, *days, "UTC", seats), by=None) for title in ("alone", "at once")]
print(json.dumps([each.join_code for each in made]))
"""


async def join(port: int, code: str, name: str) -> tuple[str, float]:
    """Join as a browser does; return what the page says, and the seconds of the answer to the form."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as browser:
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
        data, port = Path(folder) / "data", free_port()
        prepare = [sys.executable, "-c", PREPARE, str(data), str(COURSE), str(port), str(asked.seats)]
        codes = json.loads(subprocess.run(prepare, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout)
        code = "from quintain.cli.serve import serve; serve()"
        options_ = ["--no-browser", "--host", "127.0.0.1", "--data", str(data), "--pack", str(COURSE)]
        process = subprocess.Popen(
            [sys.executable, "-c", code, *options_, "--port", str(port)],
            stdout=subprocess.PIPE,
            text=True,
            env=dict(os.environ, QUINTAIN_CLASSROOM="1"),
        )
        try:
            next(line for line in process.stdout or () if "Ctrl-C" in line)
            is_right = asyncio.run(measure(port, codes, asked.people, asked.seats))
        finally:
            process.terminate()
            process.wait(30)
    sys.exit(not is_right)


if __name__ == "__main__":
    main()
