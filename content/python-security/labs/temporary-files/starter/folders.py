"""The folders of this machine, and the names of the files in them."""

import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRATCH = HERE / "scratch"  # like /tmp: every user of this machine may write here
OUTBOX = HERE / "outbox"  # other users may look at the names in these two, and write nothing
ARCHIVE = HERE / "archive"
STAFF = HERE / "staff"  # other users may not enter this one


def file_of(month):
    """Return the name of a month's file."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", month):
        raise ValueError("A month looks like 2026-10.")
    return f"{month}.txt"
