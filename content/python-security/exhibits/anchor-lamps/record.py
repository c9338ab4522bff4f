"""Ask where each anchor holds, and what each check of the lesson finds."""

import platform
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "regex-validation"))

from names import CHECKS, NAMES  # noqa: E402

ANCHORS = {
    "^": ("^", 0),
    "$": ("$", 0),
    "^ with re.M": ("^", re.MULTILINE),
    "$ with re.M": ("$", re.MULTILINE),
    r"\A": (r"\A", 0),
    r"\Z": (r"\Z", 0),
}
SHOWN = "anna\n"
CELL, LEFT, TOP, ROW = 56, 150, 30, 34


def places(pattern: str, flags: int, text: str) -> list[int]:
    """Return the places, between characters, at which an anchor holds."""
    return [found.start() for found in re.compile(pattern, flags).finditer(text)]


def span(check: str, text: str) -> list[int] | None:
    found = CHECKS[check](text)
    return list(found.span()) if found else None


def record() -> dict:
    checks = {" ".join(check.split()): check for check in CHECKS}
    cases = [
        {
            "text": text,
            "anchors": {name: places(pattern, flags, text) for name, (pattern, flags) in ANCHORS.items()},
            "spans": {name: span(check, text) for name, check in checks.items()},
        }
        for text in NAMES
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "anchors": list(ANCHORS),
        "checks": list(checks),
        "cases": cases,
        "tables": [
            {
                "title": "What each check lets in",
                "columns": ["value", *(f"`{check}`" for check in checks)],
                "rows": [
                    [f"`{case['text']!r}`", *("accepted" if case["spans"][check] else "refused" for check in checks)]
                    for case in cases
                ],
            },
            {
                "title": "Places at which each anchor holds, counted from 0 before the first character",
                "columns": ["value", *(f"`{anchor}`" for anchor in ANCHORS)],
                "rows": [
                    [f"`{case['text']!r}`", *(", ".join(map(str, case["anchors"][anchor])) or "nowhere" for anchor in ANCHORS)]
                    for case in cases
                ],
            },
        ],
    }  # fmt: skip


def draw(data: dict) -> str:
    """Draw the lamps of the name with a line end behind it."""
    case = next(each for each in data["cases"] if each["text"] == SHOWN)
    anchors = ["$", r"\Z"]
    height = TOP + 40 + ROW * len(anchors) + 10
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "lamps-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "In anna with a line end behind it, the dollar sign holds at two places, before and after the line end; "
            "backslash Z holds after it alone.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for index, character in enumerate(case["text"]):
        x = LEFT + CELL * index
        ET.SubElement(
            svg, "rect", {"class": "box", "x": f"{x + 8}", "y": f"{TOP - 18}", "width": f"{CELL - 16}", "height": "30"}
        )
        write("\\n" if character == "\n" else character, x + CELL / 2, TOP + 2, "mono middle")
    for row, anchor in enumerate(anchors):
        y = TOP + 40 + ROW * row
        write(anchor, LEFT - 30, y + 5, "mono end")
        for place in range(len(case["text"]) + 1):
            lit = place in case["anchors"][anchor]
            kind = ("harm" if place < len(case["text"]) else "sound") if lit else "ring"
            ET.SubElement(svg, "circle", {"class": kind, "cx": f"{LEFT + CELL * place}", "cy": f"{y}", "r": "7"})
    write("holds before the last line end, too", LEFT + CELL * 5 + 26, TOP + 45, "")
    write("holds at the end, and nowhere else", LEFT + CELL * 5 + 26, TOP + 45 + ROW, "")
    return ET.tostring(svg, encoding="unicode") + "\n"
