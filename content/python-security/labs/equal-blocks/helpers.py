"""What tests and attacks share: people, their cells, and what two cells have in common."""

import base64
import binascii
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from quintain.judge import Raised, happened, leaks

RUN = 8  # bytes in a row that two cells have by chance practically never
MANAGER, IVO = 1001, 1002
COLUMNS = ("role", "condition", "note")


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


def telling_bits(groups):
    """Return how many bits of the cells are the same within each group, and not the same in all groups.

    A bit is counted from the beginning or from the end of a cell, in each way to read it.
    """
    read = [[[data for data, _ in ways(cell)] for cell in cells] for cells in groups]
    found = 0
    for way in range(min(len(each) for group in read for each in group)):
        for step in (1, -1):
            places = [list(zip(*(each[-1 - way][::step] for each in group), strict=False)) for group in read]
            for group_bytes in zip(*places, strict=False):
                ones = [reduce(and_, cell_bytes) for cell_bytes in group_bytes]
                zeros = [255 ^ reduce(or_, cell_bytes) for cell_bytes in group_bytes]
                steady = reduce(and_, (one | zero for one, zero in zip(ones, zeros, strict=True)))
                found += (steady & reduce(or_, ones) & reduce(or_, zeros)).bit_count()
    return found


def put(box, person, column, cell):
    """Write a cell as the administrators of the hosting company can."""
    box.call("practice:put", person.number, column, cell)


def searched(box, canary, person, text, cell):
    """Put this cell into a person's condition, and let the manager search for a text; leave everything as it was."""
    own = row(box, person.number)["condition"]
    put(box, person, "condition", cell)
    try:
        found = box.call("practice:treated", canary.manager_code, text)
    except Raised:
        found = []
    put(box, person, "condition", own)
    return happened(
        person.number in found,
        "the search finds a person who has never had this condition",
        "the search does not find a person by a cell of another place",
        people=len(found),
    )


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
