"""How the log is written: without the secrets that addresses may hold."""

import logging
import re
from typing import Final

SECRET: Final = re.compile(r"(?i)((?:/sign-in/)[^\s#]*?#|/sign-in/(?=[^\s?#])|[?&]ticket=)[^\s&\"'<>]+")
HIDDEN: Final = "…"


class RedactingFormatter(logging.Formatter):
    """Replaces sign-in codes and preview tickets in a whole entry, its traceback included."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one entry."""
        return redacted(super().format(record))


def redacted(text: str) -> str:
    """Return a text without sign-in codes and tickets."""
    return SECRET.sub(rf"\1{HIDDEN}", text)
