"""The monthly salaries: exported for the bank, and copied for the auditors.

The bank's program runs as the same user as this one. It sends each file *.txt in outbox/ as soon as it sees it.
"""

import shutil
import tempfile
from pathlib import Path

import staff
from folders import ARCHIVE, OUTBOX, SCRATCH, file_of


def export(month):
    """Put the payments of a month into the outbox, and return their number and their sum."""
    name = file_of(month)
    count = total = 0
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        draft = Path(folder, name)
        with open(draft, "w", encoding="utf-8") as file:
            for person, account, cents in staff.payments(month):
                file.write(f"{account};{cents // 100}.{cents % 100:02};{person}\n")
                count += 1
                total += cents
        draft.chmod(0o600)
        draft.replace(OUTBOX / name)
    return {"payments": count, "cents": total}


def archive(month):
    """Copy a month's file from the outbox for the auditors."""
    name = file_of(month)
    with tempfile.TemporaryDirectory(dir=ARCHIVE) as folder:
        copy = Path(shutil.copyfile(OUTBOX / name, Path(folder, name)))
        copy.chmod(0o600)
        copy.replace(ARCHIVE / name)


def months():
    """Return the months that are in the outbox, oldest first."""
    return sorted(path.stem for path in OUTBOX.glob("*.txt"))
