"""The boathouse's journal: what has happened, one event a line."""

import logging
import re
from pathlib import Path

FILE = Path(__file__).with_name("journal.log")
EVENTS = ("ASKED", "APPROVED", "REFUSED", "HANDED")

ENTRY = re.compile(r"[0-9-]{10} [0-9:]{8} (?P<name>.*?): (?P<event>[A-Z]+) (?P<number>\d+) (?P<note>.*)")


def _open():
    handler = logging.FileHandler(FILE, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    log = logging.getLogger("boathouse")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(handler)
    return log


LOG = _open()


def record(name, event, number, note):
    """Write one event down: who, what, which request, and a note in the person's own words."""
    if event not in EVENTS:
        raise ValueError("There is no such event.")
    LOG.info(f"{name}: {event} {number} {note}")


def events():
    """Return all events, oldest first, as dictionaries with name, event, number and note."""
    lines = FILE.read_text(encoding="utf-8").split("\n")
    found = (ENTRY.fullmatch(line) for line in lines)
    return [{**entry.groupdict(), "number": int(entry["number"])} for entry in found if entry]
