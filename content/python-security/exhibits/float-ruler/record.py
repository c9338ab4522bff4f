"""List the floats near powers of two, and compare special values with a limit, as float and as Decimal."""

import math
import platform
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET

EXPONENTS = range(46, 59)
WINDOW = 8
LIMIT = 100
TEXTS = ("0.1", "19.99", "1e999", "-inf", "nan", "9007199254740993")


def ruler(exponent: int) -> dict[str, object]:
    """Return the floats in a window above a power of two, and the whole numbers that are not among them."""
    start = 2**exponent
    marks, mark = [], float(start)
    while mark <= start + WINDOW:
        marks.append(mark - start)
        mark = math.nextafter(mark, math.inf)
    becomes = [int(float(start + step)) - start for step in range(WINDOW + 1)]
    return {
        "exponent": exponent,
        "start": str(start),
        "gap": math.ulp(float(start)),
        "marks": marks,
        "becomes": becomes,
    }


def say(call) -> str:
    try:
        return str(call())
    except InvalidOperation:
        return "InvalidOperation"


def special(text: str) -> dict[str, str]:
    number, exact = float(text), Decimal(text)
    return {
        "text": text,
        "float": str(number),
        "stored": str(Decimal(number)) if math.isfinite(number) else str(number),
        "decimal": str(exact),
        "above": say(lambda: number > LIMIT),
        "within": say(lambda: 0 < number <= LIMIT),
        "decimal_above": say(lambda: exact > LIMIT),
        "decimal_within": say(lambda: 0 < exact <= LIMIT),
        "finite": say(lambda: math.isfinite(number)),
        "decimal_finite": say(exact.is_finite),
    }


def record() -> dict[str, object]:
    rulers = [ruler(exponent) for exponent in EXPONENTS]
    specials = [special(text) for text in TEXTS]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "window": WINDOW,
        "limit": LIMIT,
        "rulers": rulers,
        "specials": specials,
        "tables": [
            {
                "title": "The gap between two floats",
                "columns": ["number", "gap to the next float", "whole numbers that become another"],
                "rows": [[f"2^{each['exponent']}", f"{each['gap']:g}", missing(each)] for each in rulers],
            },
            {
                "title": f"Six texts and a limit of {LIMIT}",
                "columns": ["text", "stored as float", f"`x > {LIMIT}`", f"`0 < x <= {LIMIT}`", f"`Decimal > {LIMIT}`"],
                "rows": [
                    [f"`{each['text']}`", each["stored"], each["above"], each["within"], each["decimal_above"]]
                    for each in specials
                ],
            },
        ],
    }  # fmt: skip


def missing(each: dict) -> int:
    return sum(becomes != step for step, becomes in enumerate(each["becomes"]))


def draw(data: dict) -> str:
    """Draw three rulers, one below the other: 2**50, 2**53 and 2**55."""
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "ruler",
            "width": "680",
            "height": "260",
            "viewBox": "0 0 680 260",
            "aria-label": "Near 2 to the 50th, all whole numbers are floats; near 2 to the 53rd every second one is; near 2 to the 55th one in eight.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for line, exponent in enumerate((50, 53, 55)):
        each = next(one for one in data["rulers"] if one["exponent"] == exponent)
        y = 46 + 80 * line
        left, room = 120, 500
        write(f"2^{exponent}", 4, y + 4, "value")
        write(f"gap {each['gap']:g}", 4, y + 22, "")
        ET.SubElement(
            svg, "line", {"class": "axis", "x1": f"{left}", "x2": f"{left + room}", "y1": f"{y}", "y2": f"{y}"}
        )
        for mark in each["marks"]:
            x = left + room * mark / data["window"]
            ET.SubElement(
                svg, "line", {"class": "tick", "x1": f"{x:g}", "x2": f"{x:g}", "y1": f"{y - 12}", "y2": f"{y}"}
            )
        for step, becomes in enumerate(each["becomes"]):
            x = left + room * step / data["window"]
            kind = "sound" if becomes == step else "harm"
            ET.SubElement(svg, "circle", {"class": kind, "cx": f"{x:g}", "cy": f"{y + 12}", "r": "5"})
            write(f"+{step}", x, y + 34, f"{kind} middle")
    return ET.tostring(svg, encoding="unicode") + "\n"
