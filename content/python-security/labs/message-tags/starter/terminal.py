"""The terminal in the warehouse: it reads the QR code of a slip or credit note. All fields in it are strings."""

import stopwatch
from stock import CATALOGUE

tags = stopwatch.load("tags")

COLLECTED, PAID = set(), set()


def _fields(paper, amount):
    """Return the fields of a paper in their order, and its tag."""
    fields = [paper[name] for name in ("name", "order", "article", amount, "remark", "tag")]
    if not all(isinstance(field, str) for field in fields):
        raise ValueError("A field of a QR code is a string.")
    return fields


def _is_number(text):
    return text.isascii() and text.isdigit() and len(text) <= 9 and text[0] != "0"


def _is_possible(order, article, amount):
    return _is_number(order) and article in CATALOGUE and _is_number(amount)


def collect(slip):
    """Check a slip. Return the code of the locker, the number of pieces, and the steps that the check of the tag took.

    Each order is collected once. A wrong slip gets no code.
    """
    name, order, article, pieces, remark, tag = _fields(slip, "pieces")
    is_right, steps = stopwatch.measure(tags.is_slip, name, order, article, pieces, remark, tag)
    if not is_right or not _is_possible(order, article, pieces) or order in COLLECTED:
        return {"locker": None, "pieces": 0, "steps": steps}
    COLLECTED.add(order)
    return {"locker": CATALOGUE[article][2], "pieces": int(pieces), "steps": steps}


def redeem(note):
    """Check a credit note. Return the cents that are paid out, and the steps that the check of the tag took.

    Each note is paid once. A wrong one gets no money.
    """
    name, order, article, cents, remark, tag = _fields(note, "cents")
    is_right, steps = stopwatch.measure(tags.is_credit, name, order, article, cents, remark, tag)
    if not is_right or not _is_possible(order, article, cents) or order in PAID:
        return {"paid": 0, "steps": steps}
    PAID.add(order)
    return {"paid": int(cents), "steps": steps}
