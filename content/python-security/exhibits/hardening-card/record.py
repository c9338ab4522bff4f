"""Send the lesson's six requests to a Django shop in every configuration, and ask `check --deploy` each time."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "hardening"))

from probe import ATTACKS, CSRF, DEVELOPER, FRAMES, SECURITY, probe, warnings  # noqa: E402

SWITCHES = {
    "DEBUG = False": {"DEBUG": False},
    'ALLOWED_HOSTS = ["shop.example"]': {"ALLOWED_HOSTS": ["shop.example"]},
    "SECURE_SSL_REDIRECT = True": {"SECURE_SSL_REDIRECT": True},
    "SECURE_HSTS_SECONDS = 31_536_000": {"SECURE_HSTS_SECONDS": 31_536_000},
    "SESSION_COOKIE_SECURE = True": {"SESSION_COOKIE_SECURE": True},
    "XFrameOptionsMiddleware": {"MIDDLEWARE": [SECURITY, CSRF, FRAMES]},
}


def configuration(number: int) -> dict:
    """Return the settings of a set of switches; the first one is the lowest bit."""
    chosen = dict(DEVELOPER)
    for bit, change in enumerate(SWITCHES.values()):
        if number >> bit & 1:
            chosen |= change
    return chosen


def record() -> dict:
    import django

    sets = [
        {"works": list(probe(configuration(number)).values()), "warnings": warnings(configuration(number))}
        for number in range(1 << len(SWITCHES))
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, Django {django.__version__}",
        "switches": list(SWITCHES),
        "attacks": list(ATTACKS),
        "sets": sets,
        "tables": [
            {
                "title": "One setting hardened at a time",
                "columns": ["setting", "attacks that work", "attack that fails", "warnings of check --deploy"],
                "rows": [
                    [
                        f"`{name}`" if name else "none",
                        sum(each["works"]),
                        ", ".join(attack for attack, works in zip(ATTACKS, each["works"], strict=True) if not works) or "-",
                        ", ".join(each["warnings"]),
                    ]
                    for name, each in zip(["", *SWITCHES], [sets[0], *(sets[1 << bit] for bit in range(len(SWITCHES)))], strict=True)
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
