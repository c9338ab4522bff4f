"""Measure how long the login of the lesson takes for a name that exists, and for names that do not.

Needs argon2-cffi. The two kinds take turns, so that whatever else the machine does slows both.
"""

import math
import os
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "authentication-weaknesses"))

import after  # noqa: E402
import same_text  # noqa: E402

TRIES, BIN_MS = 60, 5
VERSIONS = [("text", "same text", same_text), ("work", "same text and same work", after)]
LEFT, WIDE, TOP, HIGH = 12, 656, 40, 62


def milliseconds(login, name: str) -> float:
    """Return the time from call to answer, as a client beside the server would see it."""
    begin = time.perf_counter()
    login(name, "a wrong password")
    return round(1000 * (time.perf_counter() - begin), 2)


def measure(login) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    login("ines", "warm up")
    for number in range(TRIES):
        times["known"].append(milliseconds(login, "ines"))
        times["unknown"].append(milliseconds(login, f"name {number}"))
    return times


def sorted_right(times: dict[str, list[float]], line: float) -> float:
    """Return which part of all answers an attacker sorts rightly who says 'exists' if it takes longer than the line."""
    right = sum(each > line for each in times["known"]) + sum(each <= line for each in times["unknown"])
    return right / (len(times["known"]) + len(times["unknown"]))


def best_line(times: dict[str, list[float]]) -> tuple[int, float]:
    """Return the whole millisecond that sorts best, and how well."""
    lines = range(math.ceil(max(times["known"] + times["unknown"])) + 1)
    line = max(lines, key=lambda each: sorted_right(times, each))
    return line, sorted_right(times, line)


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


def tables(data: dict) -> list[dict]:
    rows = []
    for each in data["versions"]:
        for kind, words in (("known", "exists"), ("unknown", "does not exist")):
            times = sorted(each[kind])
            rows.append([each["title"], words, times[0], times[len(times) // 2], times[-1]])
    best = [[each["title"], each["best"], round(100 * each["right"])] for each in data["versions"]]
    return [
        {"title": "Milliseconds until the answer", "columns": ["version", "the name", "fastest", "middle", "slowest"], "rows": rows},
        {"title": "The line that sorts best", "columns": ["version", "line, in ms", "% sorted right"], "rows": best},
    ]  # fmt: skip


def record() -> dict:
    versions = []
    for name, title, module in VERSIONS:
        times = measure(module.login)
        line, right = best_line(times)
        versions.append({"name": name, "title": title, **times, "best": line, "right": round(right, 4)})
    data = {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, argon2-cffi {version('argon2-cffi')}",
        "machine": machine(),
        "versions": versions,
    }
    return data | {"tables": tables(data)}


def draw(data: dict) -> str:
    """Draw four histograms: two versions, each for names that exist and for names that do not."""
    most = max(max(each["known"] + each["unknown"]) for each in data["versions"])
    bins = math.ceil(most / BIN_MS)
    height = TOP + 2 * (2 * HIGH + 44) - 10
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "login-times",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Times of sign-ins. With the same text alone, names that exist and names that do not form two separate groups; with the same work, the groups are in the same place.",
        },
    )

    def write(text: str, x: float, y: float, kind: str = "") -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    y = 18
    for each in data["versions"]:
        harm = each["name"] == "text"
        write(each["title"], LEFT, y, "value")
        write(f"{round(100 * each['right'])} % sorted right", 668, y, "end harm" if harm else "end sound")
        y += 12
        for kind, words in (("known", "the name exists"), ("unknown", "it does not")):
            counts = [sum(at * BIN_MS <= time < (at + 1) * BIN_MS for time in each[kind]) for at in range(bins)]
            for at, count in enumerate(counts):
                if count:
                    tall = max(2, count / max(counts) * (HIGH - 20))
                    place = {
                        "x": f"{LEFT + at / bins * WIDE:.1f}",
                        "y": f"{y + HIGH - tall:.1f}",
                        "width": f"{WIDE / bins - 1:.1f}",
                        "height": f"{tall:.1f}",
                    }
                    ET.SubElement(svg, "rect", {"class": kind} | place)
            ET.SubElement(
                svg,
                "line",
                {"class": "axis", "x1": f"{LEFT}", "x2": f"{LEFT + WIDE}", "y1": f"{y + HIGH}", "y2": f"{y + HIGH}"},
            )
            write(words, LEFT + WIDE, y + HIGH - 6, "end")
            y += HIGH
        y += 32
    write("0 ms", LEFT, height - 4)
    write(f"{bins * BIN_MS} ms", LEFT + WIDE, height - 4, "end")
    return ET.tostring(svg, encoding="unicode") + "\n"
