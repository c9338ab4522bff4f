"""The boathouse's journal: what has happened, one event a line."""

import logging
import re
from pathlib import Path
from urllib.parse import quote, unquote

FILE = Path(__file__).with_name("journal.log")
EVENTS = ("ASKED", "APPROVED", "REFUSED", "HANDED")

ENTRY = re.compile(r"\S+ \S+ (?P<name>\S*): (?P<event>[A-Z]+) (?P<number>\d+) (?P<note>\S*)")


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
    name, note = (quote(value, errors="surrogatepass") for value in (name, note))
    LOG.info("%s: %s %d %s", name, event, number, note)


def events():
    """Return all events, oldest first, as dictionaries with name, event, number and note."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if entry := ENTRY.fullmatch(line):
            name, note = (unquote(entry[key], errors="surrogatepass") for key in ("name", "note"))
            found.append({"name": name, "event": entry["event"], "number": int(entry["number"]), "note": note})
    return found
