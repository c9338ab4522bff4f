"""Flip every bit of the lesson's order under every program, and write down what is accepted."""

import platform
import sys
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "digital-signature"))

from flips import AFTER, COVERED, ORDER, accepted_bits  # noqa: E402


def record() -> dict[str, object]:
    programs = []
    for covered, text in COVERED.items():
        for after in AFTER:
            order, signature = accepted_bits(covered, after)
            programs.append(
                {
                    "covered": covered,
                    "length": len(text),
                    "after": after,
                    "accepted": "".join("01"[bit] for bit in order),
                    "signature": sum(signature),
                }
            )
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, cryptography {version('cryptography')}",
        "order": ORDER.decode(),
        "programs": programs,
        "tables": [
            {
                "title": "Flipped bits that the program accepts",
                "columns": ["signed", "if the signature is wrong, it", "bits of the order", "bits of the signature"],
                "rows": [
                    [
                        each["covered"],
                        each["after"],
                        f"{each['accepted'].count('1')} of {len(each['accepted'])}",
                        f"{each['signature']} of 512",
                    ]
                    for each in programs
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw the order once for each program; a character that can be changed is marked."""
    left, step = 300, 18
    height = 44 * len(data["programs"]) + 30
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "tracks-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Bits of 160 that can be flipped: "
            + ", ".join(
                f"signs {each['covered']} and {each['after']}, {each['accepted'].count('1')}"
                for each in data["programs"]
            )
            + ".",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("The program signs", 4, 18, "value")
    write("what can be changed is marked", left, 18, "")
    for row, each in enumerate(data["programs"]):
        y = 30 + 44 * row
        write(f"{each['covered']}, {each['after']}", 4, y + 20, "")
        for index, character in enumerate(data["order"]):
            harm = " harm" if "1" in each["accepted"][8 * index : 8 * index + 8] else ""
            x = left + step * index
            ET.SubElement(
                svg, "rect", {"class": "box" + harm, "x": f"{x}", "y": f"{y}", "width": f"{step - 2}", "height": "30"}
            )
            write(character, x + step / 2 - 1, y + 20, "mono middle" + harm)
    return ET.tostring(svg, encoding="unicode") + "\n"
