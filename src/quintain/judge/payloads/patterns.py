"""Texts that a pattern lets through: what is around the good part, and what its classes hold besides."""

import random
from collections.abc import Callable
from typing import Final

from quintain.judge.payloads.drawing import MANY, Dimension, draw
from quintain.judge.payloads.numbers import DIGITS, in_digits_from

BEHIND: Final[Dimension[str]] = {
    "newline": "{good}\n",
    "newline and more": "{good}\n{bad}",
    "carriage return": "{good}\r\n{bad}",
    "more at once": "{good}{bad}",
    "a space and more": "{good} {bad}",
    "two newlines": "{good}\n\n{bad}",
}
"""What ``re.match`` lets through, some of it with ``$`` as well, all of it past the first line with ``re.M``."""
BEFORE: Final[Dimension[str]] = {
    "more in front": "{bad}{good}",
    "a line in front": "{bad}\n{good}",
    "a space in front": "{bad} {good}",
}
"""What ``re.search`` lets through, with ``^`` and ``re.M`` the second of them."""


def around(
    rng: random.Random,
    good: str,
    bad: str,
    *,
    places: Dimension[str] | None = None,
    many: int | None = MANY,
) -> dict[str, str]:
    """Draw texts that hold a good one and more.

    Args:
        rng: see the package.
        good: a text that the rule allows.
        bad: what it does not.
        places: `BEHIND`, `BEFORE`, or both.
        many: see the package.

    """
    return draw(rng, many, lambda form: form.format(good=good, bad=bad), places or {**BEHIND, **BEFORE})


DOTS: Final[Dimension[str]] = {"letter": "x", "hyphen": "-", "digit": "0", "slash": "/", "at sign": "@", "space": " "}


def dots(rng: random.Random, good: str, *, many: int | None = MANY) -> dict[str, str]:
    """Draw texts in which one full stop is another character: what an unescaped dot takes."""
    places = {("" if number == 0 else f"dot {number + 1}"): number for number in range(good.count("."))}

    def make(place: int, mark: str) -> str:
        pieces = good.split(".")
        return ".".join(pieces[: place + 1]) + mark + ".".join(pieces[place + 1 :])

    return draw(rng, many, make, places, DOTS)


CLASSES: Final[Dimension[Callable[[str], str]]] = {
    "digits of another script": in_digits_from(DIGITS["Arabic-Indic"]),
    "digits in full width": in_digits_from(DIGITS["full width"]),
    "a letter of another script": lambda text: text.replace("a", "а").replace("e", "е").replace("o", "о"),
    "letters in full width": lambda text: "".join(
        chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isalpha() else letter for letter in text
    ),
}


def classes(rng: random.Random, good: str, *, many: int | None = MANY) -> dict[str, str]:
    r"""Draw texts that ``\w`` and ``\d`` match like a good one, and ``[a-z0-9]`` does not.

    ``good`` has a letter a, e or o, and a digit.
    """
    return draw(rng, many, lambda spell: spell(good), CLASSES)


def cases(rng: random.Random, good: str, *, many: int | None = MANY) -> dict[str, str]:
    """Draw texts that match a pattern of small letters once ``re.IGNORECASE`` is set, and never without."""
    spellings: dict[str, Callable[[str], str]] = {
        "upper case": str.upper,
        "a capital first": str.capitalize,
        "the other way round": str.swapcase,
        "a long s": lambda text: text.replace("s", "ſ"),
        "the Kelvin sign": lambda text: text.replace("k", "\u212a"),
    }
    return draw(rng, many, lambda spell: None if spell(good) == good else spell(good), spellings)


PIECES: Final[Dimension[str]] = {"": "a", "digits": "0", "spaces": " ", "pairs": "ab", "dots": "a.", "tabs": "\t"}
ENDS: Final[Dimension[str]] = {"": "!", "newline": "\n", "bracket": "<", "at sign": "@", "other script": "ß"}


def growing(
    rng: random.Random, *, start: str = "", pieces: Dimension[str] = PIECES, many: int | None = MANY
) -> dict[str, Callable[[int], str]]:
    """Draw makers of texts that grow, for patterns that try every way to part them."""
    makers: dict[str, Callable[[int], str]] = {}
    for name, (piece, end) in draw(rng, many, lambda piece, end: (piece, end), pieces, ENDS).items():
        makers[name] = lambda size, piece=piece, end=end: start + piece * size + end  # type: ignore[misc]
    return makers
