"""What tests and attacks share: people, their cells, and what two cells have in common."""

import base64
import binascii
from contextlib import suppress
from dataclasses import dataclass

from quintain.judge import Raised, leaks

RUN = 8  # bytes in a row that two cells have by chance practically never
MANAGER, IVO = 1001, 1002


@dataclass
class Person:
    number: int
    code: str


def word(rng, count=10):
    return "".join(rng.choices("abcdefghijklmnoprstuvwz", k=count))


def join(box, name):
    """Let a new patient join."""
    return Person(**box.call("practice:join", name))


def save(box, person, condition="", note=""):
    box.call("practice:save", person.code, condition, note)


def row(box, number):
    return next(row for row in box.call("practice:rows") if row["number"] == number)


def ways(cell):
    """Give each way to read a cell as bytes, with the way back: as it is, base64, hexadecimal."""
    raw = cell.encode() if isinstance(cell, str) else bytes(cell or b"")
    kind = str if isinstance(cell, str) else bytes
    back = (lambda new: new.decode("latin-1")) if kind is str else bytes
    with suppress(ValueError, binascii.Error):
        text = raw.decode("ascii").translate(str.maketrans("-_", "+/"))
        plain = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        if len(raw) > RUN:
            yield (
                plain,
                lambda new: back(
                    base64.urlsafe_b64encode(new) if b"+" not in raw and b"/" not in raw else base64.b64encode(new)
                ),
            )
    with suppress(ValueError):
        yield bytes.fromhex(raw.decode("ascii")), lambda new: back(new.hex().encode())
    yield raw, back


def alike(first, second):
    """Return how many runs of eight bytes two cells have in common."""
    return max(len(_runs(one) & _runs(other)) for one, _ in ways(first) for other, _ in ways(second))


def _runs(data):
    return {data[at : at + RUN] for at in range(len(data) - RUN + 1)}


def put(box, person, column, cell):
    """Write a cell as the administrators of the hosting company can."""
    box.call("practice:put", person.number, column, cell)


def try_roles(box, canary, person, made):
    """Put each of these cells into a person's role, and try to get the code of the safe; leave everything as it was."""
    own, answer = row(box, person.number)["role"], ""
    for cell in made:
        put(box, person, "role", cell)
        try:
            answer = box.call("practice:safe", person.code)
        except Raised as refusal:
            answer = refusal.text
        if canary.safe_code in str(answer):
            break
    put(box, person, "role", own)
    return leaks(canary.safe_code, answer, "the code of the safe")
