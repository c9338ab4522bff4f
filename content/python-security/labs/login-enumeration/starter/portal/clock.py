"""The clock of the portal. The judge sets it, so that no test has to wait."""

from pathlib import Path

FILE = Path(__file__).parents[1] / "clock.txt"


def now():
    """Return the time in whole seconds since 1970."""
    return int(FILE.read_text())
