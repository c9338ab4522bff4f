"""Numbers that are not what they look like: signs, fractions, exponents, digits of other scripts, other types."""

import random
from collections.abc import Callable
from typing import Final

from quintain.judge.payloads.drawing import MANY, Dimension, draw

DIGITS: Final[Dimension[int]] = {
    "full width": 0xFF10,
    "Arabic-Indic": 0x0660,
    "Devanagari": 0x0966,
    "bold": 0x1D7CE,
    "Thai": 0x0E50,
}


def in_digits_from(first: int) -> Callable[[str], str]:
    """Make what writes a text with the ten digits of another script, of which this is the zero."""
    return lambda digits: "".join(
        chr(first + int(digit)) if digit.isascii() and digit.isdigit() else digit for digit in digits
    )


SPELLINGS: Final[Dimension[Callable[[str], str]]] = {
    "plus": lambda digits: f"+{digits}",
    "zeros in front": lambda digits: f"000{digits}",
    "spaces around": lambda digits: f" {digits} ",
    "newline behind": lambda digits: f"{digits}\n",
    "underscore within": lambda digits: f"0_{digits}",
    "no-break space": lambda digits: f"\u00a0{digits}",
    **{name: in_digits_from(first) for name, first in DIGITS.items()},
}


def spellings(rng: random.Random, number: int, *, many: int | None = MANY) -> dict[str, str]:
    """Draw texts that ``int`` reads as a number, and that are not its digits. ``number`` is not negative."""
    return draw(rng, many, lambda spell: spell(str(number)), SPELLINGS)


FLOATS: Final[Dimension[str]] = {
    "exponent": "{}e0",
    "great exponent": "{}E+0",
    "fraction": "{}.0",
    "point behind": "{}.",
    "underscore within": "0_{}",
    "plus": "+{}",
}


def floats(rng: random.Random, number: int, *, many: int | None = MANY) -> dict[str, str]:
    """Draw texts that ``float`` reads as this number."""
    return draw(rng, many, lambda form: form.format(number), FLOATS)


NO_NUMBERS: Final[Dimension[str]] = {
    "no number": "nan",
    "no number, mixed case": "NaN",
    "negative no number": "-nan",
    "infinity": "inf",
    "infinity, written out": "Infinity",
    "negative infinity": "-inf",
    "beyond all": "1e999",
    "negative beyond all": "-1e999",
}


def no_numbers(rng: random.Random, *, many: int | None = MANY) -> dict[str, str]:
    """Draw texts that ``float`` takes and that no comparison catches, or that no sum comes back from."""
    return draw(rng, many, str, NO_NUMBERS)


NEGATIVES: Final[Dimension[str]] = {
    "": "-{}",
    "fraction": "-{}.0",
    "exponent": "-{}e0",
    "half": "-{}.5",
    "very small": "-{}e-9",
}


def negatives(rng: random.Random, number: int, *, many: int | None = MANY) -> dict[str, str]:
    """Draw texts of numbers below zero, as ``float`` reads them. ``number`` is above zero."""
    return draw(rng, many, lambda form: form.format(number), NEGATIVES)


def not_integers(rng: random.Random, number: int, *, many: int | None = MANY) -> dict[str, object]:
    """Draw values of JSON that compare like an integer in Python, or look like one, and are none."""
    values: dict[str, object] = {
        "float": float(number),
        "text": str(number),
        "list": [number],
        "object": {"value": number},
        "true": True,
        "a little more": number + 0.5,
        "null": None,
    }
    return draw(rng, many, lambda box: box[0], {name: (value,) for name, value in values.items()})
