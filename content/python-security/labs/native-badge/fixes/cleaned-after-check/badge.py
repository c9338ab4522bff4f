"""Badges for the doors of the house, laid out by the C library of the card printer."""

import ctypes
import hmac
from pathlib import Path

HERE = Path(__file__).parent
RESERVED = {b"reception", b"security-office", "reception", "security-office"}
VAULT_FLOOR = 9

printer = ctypes.CDLL(str(HERE / "libbadge.so"))
printer.card_name.restype = ctypes.c_char_p


def is_admins(code):
    """Tell whether this is the administrators' code."""
    return hmac.compare_digest(code.encode(), (HERE / "code.txt").read_bytes().strip())


def clean(name):
    """Drop what is not UTF-8: the reader sometimes sends half a character."""
    text = name.decode("utf-8", "ignore") if isinstance(name, bytes) else name
    return text.encode("utf-8", "ignore")


def make(name, code="", floor=1):
    """Print a badge, and read back what stands on it. The form sends a name as text, the card reader as UTF-8 bytes."""
    if type(name) not in {str, bytes}:
        raise TypeError("A name is text or bytes.")
    if type(floor) is not int or not -2 <= floor <= 12:
        raise ValueError("The house has no such floor.")
    admin = is_admins(code)
    if name in RESERVED and not admin:
        raise PermissionError("This name is reserved.")
    if floor == VAULT_FLOOR and not admin:
        raise PermissionError("Only administrators go to this floor.")
    data = clean(name)
    if len(data) > 15 or b"\0" in data:
        raise ValueError("This name does not fit on a card.")
    printer.card_write(data, admin, floor)
    return {
        "name": printer.card_name().decode(),
        "admin": bool(printer.card_is_admin()),
        "floor": printer.card_floor(),
    }
