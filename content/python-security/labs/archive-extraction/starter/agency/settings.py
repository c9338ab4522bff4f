"""Settings of this server."""

from pathlib import Path

BASE = Path(__file__).resolve().parent.parent

DATA = BASE / "data"
STAFF_KEY = (BASE / "keys" / "staff.txt").read_text()
CENTS_A_WORD = 14
