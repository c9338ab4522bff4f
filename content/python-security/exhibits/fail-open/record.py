"""Ask every check of the lesson about both users in every situation."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "errors"))

from variants import SITUATIONS, VARIANTS, outcome  # noqa: E402

USERS = {"zoe": "Zoe, a customer", "ada": "Ada, an administrator"}


def record() -> dict[str, object]:
    checks = [
        {
            "name": variant,
            "outcomes": {user: [outcome(variant, situation, user) for situation in SITUATIONS] for user in USERS},
        }
        for variant in VARIANTS
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "situations": list(SITUATIONS),
        "users": USERS,
        "checks": checks,
        "tables": [
            {
                "title": name,
                "columns": ["check", *SITUATIONS],
                "rows": [[each["name"], *each["outcomes"][user]] for each in checks],
            }
            for user, name in USERS.items()
        ],
    }


def draw(data: dict) -> str:
    """Draw the answers to the customer: checks in rows, situations in columns."""
    left, step, top = 170, 128, 46
    height = top + 32 * len(data["checks"]) + 6
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "duel-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Situations of four in which a customer is let in: "
            + ", ".join(f"{each['name']}, {each['outcomes']['zoe'].count('allowed')}" for each in data["checks"])
            + ".",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("A customer asks", 4, 30, "")
    for column, situation in enumerate(data["situations"]):
        write(situation, left + step * column, 30, "value")
    for row, each in enumerate(data["checks"]):
        y = top + 32 * row
        write(each["name"], 4, y + 20, "")
        ET.SubElement(svg, "line", {"class": "axis", "x1": "4", "x2": "676", "y1": f"{y}", "y2": f"{y}"})
        for column, answer in enumerate(each["outcomes"]["zoe"]):
            write(answer, left + step * column, y + 20, "harm" if answer == "allowed" else "")
    return ET.tostring(svg, encoding="unicode") + "\n"
