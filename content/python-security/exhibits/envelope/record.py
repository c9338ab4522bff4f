"""Attack every envelope that can be built from the steps of the lesson."""

import platform
import sys
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "hybrid-encryption"))

from envelope import ALL, ATTACKS, outcome  # noqa: E402

TITLES = {
    "read_second": "Read a second order",
    "change_amount": "Change the amount",
    "change_header": "Make a test order real",
    "send_twice": "Send an order twice",
    "send_own": "Send an own order",
}
CIPHERS = {"CTR": "AES-CTR", "GCM": "AES-GCM", "GCM+": "AES-GCM with header"}


def record() -> dict[str, object]:
    envelopes = []
    for steps in ALL:
        outcomes = [outcome(steps, attack) for attack in ATTACKS]
        envelopes.append(
            {
                "fresh": steps.fresh,
                "derived": steps.derived,
                "cipher": steps.cipher,
                "signed": steps.signed,
                "gains": [gain for gain, _ in outcomes],
                "refusals": [refusal for _, refusal in outcomes],
            }
        )
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, cryptography {version('cryptography')}",
        "attacks": [TITLES[attack.__name__] for attack in ATTACKS],
        "envelopes": envelopes,
        "tables": [
            {
                "title": "Which attacks succeed",
                "columns": ["key pair", "HKDF", "cipher", "signed", *(TITLES[attack.__name__] for attack in ATTACKS)],
                "rows": [
                    [
                        "each message" if each["fresh"] else "kept",
                        "yes" if each["derived"] else "no",
                        CIPHERS[each["cipher"]],
                        "yes" if each["signed"] else "no",
                        *("succeeds" if gain else "fails" for gain in each["gains"]),
                    ]
                    for each in envelopes
                ],
            }
        ],
    }


STILL = (
    ("AES-CTR, and no other step", (True, False, "CTR", False)),
    ("and HKDF", (True, True, "CTR", False)),
    ("and AES-GCM in place of CTR", (True, True, "GCM", False)),
    ("and the header covered", (True, True, "GCM+", False)),
    ("and signed", (True, True, "GCM+", True)),
)


def draw(data: dict) -> str:
    """Draw a row for each step that is added, and a filled square for each attack that succeeds."""
    left, step, top = 230, 90, 52
    height = top + 34 * len(STILL) + 6
    found = {
        (each["fresh"], each["derived"], each["cipher"], each["signed"]): each["gains"] for each in data["envelopes"]
    }
    counts = [sum(map(bool, found[key])) for _, key in STILL]
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "duel-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": f"Attacks of five that succeed as steps are added one by one: {', '.join(map(str, counts))}.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for column, title in enumerate(("read", "change", "test order", "twice", "own")):
        write(title, left + step * (column + 0.5), 34, "middle")
    for row, (name, key) in enumerate(STILL):
        y = top + 34 * row
        write(name, 4, y + 20, "")
        ET.SubElement(svg, "line", {"class": "axis", "x1": "4", "x2": "676", "y1": f"{y}", "y2": f"{y}"})
        for column, gain in enumerate(found[key]):
            x = left + step * (column + 0.5)
            if gain:
                place = {"x": f"{x - 9:g}", "y": f"{y + 8}", "width": "18", "height": "18"}
                ET.SubElement(svg, "rect", {"class": "harm"} | place)
            else:
                write("–", x, y + 20, "middle")
    return ET.tostring(svg, encoding="unicode") + "\n"
