"""Take the seven steps from the heat map to a person, and keep what each step shows."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "case-strava"))

from after import REGION_THRESHOLD, publish  # noqa: E402
from base import CITY, DESERT, HEIGHT, THRESHOLD, WIDTH, athletes, fence, heat, patrol, share  # noqa: E402

CELL = 6.5


def listed(cells) -> list[list[int]]:
    return [list(cell) for cell in sorted(cells)]


def record() -> dict[str, object]:
    everybody = athletes()
    whole, hidden, regional = heat(everybody), heat(everybody, THRESHOLD), publish(everybody)
    on_base = [each for each in everybody if each.on_base]
    known = [each for each in on_base if each.public]
    followed = known[0]
    desert = {cell for cell in whole if cell[0] >= DESERT}
    away = sum(not runs for runs in followed.weeks)
    steps = [
        ("The whole map", "whole", desert, f"{len(desert)}", "cells are lit in a desert in which almost nobody uses the service"),
        ("Look at the lines", "whole", fence() | patrol(), share(fence(), whole), "cells of a closed line: people run around something. Another line leads to an outpost"),
        ("A threshold of ten people", "hidden", fence() | patrol(), share(fence(), hidden), "cells of the closed line are still there; only the lonely runner is gone"),
        ("Who ran on this line?", "hidden", fence(), f"{len(known)} of {len(on_base)}", "people on this line have a public profile, with a name"),
        ("Follow one profile", "hidden", followed.at_home, f"{len(followed.at_home)}", "cells of the same profile are in the city: here the person lives"),
        ("Wait", "hidden", followed.on_base, f"{away} of {len(followed.weeks)}", "weeks without a run on the base: in these weeks the crew is away"),
        (f"Only regions with {REGION_THRESHOLD} people", "regional", set(), share(fence(), regional), "cells of the closed line are on the map. The profiles of steps 4 to 6 are as public as before"),
    ]  # fmt: skip
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "width": WIDTH,
        "height": HEIGHT,
        "places": {"city": [20, 3], "desert": [28, 3]},
        "roads": listed(cell for cell in whole if cell[0] < CITY),
        "maps": {
            name: [[*cell, number] for cell, number in sorted(shown.items())]
            for name, shown in (("whole", whole), ("hidden", hidden), ("regional", regional))
        },
        "weeks": list(followed.weeks),
        "steps": [
            {"title": title, "map": shown, "marked": listed(marked), "large": large, "small": small}
            for title, shown, marked, large, small in steps
        ],
        "tables": [
            {
                "title": "What each step shows",
                "columns": ["step", "number", "what it counts"],
                "rows": [[f"{number}. {step[0]}", step[3], step[4]] for number, step in enumerate(steps, 1)],
            },
            {
                "title": "Runs of one soldier on the base",
                "columns": ["week", "runs"],
                "rows": [[week, runs] for week, runs in enumerate(followed.weeks, 1)],
            },
        ],
    }


def draw(data: dict) -> str:
    """Draw the map with the threshold of ten people, and with the rule for regions."""
    height = round(data["height"] * CELL) + 64
    found = {step["map"]: step["large"] for step in data["steps"] if step["large"].endswith("of 32")}
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "heat",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": f"Two maps of a city and a desert. With a threshold of ten people, {found['hidden']} cells "
            f"around the base are shown; with a rule for regions, {found['regional']}.",
        },
    )
    fenced = {tuple(cell) for cell in data["steps"][3]["marked"]}
    for number, (name, title) in enumerate(
        (("hidden", "A threshold of ten people"), ("regional", "Only busy regions"))
    ):
        left, top = 350 * number + 4, 30
        words = {"class": "value", "x": f"{left}", "y": "18"}
        ET.SubElement(svg, "text", words).text = title
        squares: dict[str, list[str]] = {}
        for x, y in data["roads"]:
            squares.setdefault("road", []).append(f"M{left + x * CELL:g} {top + y * CELL:g}h{CELL}v{CELL}h-{CELL}z")
        for x, y, people in data["maps"][name]:
            level = "harm" if (x, y) in fenced else f"heat-{1 + sum(people >= bound for bound in (15, 20, 27))}"
            squares.setdefault(level, []).append(f"M{left + x * CELL:g} {top + y * CELL:g}h{CELL}v{CELL}h-{CELL}z")
        for level, paths in sorted(squares.items(), key=lambda item: (item[0] != "road", item[0])):
            ET.SubElement(svg, "path", {"class": level, "d": "".join(paths)})
        kinds = {"class": "sound" if found[name].startswith("0 ") else "harm", "x": f"{left}", "y": f"{height - 12}"}
        ET.SubElement(svg, "text", kinds).text = f"{found[name]} cells around the base"
    return ET.tostring(svg, encoding="unicode") + "\n"
