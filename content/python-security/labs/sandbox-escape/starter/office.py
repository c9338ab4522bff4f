"""The carrier's office: it reads the ledger, and checks what a parcel costs today."""

from hmac import compare_digest
from pathlib import Path

import quotes
import settings

LEDGER = Path(__file__).with_name("ledger.txt")


def ledger(password):
    """Return the ledger to anyone who knows the office's password."""
    if not compare_digest(password.encode(), settings.OFFICE_PASSWORD.encode()):
        raise PermissionError("This is not the password.")
    return LEDGER.read_text(encoding="utf-8")


def example():
    """Return what a small local parcel costs today, with a rule that keeps the usual price."""
    parcel = {"weight": 1.0, "zone": "local", "value": 20, "fragile": False}
    return quotes.quote("price = base(zone)", parcel)["cents"]
