"""Send 1681 orders to the shop of the lesson what-is-security."""

import platform
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "what-is-security"))

from orders import PURSE, TESTS, answer, loses  # noqa: E402
from shop import buy  # noqa: E402

QUANTITIES = range(-20, 21)
COUPONS = range(-50, 151, 5)
KINDS = {
    "sold": "sold as meant",
    "refused": "refused: not enough money",
    "odd": "accepted, although nobody meant it",
    "pays": "the shop loses money or tickets",
}
CELL, LEFT, TOP = 10, 60, 28


def kind_of(quantity: int, coupon: int, left: object) -> str:
    """Name what happened; one to twelve tickets and coupons up to 50 percent are meant."""
    if left == "refused":
        return "refused"
    if loses(quantity, left):
        return "pays"
    return "sold" if 1 <= quantity <= 12 and 0 <= coupon <= 50 else "odd"


def record() -> dict:
    rows = [[answer(buy, quantity, coupon) for quantity in QUANTITIES] for coupon in COUPONS]
    kinds = [
        [kind_of(quantity, coupon, left) for quantity, left in zip(QUANTITIES, row, strict=True)]
        for coupon, row in zip(COUPONS, rows, strict=True)
    ]
    counts = Counter(kind for row in kinds for kind in row)
    tested = Counter(kinds[COUPONS.index(coupon)][QUANTITIES.index(quantity)] for quantity, coupon in TESTS)
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "purse": PURSE,
        "quantities": list(QUANTITIES),
        "coupons": list(COUPONS),
        "tests": [list(asked) for asked in TESTS],
        "kinds": KINDS,
        "left": rows,
        "kind": kinds,
        "tables": [
            {
                "title": "All orders from −20 to 20 tickets, with coupons from −50 to 150 percent",
                "columns": ["what happens", "orders", "of them tested"],
                "rows": [[words, counts[kind], tested[kind]] for kind, words in KINDS.items()],
            }
        ],
    }


def mark(kind: str, x: float, y: float, cell: float) -> str:
    """Return the path of one square: filled, hollow, a bar or a dot, so that the kinds differ without colour, too."""
    inset = {"pays": 0.5, "odd": 1.5, "sold": 2.5, "refused": 4}[kind]
    size = cell - 2 * inset
    if kind == "refused":
        return f"M{x + inset:g} {y + cell / 2 - 0.75:g}h{size:g}v1.5h{-size:g}z"
    square = f"M{x + inset:g} {y + inset:g}h{size:g}v{size:g}h{-size:g}z"
    if kind != "odd":
        return square
    inner = size - 2.5
    return square + f"M{x + inset + 1.25:g} {y + inset + 1.25:g}v{inner:g}h{inner:g}v{-inner:g}z"


def draw(data: dict) -> str:
    """Draw the whole field; orders that the tests cover are framed."""
    counts = {row[0]: row[1] for row in data["tables"][0]["rows"]}
    pays = counts[data["kinds"]["pays"]]
    width, height = len(data["quantities"]), len(data["coupons"])
    total = width * height
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "field-still",
            "width": "680",
            "height": f"{TOP + CELL * height + 44}",
            "viewBox": f"0 0 680 {TOP + CELL * height + 44}",
            "aria-label": f"{len(data['tests'])} of {total} orders were tested. In {pays} others the shop loses money or tickets.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    def place(quantity: int, coupon: int) -> tuple[int, int]:
        row = data["coupons"].index(coupon)
        return LEFT + CELL * data["quantities"].index(quantity), TOP + CELL * (height - 1 - row)

    for kind in data["kinds"]:
        path = "".join(
            mark(kind, *place(quantity, coupon), CELL)
            for coupon, row in zip(data["coupons"], data["kind"], strict=True)
            for quantity, found in zip(data["quantities"], row, strict=True)
            if found == kind
        )
        ET.SubElement(svg, "path", {"class": f"field-{kind}", "d": path})
    for quantity, coupon in data["tests"]:
        x, y = place(quantity, coupon)
        ET.SubElement(
            svg, "rect", {"class": "field-tested", "x": f"{x}", "y": f"{y}", "width": f"{CELL}", "height": f"{CELL}"}
        )
    for coupon in (-50, 0, 50, 100, 150):
        write(f"{coupon} %".replace("-", "\N{MINUS SIGN}"), LEFT - 8, place(0, coupon)[1] + 9, "end")
    below = TOP + CELL * height + 16
    for quantity in (-20, -10, 0, 10, 20):
        write(str(quantity).replace("-", "\N{MINUS SIGN}"), place(quantity, 0)[0] + CELL / 2, below, "middle")
    write("tickets", LEFT + CELL * width / 2, below + 20, "middle")
    write("coupon", 0, TOP - 8, "")
    for line, (text, kind) in enumerate(
        [
            (f"{len(data['tests'])} of {total:,}", "value"),
            ("orders were tested", ""),
            (f"{pays}", "harm"),
            ("times the shop loses", ""),
            ("money or tickets", ""),
        ]
    ):
        write(text, LEFT + CELL * width + 24, TOP + 24 + 22 * line, kind)
    return ET.tostring(svg, encoding="unicode") + "\n"
