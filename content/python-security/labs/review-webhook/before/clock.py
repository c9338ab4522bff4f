"""The shop's clock. The judge sets it, so that no test has to wait."""

from pathlib import Path

FILE = Path(__file__).with_name("clock.txt")


def now():
    """Return the time in whole seconds since 1970."""
    return int(FILE.read_text())
