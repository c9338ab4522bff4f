"""The boathouse's journal: what has happened, one event a line."""

import logging
from pathlib import Path

FILE = Path(__file__).with_name("journal.log")
EVENTS = ("ASKED", "APPROVED", "REFUSED", "HANDED")


def _open():
    handler = logging.FileHandler(FILE, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s | %(message)s", "%Y-%m-%d %H:%M:%S"))
    log = logging.getLogger("boathouse")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(handler)
    return log


LOG = _open()


def _printable(text):
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def record(name, event, number, note):
    """Write one event down: who, what, which request, and a note in the person's own words."""
    if event not in EVENTS:
        raise ValueError("There is no such event.")
    LOG.info(f"{_printable(name)} | {event} | {number} | {_printable(note)}")


def events():
    """Return all events, oldest first, as dictionaries with name, event, number and note."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        _, name, event, number, note = line.split(" | ", 4)
        found.append({"name": name, "event": event, "number": int(number), "note": note})
    return found
