"""The log is read by people who decide by it."""

import logging
import sys

from quintain.web.logs import RedactingFormatter

FORMAT = RedactingFormatter("{levelname} {name}: {message}", style="{")


def entry(message: str, *args: object) -> str:
    """Return an entry as it is written."""
    return FORMAT.format(logging.LogRecord("quintain.web", logging.ERROR, "", 0, message, args, None))


def test_nobody_writes_an_entry_of_their_own() -> None:
    """A line end in an address stays within its line (CWE-117), whatever kind of line end it is."""
    for end in ("\n", "\r\n", "\x0b", "\x85", "\u2028"):
        written = entry("fault %s at %s", "1", f"/labs/{end}ERROR root: all is lost")
        assert len(written.splitlines()) == 1, repr(written)
        assert "all is lost" in written
    assert "\x1b" not in entry("%s", "\x1b[2J")


def test_a_traceback_keeps_its_lines() -> None:
    """What Python itself writes is read line by line."""
    try:
        raise ValueError("no")  # noqa: TRY301  the traceback is what counts
    except ValueError:
        record = logging.LogRecord("quintain", logging.ERROR, "", 0, "it failed", (), sys.exc_info())
    assert FORMAT.format(record).splitlines()[0] == "ERROR quintain: it failed"
    assert FORMAT.format(record).splitlines()[-1] == "ValueError: no"
