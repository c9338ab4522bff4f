"""The desk of the boathouse: a member asks for the key, the warden approves, and the desk hands it over."""

import hmac
from itertools import count

import journal

KEY_CODE = "${key_code}"
WARDEN_PIN = "${warden_pin}"

NUMBERS = count(101)


def ask(name, note):
    """Ask for the key, and return the number of the request."""
    number = next(NUMBERS)
    journal.record(name, "ASKED", number, note)
    return number


def approve(pin, number, note):
    """Approve a request; only the warden has the PIN. A wrong one is written down as well."""
    number = int(number)
    if not hmac.compare_digest(pin.encode(), WARDEN_PIN.encode()):
        journal.record("somebody", "REFUSED", number, note)
        raise PermissionError("This is not the warden's PIN.")
    journal.record("warden", "APPROVED", number, note)


def collect(number):
    """Hand over the code of the key box, if the journal says that the warden has approved the request."""
    approved = [entry["number"] for entry in journal.events() if entry["event"] == "APPROVED"]
    if number not in approved:
        raise PermissionError("Nobody has approved this request.")
    journal.record("desk", "HANDED", number, "")
    return KEY_CODE


def board():
    """Return what the board in the hall shows of the journal."""
    return [f"{entry['number']} {entry['event'].lower()} by {entry['name']}" for entry in journal.events()]
