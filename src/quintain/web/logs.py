"""How the log is written: without secrets that an entry may hold, and in entries that nobody can forge.

As lines for people, or as one JSON object in each line for programs that collect them.
"""

import json
import logging
import re
import sys
import threading
import time
from contextvars import ContextVar
from typing import Any, Final, override

from quintain.web.health import is_away

SECRET: Final = re.compile(
    r"""(?ix)
    ( (?:/sign-in/)[^\s#]*?\# | /sign-in/(?=[^\s?#]) | /invitation/\#       # links that sign somebody in
    | [?&](?:ticket|code|state|token|id_token|access_token|client_secret)=  # previews, single sign-on
    | ://[^\s/:@]*:(?=[^\s/@]*@)                                            # the password of an address
    | \bquintain-(?:session|csrf)\d*=                                       # cookies
    ) [^\s&"'<>@;]+
    """
)
HEADER: Final = re.compile(r"""(?i)(\b(?:set-)?cookie|\bauthorization)(['"]?[:,]\s*b?['"]?)[^'"\n]+""")
DETAIL: Final = re.compile(
    r"(?s)(DETAIL:\s+).*?(?=(?:\n|\\n)(?:CONTEXT|HINT|SCHEMA NAME|Traceback|During|The above)|\Z)"
)
"""PostgreSQL tells the values of a row that it refuses: names of people, learners' code."""
HIDDEN: Final = "…"
CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
MOST_LETTERS: Final = 8_000
"""Of a message, and of a traceback, in an entry of JSON: collectors cut longer lines anywhere."""
FACTS: Final = ("route", "status", "seconds", "method")
"""What an entry of JSON may say besides, if its record has it."""

log = logging.getLogger(__name__)
_outage_told: Final = threading.Event()
_request: ContextVar[str] = ContextVar("request", default="")


def name_request(number: str) -> None:
    """Have further entries of this thread, or task, say by a number which request they belong to."""
    _request.set(number)


class WithoutOutages(logging.Filter):
    """Writes in a line, and without a traceback, that something failed since PostgreSQL does not answer.

    Whatever asks the database fails then, again and again, and where it was in our code tells nobody anything.
    """

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        """Let all entries pass."""
        if (why := _outage(record.exc_info[1] if record.exc_info else None)) is not None:
            words = str(why).strip().splitlines() or [type(why).__name__]
            record.msg, record.args = "%s: the database does not answer: %s", (record.getMessage(), words[0])
            record.exc_info = record.exc_text = None
            _outage_told.set()
        return True


def tell_end_of_outage() -> None:
    """Write that the database answers, if the last that was written of it is that it does not."""
    if _outage_told.is_set():
        _outage_told.clear()
        log.warning("the database answers again")


def _outage(error: BaseException | None) -> BaseException | None:
    """Return what the driver of PostgreSQL says of a server that is away, if it is what an error comes from."""
    driver = sys.modules.get("psycopg")
    while driver is not None and error is not None:
        if isinstance(error, driver.OperationalError | driver.InterfaceError):
            return error if is_away(error) else None
        error = error.__cause__
    return None


class RedactingFormatter(logging.Formatter):
    """Replaces sign-in codes, tickets, passwords and values of rows in a whole entry, its traceback included.

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


class JsonFormatter(logging.Formatter):
    """Writes an entry as one line of JSON, without secrets: letters beyond ASCII, and newlines, are escapes in it.

    Args:
        name: which process of several writes, as an operator knows it.

    """

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._name = name

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Return one entry without secrets."""
        milliseconds = f"{int(record.msecs):03d}"
        entry: dict[str, Any] = {  # what json.dumps() takes
            "time": time.strftime(f"%Y-%m-%dT%H:%M:%S.{milliseconds}Z", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": redacted(record.getMessage())[:MOST_LETTERS],
            "process": self._name,
        }
        if number := _request.get():
            entry["request"] = number
        entry |= {name: value for name in FACTS if (value := getattr(record, name, None)) is not None}
        if isinstance(named := getattr(record, "request", None), str):  # Django's own entries have the request itself
            entry["request"] = named
        if isinstance(status := getattr(record, "status_code", None), int):
            entry["status"] = status
        if record.exc_info:
            entry["traceback"] = redacted(self.formatException(record.exc_info))[-MOST_LETTERS:]
        return json.dumps(entry, default=str)


def redacted(text: str) -> str:
    """Return a text without sign-in codes, tickets, passwords in addresses, and values of rows."""
    text = HEADER.sub(rf"\1\2{HIDDEN}", SECRET.sub(rf"\1{HIDDEN}", text))
    return DETAIL.sub(rf"\1{HIDDEN}", text)
