"""Eight attacks on the shed, what each of them breaks if nobody stops it, and three normal requests."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from html.parser import HTMLParser

from shed import LAYERS, Refused, Shed


def request_body(tool: str = "saw", days: object = 3, note: str = "", **more: object) -> bytes:
    return json.dumps({"tool": tool, "days": days, "note": note} | more).encode()


MARK = "<img src=x onerror=steal()>"
QUOTE = "'), ('ada', 'drill', 14, '"
ATTACKS: dict[str, Callable[[Shed], object]] = {
    "a large body": lambda shed: shed.post("zoe", request_body(note="x" * 2_000_000)),
    "a field too many": lambda shed: shed.post("zoe", request_body(member="ada")),
    "-7 days, by the form": lambda shed: shed.post("zoe", request_body(days=-7)),
    "-7 days, by the list": lambda shed: shed.take_over("zoe;saw;-7;"),
    "another's loan": lambda shed: shed.give_back("zoe", 1),
    "a quote in a note": lambda shed: shed.post("zoe", request_body(note=QUOTE)),
    "-7 days, by a script": lambda shed: shed.write("UPDATE loans SET days = -7"),
    "a tag, by the list": lambda shed: shed.take_over(f"zoe;saw;3;{MARK}"),
}
# Nobody refuses these two: a layer lets them pass as the text that they are.
KEPT_AS_TEXT = {"a quote in a note": "query", "a tag, by the list": "page"}
DOORS = ("edge", "edge", "edge", "core", "core", "edge", "table", "core")
NORMAL: tuple[Callable[[Shed], object], ...] = (
    lambda shed: shed.post("zoe", request_body(note="Ada's saw, if 2 < 3 & it's dry")),
    lambda shed: shed.take_over("zoe;drill;14;until Sunday"),
    lambda shed: shed.give_back("ada", 1),
)


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "li":
            self.found.append(tag)


def harm(shed: Shed) -> str:
    """Return what has gone wrong in the shed, by looking at it, not at the attack."""
    loans = shed.db.execute("SELECT id, member, days FROM loans").fetchall()
    if shed.parsed > 1000:
        return f"{shed.parsed:,} bytes parsed"
    if not any(loan == 1 for loan, *_ in loans):
        return "ada's loan is gone"
    if any(member == "ada" and loan > 1 for loan, member, _ in loans):
        return "a loan in ada's name"
    if any(not 1 <= days <= 14 for *_, days in loans):
        return "a loan of -7 days"
    return "an attacker's tag" if Tags(shed.board()).found else ""


def attack(name: str, layers: frozenset[str]) -> str:
    """Return the layer that stops the attack, or the harm that it does."""
    with closing(Shed(layers)) as shed:
        try:
            ATTACKS[name](shed)
        except Refused as refusal:
            # What has happened before the refusal has happened.
            return harm(shed) or str(refusal)
        return harm(shed) or KEPT_AS_TEXT[name]


def serves(layers: frozenset[str]) -> int:
    """Return how many of the normal requests are granted."""
    granted = 0
    for request in NORMAL:
        with closing(Shed(layers)) as shed, suppress(Refused, sqlite3.OperationalError):
            request(shed)
            granted += 1
    return granted


def stopping(name: str) -> list[str]:
    """Return the layers that stop an attack without any help."""
    return [layer for layer in LAYERS if attack(name, frozenset({layer})) == layer]


def harmful(layers: frozenset[str]) -> list[str]:
    return [name for name in ATTACKS if attack(name, layers) not in LAYERS]


if __name__ == "__main__":
    everything = frozenset(LAYERS)
    print(f"{'attack':22}{'no layer at all':24}stopped by, alone")
    for name in ATTACKS:
        print(f"{name:22}{attack(name, frozenset()):24}{', '.join(stopping(name))}")
    print()
    for title, layers in {
        "none": frozenset(),
        "edge and form": frozenset({"edge", "form"}),
        "all": everything,
        **{f"all but {layer}": everything - {layer} for layer in LAYERS},
    }.items():
        print(f"{title:15}{len(harmful(layers))} of 8 do harm, {serves(layers)} of 3 requests granted")
