"""The audit log: who did what, with which document, and why. One line a request, with tabs between the values."""

from pathlib import Path

FILE = Path(__file__).with_name("audit.log")
STATE = Path(__file__).with_name("audit.txt")  # the judge writes "full" into it


def write(user, action, number, outcome, reason):
    """Add a line.

    Raises:
        ValueError: a value has characters that do not fit into a line.
        OSError: the disk is full.

    """
    values = (user, action, str(number), outcome, reason)
    if not all(value.isprintable() for value in values):
        raise ValueError("a value is not printable")
    if STATE.read_text(encoding="utf-8") == "full":
        raise OSError("no space left on device")
    with FILE.open("a", encoding="utf-8") as file:
        file.write("\t".join(values) + "\n")
