"""The key that the shop and the terminal share. Somebody replaces the file in both places once a month."""

from pathlib import Path

FILE = Path(__file__).with_name("key.txt")


def current():
    """Return the current key, as bytes."""
    return FILE.read_bytes().strip()
