"""The lockers of a swimming pool: seven digits open one."""

import json
from pathlib import Path

LOCKERS = json.loads(Path(__file__).with_name("lockers.json").read_text())


def open_locker(number, typed):
    """Return what is in a locker; the keypad calls this after every key."""
    if number not in LOCKERS:
        return "No such locker."
    code = LOCKERS[number]["code"]
    if code.startswith(typed):
        return LOCKERS[number]["holds"]
    return "Wrong code."
