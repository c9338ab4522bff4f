"""What the personnel office has entered: a file for each month."""

from folders import STAFF


def payments(month):
    """Give person, account and cents of each payment; stop at a line that is not complete."""
    lines = (STAFF / f"{month}.csv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        person, account, cents = (line.split(";") + ["", "", ""])[:3]
        if not (person and account and cents.isdecimal()):
            raise ValueError(f"Line {number} of {month} is not complete.")
        yield person, account, int(cents)
