"""The lockers of a swimming pool: seven digits open one."""

import json
from pathlib import Path

LOCKERS = json.loads(Path(__file__).with_name("lockers.json").read_text())


def open_locker(number, typed):
    """Return what is in a locker; the keypad calls this after every key."""
    if number not in LOCKERS:
        return "No such locker."
    code = LOCKERS[number]["code"]
    if typed == code:
        return LOCKERS[number]["holds"]
    return "Next digit." if code.startswith(typed) else "Wrong code."
