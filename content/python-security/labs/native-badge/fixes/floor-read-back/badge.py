"""Badges for the doors of the house, laid out by the C library of the card printer."""

import ctypes
import hmac
from pathlib import Path

HERE = Path(__file__).parent
RESERVED = {b"reception", b"security-office"}
VAULT_FLOOR = 9
FLOORS = range(-2, 13)
MOST_BYTES = 15  # the sixteenth ends the name

printer = ctypes.CDLL(str(HERE / "libbadge.so"))
printer.card_name.restype = ctypes.c_char_p
printer.card_write.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_int]
printer.card_write.restype = None


def is_admins(code):
    """Tell whether this is the administrators' code."""
    return hmac.compare_digest(code.encode(), (HERE / "code.txt").read_bytes().strip())


def make(name, code="", floor=1):
    """Print a badge, and read back what stands on it. The form sends a name as text, the card reader as UTF-8 bytes."""
    admin = is_admins(code)
    data = name.encode() if isinstance(name, str) else name
    if type(data) is not bytes:
        raise TypeError("A name is text or bytes.")
    if len(data) > MOST_BYTES:
        raise ValueError("The name is too long for a card.")
    if b"\0" in data:
        raise ValueError("A name holds no zero byte.")
    if type(floor) is not int:
        raise TypeError("A floor is an int.")
    if data in RESERVED and not admin:
        raise PermissionError("This name is reserved.")
    if floor == VAULT_FLOOR and not admin:
        raise PermissionError("Only administrators go to this floor.")
    printer.card_write(data, admin, floor)
    if printer.card_floor() != floor or floor not in FLOORS:
        raise ValueError("The house has no such floor.")
    return {
        "name": printer.card_name().decode(),
        "admin": bool(printer.card_is_admin()),
        "floor": printer.card_floor(),
    }
