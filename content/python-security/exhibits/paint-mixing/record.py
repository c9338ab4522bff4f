"""Run every agreement of the lesson, with every attacker, and write down each message."""

import platform
import sys
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "key-exchange"))

from middle import ATTACKERS, CHECKS, meet, outcome, public, secret  # noqa: E402

LANES = {"app": 90, "attacker": 340, "server": 590}
TOP, ROW = 62, 44
ENDS = {
    "safe": "app and server have the same secret, the attacker has none",
    "reads": "the attacker has the app's secret",
    "refused": "the app refuses the public key",
}


def colour(value: bytes) -> str:
    return "#" + value[:3].hex()


def play(check: str, attacker: str) -> dict:
    messages: list[dict[str, str]] = []

    def say(sender: str, receiver: str, value: bytes) -> None:
        messages.append({"from": sender, "to": receiver, "colour": colour(value)})

    secrets = meet(check, attacker, say)
    end = outcome(secrets)
    shared = {name: [colour(value)] if value else [] for name, value in secrets.items()}
    if attacker.startswith("in the middle"):  # the server agrees before the app can refuse
        both = secret("attacker", public("server" if check == "first key kept" else "server, this time"))
        shared["server"] = [colour(both)]
        shared["attacker"] = [*shared["attacker"], colour(both)]
    return {
        "check": check,
        "attacker": attacker,
        "messages": messages,
        "secrets": shared,
        "outcome": end,
        "end": ENDS[end],
    }


def record() -> dict:
    scenes = [play(check, attacker) for check in CHECKS for attacker in ATTACKERS]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, cryptography {version('cryptography')}",
        "checks": list(CHECKS),
        "attackers": list(ATTACKERS),
        "scenes": scenes,
        "tables": [
            {
                "title": "How each agreement ends",
                "columns": ["check of the public key", *ATTACKERS],
                "rows": [
                    [check, *(scene["outcome"] for scene in scenes if scene["check"] == check)] for check in CHECKS
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw the agreement without a check, and the attacker in the middle."""
    scene = next(each for each in data["scenes"] if (each["check"], each["attacker"]) == (CHECKS[0], ATTACKERS[1]))
    bottom = TOP + ROW * len(scene["messages"])
    height = bottom + 84
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "relay",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Public keys go from the app to the attacker and from the attacker to the server, and back. "
            "The attacker has two secrets: that of the app and that of the server.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for lane, x in LANES.items():
        write(lane, x, 20, "value middle")
        ET.SubElement(svg, "line", {"class": "axis", "x1": f"{x}", "x2": f"{x}", "y1": "30", "y2": f"{bottom}"})
    for row, each in enumerate(scene["messages"]):
        start, end, y = LANES[each["from"]], LANES[each["to"]], TOP + ROW * row
        tip = end - 8 if end > start else end + 8
        ET.SubElement(svg, "path", {"class": "way", "d": f"M{start} {y}H{end}M{tip} {y - 5}L{end} {y}L{tip} {y + 5}"})
        write(f"public key {each['colour']}", (start + end) / 2, y - 8, "middle")
    for lane, x in LANES.items():
        write("secret" if len(scene["secrets"][lane]) == 1 else "secrets", x, bottom + 24, "middle")
        for row, each in enumerate(scene["secrets"][lane]):
            write(each, x, bottom + 46 + 20 * row, "mono middle harm")
    return ET.tostring(svg, encoding="unicode") + "\n"
