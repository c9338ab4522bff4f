"""Send words to a program in six ways."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "command-injection"))

from ways import NAMES, WAYS, decided, outcome  # noqa: E402

ABOUT = {
    "shell": ("shell", 'run(f"frame --width 5 {name}", shell=True)'),
    "quoted": ("quoted", 'run(f"frame --width 5 {shlex.quote(name)}", shell=True)'),
    "split": ("split", 'run(f"frame --width 5 {name}".split())'),
    "shlex_split": ("shlex.split", 'run(shlex.split(f"frame --width 5 {name}"))'),
    "as_list": ("list", 'run(["frame", "--width", "5", name])'),
    "dashes": ("list, --", 'run(["frame", "--width", "5", "--", name])'),
}
OURS = {"dashes": 3}  # arguments of the program's author before the user's; elsewhere there are two


def case(way, name: str) -> dict:
    found = outcome(way, name)
    seen = found["seen"]
    ours = OURS.get(way.__name__, 2)
    return {
        "way": way.__name__,
        "name": name,
        "ours": seen["argv"][:ours] if seen else [],
        "theirs": seen["argv"][ours:] if seen else [],
        "pictures": seen["pictures"] if seen else [],
        "output": seen["output"] if seen else "",
        "started": seen is not None,
        "ran": found["ran"],
        "decided": decided(found),
    }


def record() -> dict:
    cases = [case(way, name) for way in WAYS for name in NAMES]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "ways": [{"id": way, "title": title, "code": code} for way, (title, code) in ABOUT.items()],
        "names": list(NAMES),
        "cases": cases,
        "tables": [
            {
                "title": "What the user's word decides besides one picture",
                "columns": ["word", *(title for title, _ in ABOUT.values())],
                "rows": [
                    [f"`` {name} ``", *(said(each) for each in cases if each["name"] == name)]
                    for name in NAMES
                ],
            }
        ],
    }  # fmt: skip


def said(case: dict) -> str:
    return ", ".join(case["decided"]) or ("nothing" if case["started"] else "error")


def draw(data: dict) -> str:
    """Draw a mark for each word and way: what the word decides there."""
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "argv-still",
            "width": "680",
            "height": "262",
            "viewBox": "0 0 680 262",
            "aria-label": "Eight words, passed in six ways. Only with a list and two dashes does no word decide more than one picture.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for column, way in enumerate(data["ways"]):
        write(way["title"], 172 + 86 * column, 20, "value")
    for row, name in enumerate(data["names"]):
        y = 50 + 28 * row
        write(name, 4, y, "mono")
        for column, way in enumerate(data["ways"]):
            (each,) = (one for one in data["cases"] if (one["way"], one["name"]) == (way["id"], name))
            write(said(each), 172 + 86 * column, y, "harm" if each["decided"] else "sound" if each["started"] else "")
    return ET.tostring(svg, encoding="unicode") + "\n"
