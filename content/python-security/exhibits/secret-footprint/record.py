"""Search every place for the token, for every way of giving it, and keep what is around it."""

import base64
import platform
import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "outbound-passwords"))

from footprint import PLACES, TOKEN, WAYS, places  # noqa: E402

AROUND = 22
NEEDLES = (TOKEN.encode(), base64.b64encode(TOKEN.encode()))
READERS = {
    "source": ("Source", "bank.py", "anyone with the repository"),
    "bytecode": ("Bytecode", "bank.pyc", "anyone with the folder"),
    "image": ("Image layer", "layer.tar", "anyone who can pull the image"),
    "arguments": ("Arguments", "/proc/PID/cmdline", "every user of the machine"),
    "environ": ("Environment", "/proc/PID/environ", "the same user, and root"),
    "child": ("Child process", "env", "every program that it starts"),
    "log": ("Debug log", "connecting: …", "anyone who may read the logs"),
    "report": ("Error report", "local variables", "anyone with the error tracker"),
}


def visible(data: bytes) -> str:
    return re.sub("·{3,}", "··", "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in data))


def excerpt(data: bytes) -> dict[str, str] | None:
    """Return the token as it was found, with what stands before and after it."""
    for needle in NEEDLES:
        at = data.find(needle)
        if at >= 0:
            end = at + len(needle)
            return {
                "before": visible(data[max(0, at - AROUND) : at]),
                "secret": visible(needle),
                "after": visible(data[end : end + AROUND]),
            }
    return None


def record() -> dict[str, object]:
    ways = []
    for way, code in WAYS.items():
        everything = dict(places(way))
        ways.append({"name": way, "code": code, "found": {place: excerpt(everything[place]) for place in PLACES}})
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "places": [dict(zip(("id", "title", "where", "readers"), (place, *READERS[place]), strict=True)) for place in PLACES],
        "ways": ways,
        "tables": [
            {
                "title": "Where the token was found",
                "columns": ["way", *(READERS[place][0] for place in PLACES)],
                "rows": [
                    [each["name"], *("leaks" if each["found"][place] else "no" for place in PLACES)] for each in ways
                ],
            }
        ],
    }  # fmt: skip


def draw(data: dict) -> str:
    """Draw a row for each way and a column for each place; a filled square is a copy of the token."""
    left, step, top = 190, 60, 64
    height = top + 34 * len(data["ways"]) + 6
    counts = {way["name"]: sum(found is not None for found in way["found"].values()) for way in data["ways"]}
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "duel-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": f"Places of {len(data['places'])} with a copy of the token: "
            + ", ".join(f"{name}, {count}" for name, count in counts.items())
            + ".",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for column, place in enumerate(data["places"]):
        x = left + step * column + step / 2
        for line, word in enumerate(place["title"].split()):
            write(word, x, 26 + 16 * line, "middle")
    for row, way in enumerate(data["ways"]):
        y = top + 34 * row
        write(way["name"], 4, y + 20, "")
        ET.SubElement(svg, "line", {"class": "axis", "x1": "4", "x2": "676", "y1": f"{y}", "y2": f"{y}"})
        for column, place in enumerate(data["places"]):
            x = left + step * column + step / 2
            if way["found"][place["id"]]:
                place = {"x": f"{x - 9:g}", "y": f"{y + 8}", "width": "18", "height": "18"}
                ET.SubElement(svg, "rect", {"class": "harm"} | place)
            else:
                write("–", x, y + 20, "middle")
    return ET.tostring(svg, encoding="unicode") + "\n"
