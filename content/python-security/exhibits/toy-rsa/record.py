"""Encrypt ten grades with the small key of the lesson, and try two attacks: compare, and multiply."""

import platform
import random
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "asymmetric-encryption"))

import toy  # noqa: E402

GRADES = range(1, 11)
TIMES = 4


class FixedRandom:
    """Takes the place of the module secrets, so that the exhibit can be recorded again."""

    def __init__(self) -> None:
        self.generator = random.Random(624)

    def randbits(self, bits: int) -> int:
        return self.generator.getrandbits(bits)


def doubled_by(ciphertext: int, *, padded: bool) -> str:
    """Multiply with the encrypted number 2, and say what the receiver reads."""
    number = toy.decrypt(ciphertext * toy.encrypt(2) % toy.N)
    if not padded:
        return str(number)
    try:
        return str(toy.unpad(number))
    except ValueError:
        return "refused"


def record_way(name: str, code: str, *, padded: bool) -> dict[str, object]:
    """Encrypt each grade several times; compare it with a table that the attacker made."""

    def prepare(grade: int) -> int:
        return toy.pad(grade) if padded else grade

    table = [toy.encrypt(prepare(grade)) for grade in GRADES]
    sent = []
    for grade in GRADES:
        for _ in range(TIMES):
            ciphertext = toy.encrypt(prepare(grade))
            found = table.index(ciphertext) + 1 if ciphertext in table else None
            sent.append([ciphertext, found, doubled_by(ciphertext, padded=padded)])
    return {"name": name, "code": code, "table": table, "sent": sent}


def record() -> dict[str, object]:
    toy.secrets = FixedRandom()
    ways = [
        record_way("without padding", "encrypt(grade)", padded=False),
        record_way("with padding", "encrypt(pad(grade))", padded=True),
    ]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "n": toy.N,
        "e": toy.E,
        "times": TIMES,
        "ways": ways,
        "tables": [
            {
                "title": "Ciphertexts and attacks",
                "columns": ["grade", *(f"{way['name']}: {what}" for way in ways for what in ("ciphertext", "compared", "doubled"))],
                "rows": [
                    [
                        grade,
                        *(
                            "nothing found" if cell is None else str(cell)
                            for way in ways
                            for cell in way["sent"][TIMES * (grade - 1)]
                        ),
                    ]
                    for grade in GRADES
                ],
            }
        ],
    }  # fmt: skip


def draw(data: dict) -> str:
    """Draw one grade, encrypted twice in each way, with what the attacker finds."""
    grade = 3
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "checks-still",
            "width": "680",
            "height": "190",
            "viewBox": "0 0 680 190",
            "aria-label": f"The grade {grade}, encrypted twice: without padding the ciphertexts are equal and the attacker finds the grade; with padding they differ, and nothing is found.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    for x, title in ((150, "ciphertext"), (300, "compared with own encryptions"), (530, "multiplied with 2")):
        write(title, x, 18, "")
    for row, way in enumerate(data["ways"]):
        y = 52 + 76 * row
        ET.SubElement(svg, "line", {"class": "axis", "x1": "0", "x2": "680", "y1": f"{y - 22}", "y2": f"{y - 22}"})
        write(way["name"], 0, y, "value")
        write(f"grade {grade}, twice", 0, y + 26, "")
        first = data["times"] * (grade - 1)
        for line, (ciphertext, found, doubled) in enumerate(way["sent"][first : first + 2]):
            at = y + 26 * line
            write(str(ciphertext), 150, at, "mono")
            write("nothing found" if found is None else f"it is {found}", 300, at, "sound" if found is None else "harm")
            write(
                "refused" if doubled == "refused" else f"the receiver reads {doubled}",
                530,
                at,
                "sound" if doubled == "refused" else "harm",
            )
    return ET.tostring(svg, encoding="unicode") + "\n"
