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


class Name:
    """What C may take for a name: UTF-8 that fits on the card and ends where it ends."""

    @classmethod
    def from_param(cls, data):
        """Hand over a name, or refuse."""
        if not isinstance(data, bytes) or len(data) > MOST_BYTES or 0 in data:
            raise TypeError("This is no name for a card.")
        return ctypes.c_char_p(data)


class Floor:
    """What C may take for a floor."""

    @classmethod
    def from_param(cls, floor):
        """Hand over a floor, or refuse."""
        if not isinstance(floor, int) or floor not in FLOORS:
            raise TypeError("The house has no such floor.")
        return ctypes.c_int(floor)


printer.card_name.restype = ctypes.c_char_p
printer.card_write.argtypes = [Name, ctypes.c_int, Floor]


def is_admins(code):
    """Tell whether this is the administrators' code."""
    return hmac.compare_digest(code.encode(), (HERE / "code.txt").read_bytes().strip())


def make(name, code="", floor=1):
    """Print a badge, and read back what stands on it. The form sends a name as text, the card reader as UTF-8 bytes."""
    admin = is_admins(code)
    data = name.encode() if isinstance(name, str) else name
    if data in RESERVED and not admin:
        raise PermissionError("This name is reserved.")
    if floor == VAULT_FLOOR and not admin:
        raise PermissionError("Only administrators go to this floor.")
    printer.card_write(data, admin, floor)
    return {
        "name": printer.card_name().decode(),
        "admin": bool(printer.card_is_admin()),
        "floor": printer.card_floor(),
    }
