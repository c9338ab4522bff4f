"""The monthly salaries: exported for the bank, and copied for the auditors.

The bank's program runs as the same user as this one. It sends each file *.txt in outbox/ as soon as it sees it.
"""

import os
import shutil

import staff
from folders import ARCHIVE, OUTBOX, file_of

os.umask(0o077)  # new files of this process are for its user alone


def export(month):
    """Put the payments of a month into the outbox, and return their number and their sum."""
    name = file_of(month)
    draft = OUTBOX / f"{month}.part"
    count = total = 0
    try:
        with open(draft, "w", encoding="utf-8") as file:
            for person, account, cents in staff.payments(month):
                file.write(f"{account};{cents // 100}.{cents % 100:02};{person}\n")
                count += 1
                total += cents
        os.replace(draft, OUTBOX / name)
    finally:
        draft.unlink(missing_ok=True)
    return {"payments": count, "cents": total}


def archive(month):
    """Copy a month's file from the outbox for the auditors."""
    name = file_of(month)
    draft = ARCHIVE / f"{month}.part"
    shutil.copyfile(OUTBOX / name, draft)
    os.replace(draft, ARCHIVE / name)


def months():
    """Return the months that are in the outbox, oldest first."""
    return sorted(path.stem for path in OUTBOX.glob("*.txt"))
