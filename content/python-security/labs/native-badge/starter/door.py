"""The vault's door: it believes the badge."""

from pathlib import Path

import badge

VAULT = Path(__file__).with_name("vault.txt")


def open_vault(name, code="", floor=1):
    """Print a badge, hold it to the reader, and give what lies in the vault."""
    card = badge.make(name, code, floor)
    if card["admin"] is not True:
        raise PermissionError("Only administrators open the vault.")
    return VAULT.read_text()
