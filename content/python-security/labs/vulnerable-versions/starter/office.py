"""What only the staff may do."""

from hmac import compare_digest
from pathlib import Path

import settings


def boarding_key(pin):
    """Return the key that signs boarding passes.

    Raises:
        PermissionError: the PIN is wrong.

    """
    if not compare_digest(pin.encode(), settings.OFFICE_PIN.encode()):
        raise PermissionError("The PIN is wrong.")
    return Path(__file__).with_name("keys").joinpath("boarding.txt").read_text().strip()
