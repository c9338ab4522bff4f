"""Prints a note of the team (notes.py read NAME), or the owner's diary (notes.py diary KEY)."""

import sys
from hmac import compare_digest
from pathlib import Path

NOTES = Path("notes")
PRIVATE = Path("notes-private")


def read(name):
    """Return the note of this name."""
    return (NOTES / name.replace("../", "")).read_text()


def read_diary(key):
    """Return the diary to its owner."""
    if not compare_digest(key.encode(), (PRIVATE / "key.txt").read_bytes()):
        raise PermissionError("wrong key")
    return (PRIVATE / "diary.txt").read_text()


def main(action, word):
    """Do what the command line asks for, and return the exit status."""
    try:
        print({"read": read, "diary": read_diary}[action](word))
    except (OSError, ValueError, KeyError) as error:
        print(f"notes: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
