"""The address book: what the sign-up form sends is checked and cleaned here."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import wraps

THREADS = ThreadPoolExecutor()


def at_most(seconds, answer):
    """Give a check so many seconds; after that it has answered."""

    def decorate(check):
        @wraps(check)
        def limited(text):
            try:
                return THREADS.submit(check, text).result(timeout=seconds)
            except TimeoutError:
                return answer

        return limited

    return decorate


@at_most(2, False)
def is_email(text):
    """Tell whether text is an address: words, joined by . _ + or -, then @ and a host. At most 254 characters."""
    return (
        re.fullmatch(
            r"([a-z0-9]+[._+-]?)+"
            r"@([a-z0-9]+[.-]?)+"
            r"\.[a-z]{2,}",
            text,
            re.IGNORECASE,
        )
        is not None
    )


@at_most(2, False)
def is_day(text):
    """Tell whether text is a day, year first: 2025-12-01, 2025/12/1, 20251201, 2025 - 12 - 01, 2025 12 1."""
    return (
        re.fullmatch(
            r"[0-9]{4}"
            r"\s*[-./]?\s*[0-9]{1,2}"
            r"\s*[-./]?\s*[0-9]{1,2}",
            text,
        )
        is not None
    )


@at_most(2, "")
def tidy(note):
    """Cut blanks, line ends and zero-width joints (U+200C) off both ends. A note may be as long as a book."""
    return re.sub(r"^[\s\u200c]+|[\s\u200c]+$", "", note)


def title(note):
    """Make the first line of a note short enough for a list: at most 40 characters."""
    line = re.match(r"[^\n]*", tidy(note)).group()
    return line if len(line) <= 40 else line[:39] + "…"
