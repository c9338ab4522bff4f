"""Draw codes from three generators, and let the lesson's attacks compute the codes that follow."""

import platform
import random
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parents[2] / "lessons" / "random-numbers"))

from clone import STATE_WORDS, clone  # noqa: E402

DRAWN = 640
AHEAD = 6
NOW = 1_800_000_000

type Attack = Callable[[list[int]], random.Random | None]


def seed_of_time(outputs: list[int]) -> random.Random | None:
    """Try each second of two hours as the seed, and go on from the code that was seen last."""
    for second in range(NOW - 3600, NOW + 3600):
        copy = random.Random(second)
        if outputs and [copy.getrandbits(32) for _ in outputs] == outputs:
            return copy
    return None


GENERATORS: dict[str, tuple[str, Callable[[], int], Attack]] = {
    "random": ("random.Random().getrandbits(32)", random.Random().getrandbits, clone),
    "random, seeded with the time": ("random.Random(int(time.time())).getrandbits(32)", random.Random(NOW).getrandbits, seed_of_time),
    "secrets": ("secrets.randbits(32)", secrets.randbits, clone),
}  # fmt: skip


def record_generator(name: str, code: str, draw_one: Callable[[int], int], attack: Attack) -> dict[str, object]:
    """Find the smallest number of codes after which the attack goes on rightly."""
    outputs = [draw_one(32) for _ in range(DRAWN)]
    first = None
    for seen in (0, 1, 2, STATE_WORDS - 1, STATE_WORDS):
        copy = attack(outputs[:seen])
        if copy and [copy.getrandbits(32) for _ in outputs[seen:]] == outputs[seen:]:
            first = seen
            break
    claimed = clone(outputs[:STATE_WORDS])
    guesses = [claimed.getrandbits(32) for _ in outputs[STATE_WORDS:]]
    return {
        "name": name,
        "code": code,
        "needs": first,
        "outputs": "".join(f"{each:08x}" for each in outputs),
        "guesses": "".join(f"{each:08x}" for each in guesses),
    }


def record() -> dict[str, object]:
    generators = [record_generator(name, *rest) for name, rest in GENERATORS.items()]
    return {
        "interpreter": f"{platform.python_implementation()} {platform.python_version()}",
        "state": STATE_WORDS,
        "ahead": AHEAD,
        "generators": generators,
        "tables": [
            {
                "title": "Codes that the attacker needs",
                "columns": ["generator", "call", "codes until the next one is known"],
                "rows": [
                    [each["name"], f"`{each['code']}`", "never" if each["needs"] is None else each["needs"]]
                    for each in generators
                ],
            }
        ],
    }  # fmt: skip


def draw(data: dict) -> str:
    """Draw the full state as 624 squares, and the codes that the attacker then computes."""
    columns, cell, top = 39, 12, 30
    rows = data["state"] // columns
    generator = data["generators"][0]
    width = columns * cell
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "clone",
            "width": "680",
            "height": f"{top + rows * cell + 16}",
            "viewBox": f"0 0 680 {top + rows * cell + 16}",
            "aria-label": f"After {data['state']} codes, the attacker knows all {data['state']} numbers of the state and computes the next codes rightly.",
        },
    )

    def write(text: str, x: float, y: float, kind: str) -> None:
        ET.SubElement(svg, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}"}).text = text

    write(f"{data['state']} numbers of the state, all known", 0, 16, "value")
    lines = "".join(f"M0 {top + row * cell + 5}h{width}" for row in range(rows))
    ET.SubElement(svg, "path", {"class": "known", "d": lines})
    write("next codes", width + 40, 16, "value")
    for index in range(data["ahead"]):
        at = 8 * (data["state"] + index)
        y = top + 16 + 26 * index
        write(generator["outputs"][at : at + 8], width + 40, y, "mono")
        write("known", width + 120, y, "harm")
    return ET.tostring(svg, encoding="unicode") + "\n"
