"""Try every digit at every place of the tag, and count the characters that are compared."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "mac"))

from guess import DIGITS, TAG, compares_all, counts_at, stops_early  # noqa: E402


def record() -> dict[str, object]:
    places = range(len(TAG))
    counts = {
        compare.__name__: [[count for _, count in counts_at(compare, TAG[:place])] for place in places]
        for compare in (stops_early, compares_all)
    }
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "tag": TAG,
        "digits": DIGITS,
        "counts": counts,
        "tables": [
            {
                "title": "Characters compared, where the comparison stops early",
                "columns": ["place", "right digit", "with the right digit", "with each other digit"],
                "rows": [
                    [place + 1, f"`{TAG[place]}`", max(row), min(row)]
                    for place, row in enumerate(counts["stops_early"])
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw the bars of the fourth digit for both comparisons; each axis begins one below the smallest count."""
    place, step, base, unit = 3, 19, 124, 38
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "tracks-still",
            "width": "680",
            "height": "176",
            "viewBox": "0 0 680 176",
            "aria-label": f"Characters compared for 16 values of the fourth digit. If the comparison stops early, "
            f"the digit {data['tag'][place]} has 5 and all others have 4. If all are compared, every digit has 64.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for half, (name, title) in enumerate(
        (("stops_early", "Stops at the first wrong character"), ("compares_all", "Compares all characters"))
    ):
        start = 4 + 350 * half
        write(title, start, 16, "value")
        row = data["counts"][name][place]
        for index, count in enumerate(row):
            x, high = start + step * index, (count - min(row) + 1) * unit
            harm = " harm" if count > min(row) else ""
            where = {"x": f"{x}", "y": f"{base - high}", "width": "14", "height": f"{high}"}
            ET.SubElement(svg, "rect", {"class": "box" + harm} | where)
            write(data["digits"][index], x + 7, base + 18, "mono middle" + harm)
        compared = " or ".join(str(count) for count in sorted(set(row)))
        write(f"{compared} characters compared", start, base + 42, "")
    return ET.tostring(svg, encoding="unicode") + "\n"
