"""Send the lesson's six requests to a Django shop in every configuration, and ask `check --deploy` each time.

The shop runs in a process of its own, because Django is configured once in a process.
"""

import json
import platform
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

LESSON = Path(__file__).parents[2] / "lessons" / "hardening"
SWITCHES = {
    "DEBUG = False": {"DEBUG": False},
    'ALLOWED_HOSTS = ["shop.example"]': {"ALLOWED_HOSTS": ["shop.example"]},
    "SECURE_SSL_REDIRECT = True": {"SECURE_SSL_REDIRECT": True},
    "SECURE_HSTS_SECONDS = 31_536_000": {"SECURE_HSTS_SECONDS": 31_536_000},
    "SESSION_COOKIE_SECURE = True": {"SESSION_COOKIE_SECURE": True},
    "XFrameOptionsMiddleware": {"MIDDLEWARE": ["SECURITY", "CSRF", "FRAMES"]},
}


CHILD = """
import json, sys, django, probe
sets = []
for number in json.loads(sys.argv[2]):
    chosen = dict(probe.DEVELOPER)
    for bit, change in enumerate(json.loads(sys.argv[1])):
        if number >> bit & 1:
            chosen |= change
    chosen["MIDDLEWARE"] = [getattr(probe, name, name) for name in chosen["MIDDLEWARE"]]
    sets.append({"works": list(probe.probe(chosen).values()), "warnings": probe.warnings(chosen)})
print(json.dumps({"django": django.__version__, "attacks": list(probe.ATTACKS), "sets": sets}))
"""


def ask(numbers: list[int]) -> dict:
    """Return what comes of sets of switches; the first switch is the lowest bit."""
    command = [sys.executable, "-B", "-c", CHILD, json.dumps(list(SWITCHES.values())), json.dumps(numbers)]
    return json.loads(subprocess.run(command, cwd=LESSON, capture_output=True, text=True, check=True).stdout)


def record() -> dict:
    answer = ask(list(range(1 << len(SWITCHES))))
    attacks, sets = answer["attacks"], answer["sets"]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, Django {answer['django']}",
        "switches": list(SWITCHES),
        "attacks": attacks,
        "sets": sets,
        "tables": [
            {
                "title": "One setting hardened at a time",
                "columns": ["setting", "attacks that work", "attack that fails", "warnings of check --deploy"],
                "rows": [
                    [
                        f"`{name}`" if name else "none",
                        sum(each["works"]),
                        ", ".join(attack for attack, works in zip(attacks, each["works"], strict=True) if not works)
                        or "-",
                        ", ".join(each["warnings"]),
                    ]
                    for name, each in zip(
                        ["", *SWITCHES], [sets[0], *(sets[1 << bit] for bit in range(len(SWITCHES)))], strict=True
                    )
                ],
            }
        ],
    }


def draw(data: dict) -> str:
    """Draw a row for each attack: the setting that stops it."""
    height = 44 + 30 * len(data["attacks"])
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "cascade-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Six attacks on the configuration of a Django shop, each beside the one setting that stops it.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write("an attacker can", 20, 20, "value")
    write("stopped by", 330, 20, "value")
    for row, (attack, name) in enumerate(zip(data["attacks"], data["switches"], strict=True)):
        y = 50 + 30 * row
        ET.SubElement(svg, "circle", {"class": "harm", "cx": "8", "cy": f"{y - 4}", "r": "5"})
        write(attack, 20, y, "")
        write(name, 330, y, "mono")
    return ET.tostring(svg, encoding="unicode") + "\n"
