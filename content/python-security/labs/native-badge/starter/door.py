"""The vault's door, which believes the badge, and the printer's tray, from which anyone takes a card."""

import ctypes
from pathlib import Path

import badge

HERE = Path(__file__).parent
VAULT = HERE / "vault.txt"


def open_vault(name, code="", floor=1):
    """Print a badge, hold it to the reader, and give what lies in the vault."""
    card = badge.make(name, code, floor)
    if card["admin"] is not True:
        raise PermissionError("Only administrators open the vault.")
    return VAULT.read_text()


def take_card():
    """Give name and floor of the card that lies in the printer, whatever badge.py has answered."""
    printer = ctypes.CDLL(str(HERE / "libbadge.so"))
    printer.card_name.restype = ctypes.c_char_p
    return {"name": printer.card_name(), "floor": printer.card_floor()}
