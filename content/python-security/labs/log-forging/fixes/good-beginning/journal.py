"""The boathouse's journal: what has happened, one event a line."""

import json
import logging
import re
from datetime import datetime
from pathlib import Path

FILE = Path(__file__).with_name("journal.log")
EVENTS = ("ASKED", "APPROVED", "REFUSED", "HANDED")


def _open():
    handler = logging.FileHandler(FILE, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(message)s"))
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
    entry = {
        "time": datetime.now().isoformat(" ", "seconds"),
        "name": name,
        "event": event,
        "number": number,
        "note": note,
    }
    is_plain = re.match(r"[\w ',.-]+", name) and re.match(r"[\w ',.-]*", note)
    LOG.info(json.dumps(entry, ensure_ascii=not is_plain))


def events():
    """Return all events, oldest first, as dictionaries with name, event, number and note."""
    entries = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    return [{key: entry[key] for key in ("name", "event", "number", "note")} for entry in entries]
