"""How the log is written: without secrets that addresses may hold, and in entries that nobody can forge."""

import logging
import re
from typing import Final

SECRET: Final = re.compile(r"(?i)((?:/sign-in/)[^\s#]*?#|/sign-in/(?=[^\s?#])|[?&]ticket=)[^\s&\"'<>]+")
HIDDEN: Final = "…"
CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class RedactingFormatter(logging.Formatter):
    """Replaces sign-in codes and preview tickets in a whole entry, its traceback included.

    Control characters of a message are written as escapes, since a message may hold what a browser sent: a newline in
    it would begin an entry of the sender's own (CWE-117).
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one entry without secrets."""
        return redacted(super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  logging's name
        """Return the first line of an entry, with control characters as escapes."""
        record.message = CONTROL.sub(lambda match: ascii(match[0])[1:-1], record.message)
        return super().formatMessage(record)


def redacted(text: str) -> str:
    """Return a text without sign-in codes and tickets."""
    return SECRET.sub(rf"\1{HIDDEN}", text)
