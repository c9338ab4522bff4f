"""Reads the notes of a team, and the diary of its owner."""

from hmac import compare_digest
from pathlib import Path

NOTES = Path("notes")
PRIVATE = Path("notes-private")


def read(name):
    """Return the note of this name."""
    if name.startswith(".."):
        raise ValueError("no such note")
    return (NOTES / name).read_text()


def read_diary(key):
    """Return the diary to its owner."""
    if not compare_digest(key.encode(), (PRIVATE / "key.txt").read_bytes()):
        raise PermissionError("wrong key")
    return (PRIVATE / "diary.txt").read_text()
