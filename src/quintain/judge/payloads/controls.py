"""Control characters and separators: what ends a line, a record or a header, and what a terminal obeys."""

import random
from collections.abc import Callable
from typing import Final

from quintain.judge.payloads.drawing import MANY, Dimension, draw

NEWLINES: Final[Dimension[str]] = {"": "\n", "carriage return and newline": "\r\n", "carriage return": "\r"}
"""What ends a line for ``open``, for logs and for HTTP."""
SEPARATORS: Final[Dimension[str]] = {
    "vertical tab": "\v",
    "form feed": "\f",
    "file separator": "\x1c",
    "group separator": "\x1d",
    "record separator": "\x1e",
    "next line": "\x85",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
}
"""What ends a line for ``str.splitlines`` besides."""


def lines(
    rng: random.Random,
    record: str,
    *,
    ends: Dimension[str] = NEWLINES,
    before: str = "x",
    many: int | None = MANY,
) -> dict[str, str]:
    """Draw values that begin a line of their own: a forged record of a log, a header, an answer."""
    starts = {"": before, "two ends": f"{before}{{}}", "a space before the end": f"{before} "}
    tails = {"": "", "an end behind": "{}"}

    def make(start: str, end: str, tail: str) -> str:
        return start.replace("{}", end) + end + record + tail.replace("{}", end)

    return draw(rng, many, make, starts, ends, tails)


def headers(rng: random.Random, name: str, value: str, *, before: str = "x", many: int | None = MANY) -> dict[str, str]:
    """Draw values of a header that bring another header."""
    spaces = {"": ": ", "no space": ":", "tab": ":\t"}
    names: Dimension[Callable[[str], str]] = {"": str, "small letters": str.lower, "capitals": str.upper}
    ends = {"": "\r\n", "newline alone": "\n"}

    def make(end: str, spell: Callable[[str], str], space: str) -> str:
        return f"{before}{end}{spell(name)}{space}{value}"

    return draw(rng, many, make, ends, names, spaces)


SCREENS: Final[Dimension[str]] = {
    "": "\x1b[2J",
    "line above": "\x1b[1A\x1b[2K",
    "start of the line": "\r\x1b[K",
    "colour of the ground": "\x1b[8m",
    "title": "\x1b]0;x\x07",
    "link": "\x1b]8;;http://other.lab.test\x1b\\",
    "one character of its own": "\x9b2J",
    "backspaces": "\b\b\b\b\b\b\b\b",
}


def screens(rng: random.Random, text: str, *, many: int | None = MANY) -> dict[str, str]:
    """Draw values that a terminal obeys instead of showing them; ``text`` comes after them."""
    return draw(rng, many, lambda sequence, before: before + sequence + text, SCREENS, {"": "x", "nothing before": ""})


DIRECTIONS: Final[Dimension[str]] = {
    "": "\u202e",
    "embedded": "\u202b",
    "isolated": "\u2067",
    "first strong": "\u2068",
    "mark": "\u200f",
    "Arabic mark": "\u061c",
}
UNSEEN: Final[Dimension[str]] = {
    "zero width space": "\u200b",
    "joiner": "\u200d",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "word joiner": "\u2060",
    "tag letter": "\U000e0041",
}


def unseen(rng: random.Random, text: str, *, many: int | None = MANY) -> dict[str, str]:
    """Draw texts with a character within that nobody sees, or that turns the direction."""
    middle = len(text) // 2
    return draw(rng, many, lambda mark: text[:middle] + mark + text[middle:], {**DIRECTIONS, **UNSEEN})
