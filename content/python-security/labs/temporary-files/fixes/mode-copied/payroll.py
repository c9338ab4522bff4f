"""The monthly salaries: exported for the bank, and copied for the auditors.

The bank's program runs as the same user as this one. It sends each file *.txt in outbox/ as soon as it sees it.
"""

import os
import shutil
import tempfile

import staff
from folders import ARCHIVE, OUTBOX, SCRATCH, file_of


def export(month):
    """Put the payments of a month into the outbox, and return their number and their sum."""
    name = file_of(month)
    count = total = 0
    descriptor, draft = tempfile.mkstemp(dir=SCRATCH, prefix="payroll-")
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            for person, account, cents in staff.payments(month):
                file.write(f"{account};{cents // 100}.{cents % 100:02};{person}\n")
                count += 1
                total += cents
        os.replace(draft, OUTBOX / name)
    except BaseException:
        os.unlink(draft)
        raise
    return {"payments": count, "cents": total}


def archive(month):
    """Copy a month's file from the outbox for the auditors."""
    name = file_of(month)
    (ARCHIVE / name).unlink(missing_ok=True)
    shutil.copy(OUTBOX / name, ARCHIVE / name)


def months():
    """Return the months that are in the outbox, oldest first."""
    return sorted(path.stem for path in OUTBOX.glob("*.txt"))
