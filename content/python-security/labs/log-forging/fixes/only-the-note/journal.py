"""The boathouse's journal: what has happened, one event a line."""

import logging
import re
from pathlib import Path

FILE = Path(__file__).with_name("journal.log")
EVENTS = ("ASKED", "APPROVED", "REFUSED", "HANDED")

ESCAPED = re.compile(r"\\(\\|[0-9a-f]{6})")


def _escape(text):
    """Write everything but plain letters as a number, and the backslash twice."""
    doubled = text.replace("\\", "\\\\")
    return "".join(letter if letter.isprintable() else f"\\{ord(letter):06x}" for letter in doubled)


def _plain(text):
    return ESCAPED.sub(lambda found: "\\" if found[1] == "\\" else chr(int(found[1], 16)), text)


def _open():
    handler = logging.FileHandler(FILE, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s\t%(message)s", "%Y-%m-%d %H:%M:%S"))
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
    LOG.info("%s\t%d\t%s\t%s", event, number, name, _escape(note))


def events():
    """Return all events, oldest first, as dictionaries with name, event, number and note."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        _, event, number, name, note = line.split("\t")
        found.append({"name": name, "event": event, "number": int(number), "note": _plain(note)})
    return found
