"""Order many quantities of a tin of tea, and run six checks on each."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "validation-principles"))

from checks import CHECKS, outcome  # noqa: E402
from shop import CENTS, order_with, pay, total_of  # noqa: E402

VOUCHER = 6000
VALUES = (
    "1",
    "99",
    "0",
    "-1",
    "-7",
    "true",
    "false",
    "2.5",
    "NaN",
    "1e400",
    "-1e400",
    '"1"',
    '"1_0"',
    '"²"',
    '"٣"',
    "null",
    "[1]",
)
DRAWN = ("-1", "true", "2.5", "NaN", '"1_0"')
CODE = {
    "refuses_bad": "qty < 1 or qty > 99",
    "accepts_good": "not 1 <= qty <= 99",
    "clamps": "min(max(qty, 1), 99)",
    "converts": "int(qty), then its range",
    "uses_isinstance": "isinstance(qty, int), range",
    "uses_type": "type(qty) is int, range",
}


def is_quantity(value: object) -> bool:
    return type(value) is int and 1 <= value <= 99


def plain(number: float) -> int | str:
    """Return whole cents as they are, and anything else as Python writes it, because JSON has no form for it."""
    return number if type(number) is int else repr(number)


def described(amount: object) -> int | str:
    """Return an amount of cents, or what Python made instead: a string times 640 is a longer string."""
    return f"a {type(amount).__name__} of {len(amount)}" if isinstance(amount, str | list) else plain(amount)


def sell(text: str) -> dict[str, object]:
    """Return what the shop charges, and what it leaves on the voucher, or why it stopped."""
    order = order_with(text)
    qty = order["lines"][1]["qty"]
    case: dict[str, object] = {"value": text, "python": repr(qty), "quantity": is_quantity(qty)}
    try:
        case["tin"] = described(CENTS["tin"] * qty)
        total = total_of(order)
        case["total"] = plain(total)
        case["left"] = plain(pay(VOUCHER, total))
    except (TypeError, ValueError) as error:
        case["stopped"] = str(error) if type(error) is ValueError else f"{type(error).__name__}: {error}"
    return case | {"checks": [outcome(check, qty) for check in CHECKS]}


def is_let_in(case: dict, answer: str) -> bool:
    """Whether a check lets the shop continue with something that a customer may not order."""
    return not case["quantity"] and answer != "refused" and not answer.endswith("Error")


def record() -> dict[str, object]:
    cases = [sell(text) for text in VALUES]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "voucher": VOUCHER,
        "cents": CENTS,
        "checks": [{"name": check.__name__, "code": CODE[check.__name__]} for check in CHECKS],
        "cases": cases,
        "tables": [
            {
                "title": "What the shop charges, in cents",
                "columns": ["quantity", "Python reads", "total", "left of 6000"],
                "rows": [
                    [
                        f"`{case['value']}`",
                        f"`{case['python']}`",
                        case.get("total", "none"),
                        case.get("left", case.get("stopped", "")),
                    ]
                    for case in cases
                ],
            },
            {
                "title": "What each check returns",
                "columns": ["quantity", *(f"`{check.__name__}`" for check in CHECKS)],
                "rows": [[f"`{case['value']}`", *case["checks"]] for case in cases],
            },
        ],
    }


def draw(data: dict) -> str:
    """Draw the checks as rows and five values as columns, and mark what is accepted."""
    cases = [case for case in data["cases"] if case["value"] in DRAWN]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "checks-still",
            "width": "680",
            "height": "272",
            "viewBox": "0 0 680 272",
            "aria-label": "Six checks of a quantity and five values: every check except the last accepts a wrong value.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("the check", 4, 24, "value")
    for column, case in enumerate(cases):
        write(case["value"], 300 + 82 * column, 24, "mono value middle")
    for row, check in enumerate(data["checks"]):
        y = 62 + 38 * row
        ET.SubElement(svg, "line", {"class": "axis", "x1": "4", "x2": "676", "y1": f"{y - 24}", "y2": f"{y - 24}"})
        write(check["code"], 4, y, "mono")
        for column, case in enumerate(cases):
            answer = case["checks"][row]
            let_in = is_let_in(case, answer)
            if let_in:
                place = {"x": f"{300 + 82 * column - 36}", "y": f"{y - 19}", "width": "72", "height": "28"}
                ET.SubElement(svg, "rect", {"class": "box harm"} | place)
            said = answer if let_in else "refused" if answer == "refused" else "error"
            write(said, 300 + 82 * column, y, "mono harm middle" if let_in else "middle")
    return ET.tostring(svg, encoding="unicode") + "\n"
