"""Measures what a student's verdict costs while others hand in the worst programs, beside its quiet time.

    python -m bench.abuse --state FOLDER [--lab sql-login --students 12 --times 9 --pause 8 --boxes 2 --long-running 12]

Three times in one run: quiet; one student who submits in a loop; and so many at once, each in a loop. The load is that
of the forgery kit: what hangs, hoards, forks, floods, and burns. The neighbour is a student who reads the verdict and
changes something before the next one, which takes eight seconds. It ends by itself when the last figure is taken.
Figures are medians in seconds; the ratio to the quiet time is what counts.
"""

import argparse
import os
import statistics
import threading
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from tests.hostile.forging import forgeries_for, live_labs

from quintain.judge.grading.options import GradingOptions
from quintain.judge.judge import Judge
from quintain.packs.model.lab import Lab
from quintain.sandbox import Sandbox
from quintain.server.judging import LONG_RUNNING

WORST = ("never_ends", "never_ends_in_c", "stops_itself", "much_memory", "many_processes", "floods_the_output", "twin")

LOAD_SECONDS = 10.0  # until it stands, and the judge knows them


def submit(judge: Judge, lab: Lab, number: int, enough: threading.Event) -> None:
    """Be a student who hands in one bad program after another."""
    bad = [each.files(lab) for each in forgeries_for(lab) if each.path.stem in WORST]
    for turn in count(number):
        if enough.is_set():
            return
        judge.grade(lab, bad[turn % len(bad)], GradingOptions(user=f"student {number}"))


def neighbour(judge: Judge, lab: Lab, times: int, pause_seconds: float = 0.0) -> list[float]:
    """Be a student whose fix is sound, with a pause for thought between two attempts."""
    taken = []
    for _ in range(times):
        time.sleep(pause_seconds)
        taken.append(judge.grade(lab, lab.sound_fixes[0].files, GradingOptions(user="neighbour")).wall_seconds)
    return taken


def beside(judge: Judge, lab: Lab, bad: Sequence[Lab], times: int, pause_seconds: float) -> list[float]:
    """Take the neighbour's times while so many others submit."""
    enough = threading.Event()
    students = [
        threading.Thread(target=submit, args=(judge, each, number, enough), daemon=True)
        for number, each in enumerate(bad)
    ]
    for student in students:
        student.start()
    time.sleep(LOAD_SECONDS if bad else 0.0)
    taken = neighbour(judge, lab, times, pause_seconds)
    enough.set()
    for student in students:
        student.join()
    return taken


def main() -> None:
    """Measure, and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--state", type=Path, required=True)
    options.add_argument("--lab", default="sql-login")
    options.add_argument("--students", type=int, default=12)
    options.add_argument("--times", type=int, default=9)
    options.add_argument("--pause", type=float, default=8.0)
    options.add_argument("--boxes", type=int, default=2)
    options.add_argument("--long-running", type=int, default=LONG_RUNNING)
    asked = options.parse_args()
    labs = live_labs()
    lab, others = labs[asked.lab], list(labs.values())
    judge = Judge(Sandbox(asked.state), boxes=asked.boxes, long_running=asked.long_running)
    neighbour(judge, lab, 2)  # makes what boxes see
    print(f"{os.process_cpu_count()} processors, load {os.getloadavg()[0]:.1f}, n={asked.times}, neighbour {asked.lab}")
    quiet = 0.0
    for many in (0, 1, asked.students):
        taken = sorted(
            beside(judge, lab, [others[each % len(others)] for each in range(many)], asked.times, asked.pause)
        )
        middle = statistics.median(taken)
        quiet = quiet or middle
        print(
            f"{many:3} others: median {middle:6.2f} s, worst {taken[-1]:6.2f} s, {middle / quiet:5.2f} x quiet",
            flush=True,
        )


if __name__ == "__main__":
    main()
