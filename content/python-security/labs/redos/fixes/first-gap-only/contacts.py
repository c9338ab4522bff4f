"""The address book: what the sign-up form sends is checked and cleaned here."""

import re


def is_email(text):
    """Tell whether text is an address: words, joined by . _ + or -, then @ and a host. At most 254 characters."""
    return (
        re.fullmatch(
            r"[a-z0-9]+([._+-][a-z0-9]+)*"
            r"@[a-z0-9]+([.-][a-z0-9]+)*"
            r"\.[a-z]{2,}",
            text,
            re.IGNORECASE,
        )
        is not None
    )


def is_day(text):
    """Tell whether text is a day, year first: 2025-12-01, 2025/12/1, 20251201, 2025 - 12 - 01, 2025 12 1."""
    return (
        re.fullmatch(
            r"[0-9]{4}"
            r"\s*+[-./]?\s*+[0-9]{1,2}"
            r"\s*[-./]?\s*[0-9]{1,2}",
            text,
        )
        is not None
    )


def tidy(note):
    """Cut blanks, line ends and zero-width joints (U+200C) off both ends. A note may be as long as a book."""
    return re.sub(r"^[\s\u200c]+|(?<![\s\u200c])[\s\u200c]+$", "", note)


def title(note):
    """Make the first line of a note short enough for a list: at most 40 characters."""
    line = re.match(r"[^\n]*", tidy(note)).group()
    return line if len(line) <= 40 else line[:39] + "…"
