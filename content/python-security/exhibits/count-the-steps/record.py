"""Measure what the exhibit "Count the steps back" shows.

Steps are counted, not timed: a plain backtracker takes one step to take letters as one group, and one step to look
whether the text ends there.  Small cases are walked one by one; larger ones follow the rule that the walk has confirmed.
CPU time is measured on the interpreter that runs this file: ./quintain record count-the-steps
"""

import os
import platform
import re
import time
import timeit
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

LETTERS = range(1, 31)
WALKED = range(1, 15)
TIMED = range(10, 28)

type Steps = Callable[[int], int]


def walk_nested(rest: int) -> int:
    """Count the steps of ^(a+)+$ for `rest` letters before the one that refuses."""
    return sum(1 + walk_nested(rest - taken) + 1 for taken in range(rest, 0, -1))


def walk_plain(rest: int) -> int:
    """Count the steps of ^a+$: one run, given back letter by letter."""
    return sum(1 + 1 for _ in range(rest, 0, -1))


def walk_possessive(rest: int) -> int:
    """Count the steps of ^(a++)+$: a possessive run takes all letters and gives none back."""
    return 2 if rest else 0


PATTERNS: dict[str, tuple[Steps, Steps]] = {
    "^(a+)+$": (walk_nested, lambda letters: 2 ** (letters + 1) - 2),
    "^a+$": (walk_plain, lambda letters: 2 * letters),
    "^(a++)+$": (walk_possessive, lambda letters: 2),
}


def steps_of(walk: Steps, rule: Steps) -> list[dict[str, int]]:
    for letters in WALKED:
        if walk(letters) != rule(letters):
            raise AssertionError(f"the rule fails for {letters} letters: {walk(letters)} steps")
    return [{"letters": letters, "steps": rule(letters)} for letters in LETTERS]


def cpu_seconds(pattern: re.Pattern[str], text: str) -> float:
    """Return the least CPU time of one match; short matches are repeated until they can be measured."""
    timer = timeit.Timer("match(text)", timer=time.process_time, globals={"match": pattern.match, "text": text})
    repeats, first = timer.autorange()
    return min([first, *timer.repeat(2, repeats)]) / repeats


def times_of(source: str) -> list[dict[str, float]]:
    pattern = re.compile(source)
    return [
        {"letters": letters, "cpu_seconds": float(f"{cpu_seconds(pattern, 'a' * letters + '!'):.3g}")}
        for letters in TIMED
    ]


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


def record() -> dict[str, object]:
    measured = {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "machine": machine(),
        "text": "n letters a, then !",
        "step": "one group of letters taken, or one look whether the text ends",
        "patterns": [
            {"pattern": source, "steps": steps_of(walk, rule), "times": times_of(source)}
            for source, (walk, rule) in PATTERNS.items()
        ],
    }
    return measured | {"tables": tables(measured)}


def duration(seconds: float) -> str:
    size, unit = next(each for each in ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")) if seconds >= each[0])
    value = seconds / size
    return f"{value:.0f} {unit}" if value > 99 else f"{value:.2g} {unit}"


def tables(data: dict) -> list[dict[str, object]]:
    """Put the numbers that were measured into one table."""
    patterns = data["patterns"]
    counts = [{row["letters"]: row["steps"] for row in pattern["steps"]} for pattern in patterns]
    heads = [head for pattern in patterns for head in (f"`{pattern['pattern']}` steps", "CPU time")]
    rows = [
        [
            same[0]["letters"],
            *(
                cell
                for count, row in zip(counts, same, strict=True)
                for cell in (f"{count[row['letters']]:,}", duration(row["cpu_seconds"]))
            ),
        ]
        for same in zip(*(pattern["times"] for pattern in patterns), strict=True)
    ]
    return [{"title": "Steps and time until “no”", "columns": ["letters", *heads], "rows": rows}]


def draw(data: dict) -> str:
    """Draw how steps grow with letters: a bar a letter for the nested pattern, a dashed line for the plain one."""
    nested, plain, _ = data["patterns"]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "growth",
            "width": "680",
            "height": "230",
            "viewBox": "0 0 680 230",
            "aria-label": "The steps of the nested pattern double with each letter; those of the plain one grow by two.",
        },
    )
    most = nested["steps"][13]["steps"]
    for row in nested["steps"][:14]:
        x, height = 20 + 46 * (row["letters"] - 1), 160 * row["steps"] / most
        place = {"x": f"{x}", "y": f"{190 - height:.1f}", "width": "34", "height": f"{height:.1f}"}
        ET.SubElement(svg, "rect", place | {"class": "harm"})
        ET.SubElement(svg, "text", {"class": "middle", "x": f"{x + 17}", "y": "208"}).text = str(row["letters"])
        if row["letters"] >= 10:
            label = ET.SubElement(svg, "text", {"class": "value middle", "x": f"{x + 17}", "y": f"{184 - height:.1f}"})
            label.text = f"{row['steps']:,}"
    ET.SubElement(svg, "line", {"class": "sound", "x1": "20", "x2": "652", "y1": "190", "y2": "190"})
    ET.SubElement(svg, "text", {"class": "mono harm", "x": "20", "y": "40"}).text = f"{nested['pattern']}: steps"
    after = f"{plain['pattern']}: {plain['steps'][13]['steps']} steps for 14 letters"
    ET.SubElement(svg, "text", {"class": "mono sound", "x": "20", "y": "64"}).text = after
    ET.SubElement(svg, "text", {"class": "end", "x": "652", "y": "226"}).text = "letters a before the !"
    return ET.tostring(svg, encoding="unicode") + "\n"
