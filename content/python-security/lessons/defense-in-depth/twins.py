"""Three layers with one pattern, and three layers with a check of their own each."""

import re
import sqlite3
from collections.abc import Callable
from datetime import date


def pattern(text: str) -> bool:
    return bool(re.match(r"\d{4}-\d\d-\d\d$", text))


def calendar(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def table(text: str) -> bool:
    (same,) = sqlite3.connect(":memory:").execute("SELECT date(?, '+0 days') IS ?", [text, text]).fetchone()
    return bool(same)


LAYERS: dict[str, tuple[Callable[[str], bool], ...]] = {
    "one pattern, three times": (pattern, pattern, pattern),
    "three ways": (pattern, calendar, table),
}
DATES = ("2026-03-01", "2026-03-01\n", "2026-99-99", "٢٠٢٦-03-01", "2026-02-30")

if __name__ == "__main__":
    for title, checks in LAYERS.items():
        print(title)
        for text in DATES:
            print(f"  {text!r:15}", *("passes" if check(text) else "stops " for check in checks))
