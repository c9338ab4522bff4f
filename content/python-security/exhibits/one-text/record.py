"""Let five ways read one text that never ends, and measure what each costs.

Needs google-re2 beside the standard library; its version is told in the data.  Processor time is measured, not the clock.
"""

import importlib.metadata
import math
import os
import platform
import sys
import time
import timeit
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "dealing-with-redos"))

import quoted

LENGTHS = (4, 8, 12, 16, 20, 24, 28, 32, 36, 100, 1_000, 10_000, 100_000, 1_000_000)
LAST_WRITTEN = 36
LEAST, MOST = 1e-7, 10.0

type Reads = Callable[[str], object]


def readers() -> list[tuple[str, str, str, Reads]]:
    """Return name, title, code and function of each way; RE2 gets the very pattern that was written."""
    import re2

    return [
        ("written", "as it was written", quoted.WRITTEN.pattern, quoted.WRITTEN.match),
        ("rewritten", "rewritten: one reader for a backslash", quoted.REWRITTEN.pattern, quoted.REWRITTEN.match),
        ("possessive", "possessive: nothing is given back", quoted.POSSESSIVE.pattern, quoted.POSSESSIVE.match),
        ("walk", "no pattern: a loop over the characters", "walk(text)", quoted.walk),
        ("re2", "as it was written, read by RE2", quoted.WRITTEN.pattern, re2.compile(quoted.WRITTEN.pattern).match),
    ]


def text_of(backslashes: int) -> str:
    """Return a quoted text that is begun and never ended."""
    return '"' + "\\" * backslashes


def cpu_seconds(reads: Reads, text: str) -> float:
    """Return the least processor time of one reading; short ones are repeated until they can be measured."""
    timer = timeit.Timer("reads(text)", timer=time.process_time, globals={"reads": reads, "text": text})
    repeats, first = timer.autorange()
    return float(f"{min([first, *timer.repeat(2, repeats)]) / repeats:.3g}")


def record() -> dict[str, object]:
    """Measure all ways on all lengths, but the pattern as it was written only where it ends."""
    data: dict[str, object] = {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, "
        f"google-re2 {importlib.metadata.version('google-re2')}",
        "machine": machine(),
        "lengths": LENGTHS,
        "ways": [
            {
                "name": name,
                "title": title,
                "code": code,
                "seconds": [
                    cpu_seconds(reads, text_of(length)) if name != "written" or length <= LAST_WRITTEN else None
                    for length in LENGTHS
                ],
            }
            for name, title, code, reads in readers()
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


def duration(seconds: float | None) -> str:
    """Return seconds with a unit that can be read."""
    if seconds is None:
        return "not run"
    size, unit = next(each for each in ((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")) if seconds >= each[0])
    value = seconds / size
    return f"{value:.0f} {unit}" if value > 99 else f"{value:.2g} {unit}"


def tables(data: dict) -> list[dict[str, object]]:
    """Put the times into one table."""
    rows = [
        [f"{length:,}", *(duration(way["seconds"][index]) for way in data["ways"])]
        for index, length in enumerate(data["lengths"])
    ]
    return [
        {
            "title": "Processor time until “no”",
            "columns": ["backslashes", *(way["name"] for way in data["ways"])],
            "rows": rows,
        }
    ]


def draw(data: dict) -> str:
    """Draw what each way costs on the longest text that all of them have read; each grid line is a hundred times more."""
    index = list(data["lengths"]).index(LAST_WRITTEN)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "readers",
            "width": "680",
            "height": "270",
            "viewBox": "0 0 680 270",
            "aria-label": f"For {LAST_WRITTEN} backslashes the pattern as it was written needs "
            f"{duration(data['ways'][0]['seconds'][index])}; every other way needs millionths of a second.",
        },
    )

    def place(seconds: float) -> float:
        return 10 + 540 * (math.log10(seconds) - math.log10(LEAST)) / (math.log10(MOST) - math.log10(LEAST))

    for tick in (1e-7, 1e-5, 1e-3, 1e-1, 10.0):
        x = f"{place(tick):.1f}"
        ET.SubElement(svg, "line", {"class": "axis", "x1": x, "x2": x, "y1": "8", "y2": "244"})
        label = {"class": "middle" if tick > LEAST else "", "x": x, "y": "262"}
        ET.SubElement(svg, "text", label).text = duration(tick)
    for row, way in enumerate(data["ways"]):
        y, seconds = 14 + 46 * row, way["seconds"][index]
        kind = "harm" if way["name"] == "written" else "sound"
        ET.SubElement(svg, "text", {"x": "16", "y": str(y + 12)}).text = way["title"]
        width = f"{place(seconds) - 10:.1f}"
        ET.SubElement(svg, "rect", {"class": kind, "x": "10", "y": str(y + 18), "width": width, "height": "14"})
        label = {"class": f"value {kind}", "x": f"{place(seconds) + 8:.1f}", "y": str(y + 30)}
        ET.SubElement(svg, "text", label).text = duration(seconds)
    return ET.tostring(svg, encoding="unicode") + "\n"
