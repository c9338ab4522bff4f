"""Play the dialogues of the lesson between a user, a phishing page and a bank, and write down each message.

Needs pyotp, fido2 and cryptography, which the lesson's script uses.
"""

import platform
import sys
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "mfa"))

from relay import ATTEMPTS, outcome  # noqa: E402

LANES = {"user": 90, "phishing": 340, "bank": 590}
WORDS = {"user": "user", "phishing": "phishing page", "bank": "bank"}
TOP, ROW = 62, 40


def play(name: str, attempt, options: dict) -> dict:
    """Return what is said in one attempt, and how it ends."""
    messages: list[dict[str, str]] = []

    def say(sender: str, receiver: str, text: str) -> None:
        messages.append({"from": sender, "to": receiver, "text": text})

    end = outcome(attempt, options, say)
    return {
        "name": name,
        "title": name.capitalize(),
        "messages": messages,
        "end": end,
        "inside": end.endswith("signed in"),
    }


def record() -> dict:
    scenes = [play(*each) for each in ATTEMPTS]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, pyotp {version('pyotp')}, fido2 {version('fido2')}",
        "scenes": scenes,
        "tables": [
            {
                "title": f"{scene['title']}: {scene['end']}",
                "columns": ["from", "to", "message"],
                "rows": [[WORDS[each["from"]], WORDS[each["to"]], each["text"]] for each in scene["messages"]],
            }
            for scene in scenes
        ],
    }


def draw(data: dict) -> str:
    """Draw the dialogue with a code: three columns, and an arrow for each message."""
    scene = data["scenes"][0]
    height = TOP + ROW * len(scene["messages"]) + 16
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "relay",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "A user types name, password and code into a phishing page. The page passes them on, and the bank gives it a session.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for lane, x in LANES.items():
        write(WORDS[lane], x, 20, "value middle")
        ET.SubElement(svg, "line", {"class": "axis", "x1": f"{x}", "x2": f"{x}", "y1": "30", "y2": f"{height - 4}"})
    for row, each in enumerate(scene["messages"]):
        start, end, y = LANES[each["from"]], LANES[each["to"]], TOP + ROW * row
        tip = end - 8 if end > start else end + 8
        last = row == len(scene["messages"]) - 1
        ET.SubElement(
            svg,
            "path",
            {"class": "way harm" if last else "way", "d": f"M{start} {y}H{end}M{tip} {y - 5}L{end} {y}L{tip} {y + 5}"},
        )
        write(each["text"], (start + end) / 2, y - 7, "harm middle" if last else "middle")
    return ET.tostring(svg, encoding="unicode") + "\n"
