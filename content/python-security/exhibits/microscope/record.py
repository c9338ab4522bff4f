"""Move the counter's check through its changes, and look at each text closely."""

import platform
import sys
import unicodedata
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "validation-vs-transformation"))

from counter import ATTACKS, CHANGES, HONEST, outcome, stages  # noqa: E402

FORMS = ("NFC", "NFD", "NFKC", "NFKD")
PLACES = ("as it was sent", *(f"after {name}" for name in CHANGES))
BAR = 40


def letter(character: str) -> dict[str, str]:
    """Return what there is to know about one character, and what NFKC makes of it."""
    return {
        "character": character,
        "code": f"U+{ord(character):04X}",
        "name": unicodedata.name(character).lower(),
        "plain": unicodedata.normalize("NFKC", character),
    }


def examine(text: str) -> dict[str, object]:
    decoded = CHANGES["unquote"](text)
    return {
        "text": text,
        "attack": text in ATTACKS,
        "stages": stages(text),
        "outcomes": [outcome(text, after) for after in range(len(PLACES))],
        "forms": {form: unicodedata.normalize(form, decoded) for form in FORMS},
        "letters": [letter(each) for each in dict.fromkeys(decoded) if not each.isascii()],
    }


def record() -> dict[str, object]:
    texts = [examine(text) for text in ATTACKS + HONEST]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "places": list(PLACES),
        "texts": texts,
        "tables": [
            {
                "title": "What becomes of each text, by the place of the check",
                "columns": ["text", *PLACES],
                "rows": [[f"`{each['text']!r}`", *each["outcomes"]] for each in texts],
            },
            {
                "title": "The text after each change",
                "columns": ["as it was sent", *CHANGES],
                "rows": [[f"`{stage!r}`" for stage in each["stages"]] for each in texts],
            },
        ],
    }


def draw(data: dict) -> str:
    """Draw a bar for each place of the check: how many commands run."""
    counts = [sum(each["outcomes"][after] == "RUNS" for each in data["texts"]) for after in range(len(data["places"]))]
    attacks = sum(each["attack"] for each in data["texts"])
    height = 30 * len(counts) + 44
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "duel-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": f"Commands of {attacks} that run, as the check moves behind one change after the other: "
            f"{', '.join(map(str, counts))}.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("Where the check reads", 4, 24, "value")
    for row, (place, count) in enumerate(zip(data["places"], counts, strict=True)):
        y = 36 + 30 * row
        write(place, 4, y + 18, "")
        ET.SubElement(svg, "line", {"class": "axis", "x1": "140", "x2": "140", "y1": f"{y}", "y2": f"{y + 30}"})
        if count:
            place = {"x": "140", "y": f"{y + 5}", "width": f"{BAR * count}", "height": "18"}
            ET.SubElement(svg, "rect", {"class": "harm"} | place)
        write(f"{count} of {attacks}", 148 + BAR * count, y + 18, "mono harm" if count else "mono sound")
    return ET.tostring(svg, encoding="unicode") + "\n"
