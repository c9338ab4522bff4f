"""Run the lesson's model of a pipeline with every set of its five changes, and let all five attacks try."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "devops-ci-cd"))

from pipeline import ATTACKS, Workflow  # noqa: E402

CHANGES = {
    "trigger: pull_request": {"trigger": "pull_request"},
    "title as a variable": {"title": "as a variable"},
    "actions by commit": {"actions": "by commit"},
    "no cache in the release": {"release_cache": False},
    "Trusted Publishing": {"publishing": "Trusted Publishing"},
}


def workflow(number: int) -> Workflow:
    """Return the workflow of a set of changes; the first one is the lowest bit."""
    chosen: dict = {}
    for bit, change in enumerate(CHANGES.values()):
        if number >> bit & 1:
            chosen |= change
    return Workflow(**chosen)


def record() -> dict:
    sets = [[works(workflow(number)) for works in ATTACKS.values()] for number in range(1 << len(CHANGES))]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "changes": list(CHANGES),
        "attacks": list(ATTACKS),
        "sets": sets,
        "tables": [
            {
                "title": "One change at a time",
                "columns": ["change", *ATTACKS],
                "rows": [
                    [name, *("works" if works else "fails" for works in sets[number])]
                    for name, number in [("none", 0), *((name, 1 << bit) for bit, name in enumerate(CHANGES))]
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw a row for each change alone, and a column for each attack."""
    left, column_width, top = 190, 98, 64
    height = top + 28 * (len(data["changes"]) + 1)
    heads = (
        ("PR code", "reads secrets"),
        ("PR title", "reads secrets"),
        ("moved tag", "reads secrets"),
        ("poisoned", "cache"),
        ("old token", "is used"),
    )
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "install-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Six workflows and five attacks: without a change all five work. The trigger stops three, each other change one.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("one change alone", 4, 18, "value")
    for column, lines in enumerate(heads):
        for line, text in enumerate(lines):
            write(text, left + column_width * (column + 0.5), 18 + 16 * line, "middle")
    rows = [("no change", 0), *((name, 1 << bit) for bit, name in enumerate(data["changes"]))]
    for row, (name, number) in enumerate(rows):
        y = top + 28 * row
        write(name, 4, y + 4, "")
        for column, works in enumerate(data["sets"][number]):
            place = {"cx": f"{left + column_width * (column + 0.5):g}", "cy": f"{y}", "r": "7" if works else "5"}
            ET.SubElement(svg, "circle", {"class": "harm" if works else "ring", **place})
    return ET.tostring(svg, encoding="unicode") + "\n"
