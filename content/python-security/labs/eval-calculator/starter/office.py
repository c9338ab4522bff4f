"""The office: it prices the lines of the order form, and keeps the books."""

from hmac import compare_digest
from pathlib import Path

import measures

WORD = "${office_word}"
LEDGER = Path(__file__).with_name("ledger.txt")


def price(length, number, cents):
    """Price one line at so many cents a metre, or tell that it cannot be read."""
    try:
        line = measures.cut(length, number)
        total = measures.millimetres(length) * measures.pieces(number) * cents // 1000
    except Exception:
        return {"wrong": f"{number} x {length}"}
    return {"saw": line, "cents": total}


def books(word):
    """Open the books for whoever knows the office's word."""
    if not compare_digest(word.encode(), WORD.encode()):
        raise PermissionError("The books are shut.")
    return LEDGER.read_text(encoding="utf-8")
