"""Count the town's runs and people in every cell, with Ada and without her."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "aggregation"))

from heat import count_people, count_runs  # noqa: E402
from town import ADA, FARM, HEIGHT, WIDTH, roads, runners  # noqa: E402

STEPS = (1, 2, 5, 10, 20, 30, 40)
CELL = 6.5


def record() -> dict[str, object]:
    crowd = runners()
    by_name = {each.name: each for each in crowd}
    runs, people = count_runs(crowd), count_people(crowd)
    cells = [[x, y, runs[x, y], people[x, y], int((x, y) in by_name[ADA].cells)] for x, y in sorted(people)]
    data = {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "width": WIDTH,
        "height": HEIGHT,
        "most": max(STEPS),
        "ada": {"runs": by_name[ADA].runs, "cells": len(by_name[ADA].cells)},
        "homes": {"the farm": by_name[FARM].home, "Ada": by_name[ADA].home},
        "places": {"park": [8, 3], "town": [2, 11], "village": [40, 25]},
        "roads": sorted(roads()),
        "cells": cells,
    }
    rows = [
        [
            least,
            *(value for kind in ("runs", "people") for value in (alone(data, kind, least), seen(data, kind, least))),
        ]
        for least in STEPS
    ]
    columns = ["threshold", "alone, runs", "Ada's cells in the difference, runs"]
    columns += ["alone, people", "Ada's cells in the difference, people"]
    return data | {"tables": [{"title": "Cells that show one person", "columns": columns, "rows": rows}]}


def alone(data: dict, kind: str, least: int) -> int:
    """Count the cells shown in which only one person ran."""
    at = {"runs": 2, "people": 3}[kind]
    return sum(cell[at] >= least and cell[3] == 1 for cell in data["cells"])


def seen(data: dict, kind: str, least: int) -> int:
    """Count the cells that change on the map once Ada has left."""
    at = {"runs": 2, "people": 3}[kind]
    return sum(cell[at] >= least and cell[4] for cell in data["cells"])


def draw(data: dict) -> str:
    """Draw the map twice with a threshold of 20: on runs, and on people."""
    width, height = 680, round(data["height"] * CELL) + 64
    count = {kind: alone(data, kind, 20) for kind in ("runs", "people")}
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "heat",
            "width": f"{width}",
            "height": f"{height}",
            "viewBox": f"0 0 {width} {height}",
            "aria-label": f"The map with a threshold of 20. On runs, {count['runs']} cells show one person alone; "
            f"on people, {count['people']}.",
        },
    )
    for number, kind in enumerate(("runs", "people")):
        left = 350 * number + 4
        words = {"class": "value", "x": f"{left}", "y": "18"}
        ET.SubElement(svg, "text", words).text = f"Cells with at least 20 {kind}"
        ground = "".join(square(left + x * CELL, 30 + y * CELL) for x, y in data["roads"])
        ET.SubElement(svg, "path", {"class": "road", "d": ground})
        for level, path in sorted(paths(data, kind, 20, left, 30).items()):
            ET.SubElement(svg, "path", {"class": level, "d": path})
        kinds = {"class": "harm" if count[kind] else "sound", "x": f"{left}", "y": f"{height - 12}"}
        ET.SubElement(svg, "text", kinds).text = f"{count[kind]} cells show one person alone"
    return ET.tostring(svg, encoding="unicode") + "\n"


def paths(data: dict, kind: str, least: int, left: float, top: float) -> dict[str, str]:
    """Return the squares of each level of heat as one path; cells of one person are a level of their own."""
    at = {"runs": 2, "people": 3}[kind]
    bounds = (40, 150, 500) if kind == "runs" else (8, 25, 80)
    found: dict[str, list[str]] = {}
    for cell in data["cells"]:
        if cell[at] >= least:
            level = "harm" if cell[3] == 1 else f"heat-{1 + sum(cell[at] >= bound for bound in bounds)}"
            found.setdefault(level, []).append(square(left + cell[0] * CELL, top + cell[1] * CELL))
    return {level: "".join(squares) for level, squares in found.items()}


def square(x: float, y: float) -> str:
    return f"M{x:g} {y:g}h{CELL}v{CELL}h-{CELL}z"
