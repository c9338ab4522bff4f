"""Run the three attacks of the lesson on its seven primitives, and keep which of them work."""

import platform
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import cryptography

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "cryptography-basics"))

from goals import ATTACKS, WAYS  # noqa: E402

KEYS = {
    "Base64": "an encoding, no key",
    "CRC-32": "a checksum, no key",
    "SHA-256": "a hash, no key",
    "HMAC-SHA-256": "a MAC, one secret key",
    "Ed25519 signature": "a private and a public key",
    "AES-CTR": "encryption, one secret key",
    "AES-GCM": "authenticated encryption, one secret key",
}
NAMES = ("read the message", "change the message", "write messages as the receiver")


def record() -> dict[str, object]:
    ways = [
        {"name": name, "keys": KEYS[name], "works": [attempt(name) for attempt in ATTACKS.values()]} for name in WAYS
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}, "
        f"cryptography {cryptography.__version__}",
        "attacks": list(NAMES),
        "ways": ways,
        "tables": [
            {
                "title": "Which attack works",
                "columns": ["primitive", *NAMES],
                "rows": [[way["name"], *("works" if each else "fails" for each in way["works"])] for way in ways],
            }
        ],
    }  # fmt: skip


def draw(data: dict) -> str:
    """Draw a row for each primitive and a column for each attack; a filled square is an attack that works."""
    left, step, top = 320, 122, 48
    height = top + 34 * len(data["ways"]) + 6
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "duel-still",
            "width": "680",
            "height": f"{height}",
            "viewBox": f"0 0 680 {height}",
            "aria-label": "Which attacks work: "
            + "; ".join(
                f"{way['name']}, "
                + (
                    " and ".join(
                        name.split()[0] for name, works in zip(data["attacks"], way["works"], strict=True) if works
                    )
                    or "none"
                )
                for way in data["ways"]
            )
            + ".",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for column, words in enumerate((("read it",), ("change it",), ("receiver", "writes one"))):
        for line, word in enumerate(words):
            write(word, left + step * column + step / 2, 20 + 16 * line, "middle")
    for row, way in enumerate(data["ways"]):
        y = top + 34 * row
        ET.SubElement(svg, "line", {"class": "axis", "x1": "4", "x2": "676", "y1": f"{y}", "y2": f"{y}"})
        write(way["name"], 4, y + 21, "value")
        write(way["keys"], 136, y + 21, "")
        for column, works in enumerate(way["works"]):
            x = left + step * column + step / 2
            if works:
                place = {"x": f"{x - 28:g}", "y": f"{y + 9}", "width": "14", "height": "14"}
                ET.SubElement(svg, "rect", {"class": "harm"} | place)
                write("works", x - 8, y + 21, "harm")
            else:
                write("fails", x - 8, y + 21, "sound")
    return ET.tostring(svg, encoding="unicode") + "\n"
