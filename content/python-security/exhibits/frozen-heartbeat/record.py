"""Let a second thread beat while the main thread is busy in four ways.

The cost of what runs is given in processor time.  The beats are given in clock time, as a waiting user feels them; of
several runs, the one is kept that other programs disturbed least.
"""

import os
import platform
import re
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

PERIOD = 0.05
QUIET = 10.5 * PERIOD
LETTERS = 25
MATCH = f're.match(r"^(a+)+$", "a" * {LETTERS} + "!")'
TRIES = 12


def sleep() -> None:
    """Wait without the interpreter's lock."""
    time.sleep(1)


def loop() -> None:
    """Keep one processor busy with Python code, as long as the match does."""
    end = time.thread_time() + 0.95
    while time.thread_time() < end:
        pass


def match() -> None:
    """Keep one processor busy within a single call into C."""
    re.match(r"^(a+)+$", "a" * LETTERS + "!")


def process() -> None:
    """Let another interpreter make the same match, and wait for it."""
    subprocess.run([sys.executable, "-c", f"import re; {MATCH}"], check=True)


WAYS: dict[str, tuple[str, str, Callable[[], None]]] = {
    "sleep": ("sleeps", "time.sleep(1)", sleep),
    "loop": ("runs a loop", "while time.thread_time() < end: pass", loop),
    "match": ("matches", MATCH, match),
    "process": ("has another process match", f"subprocess.run([python, '-c', '{MATCH}'])", process),
}


def processor_seconds() -> float:
    """Return what this process and those that it has waited for have used."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def missed(beats: list[float], begin: float, end: float) -> int:
    """Count the beats that are missing in the gaps that overlap the time from begin to end."""
    return sum(
        max(0, round((later - sooner) / PERIOD) - 1)
        for sooner, later in pairwise(beats)
        if later > begin and sooner < end
    )


def beat_beside(work: Callable[[], None]) -> dict[str, object]:
    """Let a thread beat before, during and after some work; times are seconds since the first beat was due."""
    beats: list[float] = []
    done = threading.Event()
    start = time.perf_counter()

    def beat() -> None:
        while not done.wait(PERIOD):
            beats.append(round(time.perf_counter() - start, 4))

    thread = threading.Thread(target=beat)
    thread.start()
    time.sleep(QUIET)
    spent, begin = processor_seconds(), time.perf_counter() - start
    work()
    end, cost = time.perf_counter() - start, processor_seconds() - spent
    time.sleep(QUIET)
    done.set()
    thread.join()
    return {
        "cpu_seconds": round(cost, 3),
        "begin": round(begin, 4),
        "end": round(end, 4),
        "beats": beats,
        "missed": missed(beats, begin, end),
    }


def is_undisturbed(name: str, run: dict) -> bool:
    """Tell whether the machine let the heart beat wherever the interpreter did."""
    steady = name == "match" or run["missed"] == 0
    return steady and all(
        later - sooner < 1.5 * PERIOD
        for sooner, later in pairwise(run["beats"])
        if later < run["begin"] or sooner > run["end"]
    )


def least_disturbed(name: str, work: Callable[[], None]) -> dict[str, object]:
    """Run one way several times, and keep the run that the clock of a busy machine has stretched least."""
    runs = [run for run in (beat_beside(work) for _ in range(TRIES)) if is_undisturbed(name, run)]
    if not runs:
        raise SystemExit("The machine is too busy: every run was disturbed.")
    return min(runs, key=lambda run: run["end"] - run["begin"])


def record() -> dict[str, object]:
    """Run all ways."""
    data: dict[str, object] = {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "machine": machine(),
        "period": PERIOD,
        "ways": [
            {"name": name, "title": title, "code": code, **least_disturbed(name, work)}
            for name, (title, code, work) in WAYS.items()
        ],
    }
    return data | {"tables": tables(data)}


def machine() -> dict[str, object]:
    """Describe the machine without its name."""
    about = Path("/proc/cpuinfo")
    lines = about.read_text(encoding="utf-8").splitlines() if about.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": model or platform.processor(),
        "cores": os.cpu_count(),
    }


def tables(data: dict) -> list[dict[str, object]]:
    """Put what each way costs, and what it does to the heart, into one table."""
    rows = [[f"`{way['code']}`", f"{way['cpu_seconds']:.2f} s", way["missed"]] for way in data["ways"]]
    return [
        {
            "title": "What the main thread does, and what the heart loses",
            "columns": ["main thread", "processor time", "beats missed"],
            "rows": rows,
        }
    ]


def draw(data: dict) -> str:
    """Draw the heart beside a match in the same process, and beside one in another."""
    shown = [way for way in data["ways"] if way["name"] in {"match", "process"}]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "heartbeat",
            "width": "680",
            "height": "180",
            "viewBox": "0 0 680 180",
            "aria-label": "A match in the same process stops the heart; a match in another process does not.",
        },
    )
    most = max(way["beats"][-1] for way in shown) + data["period"]
    for row, way in enumerate(shown):
        top = 30 + 80 * row
        left, right = (f"{10 + 660 * way[edge] / most:.1f}" for edge in ("begin", "end"))
        kind = "silence" if way["missed"] else "calm"
        width = f"{float(right) - float(left):.1f}"
        ET.SubElement(svg, "rect", {"class": kind, "x": left, "y": str(top), "width": width, "height": "32"})
        ET.SubElement(svg, "line", {"class": "axis", "x1": "10", "x2": "670", "y1": str(top + 32), "y2": str(top + 32)})
        for beat in way["beats"]:
            x = f"{10 + 660 * beat / most:.1f}"
            ET.SubElement(svg, "line", {"class": "beat", "x1": x, "x2": x, "y1": str(top + 8), "y2": str(top + 32)})
        words = ET.SubElement(
            svg, "text", {"class": "harm" if way["missed"] else "sound", "x": "10", "y": str(top - 8)}
        )
        words.text = f"The main thread {way['title']}: {way['missed']} beats missed"
    return ET.tostring(svg, encoding="unicode") + "\n"
