"""What is found or drawn by chance, and how to tell it from an effect."""

import re
from collections.abc import Callable, Container
from random import Random
from typing import Final

DIGEST: Final = re.compile(r"[0-9a-f]{16,}|[0-9A-F]{16,}")
"""Holds any few digits by chance: six in one of 300,000 of 64 digits. In base64, one of a billion does."""
RUN: Final = re.compile(r"[0-9A-Za-z]+")
ALPHABETS: Final = (
    "0123456789",
    "0123456789abcdef",
    "0123456789ABCDEF",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
)
BASE32_SIZE: Final = 32  # of the smallest alphabet whose last character may have bits that nobody reads


def stands_alone(short: str, text: str, *, is_number: bool = False) -> bool:
    """Tell whether a text holds a short secret as a word, or in one, and not in what somebody has drawn or hashed.

    Six digits are in one of 300,000 hexadecimal digests of 64 digits, and in one of a million times with microseconds.

    Args:
        short: the secret: letters and digits.
        text: what may hold it.
        is_number: whether other digits beside it, or a decimal point before it, make it another number.

    """
    for run in RUN.finditer(text):
        if short not in run[0] or DIGEST.fullmatch(run[0]):
            continue
        if not is_number:
            return True
        before = text[max(0, run.start() - 2) : run.start()]
        is_fraction = len(before) == 2 and before[0].isdigit() and before[1] == "."  # noqa: PLR2004
        for number in re.finditer(rf"(?<!\d){re.escape(short)}(?!\d)", run[0]):
            if number.start() > 0 or not is_fraction:
                return True
    return False


def other_than[Drawn](taken: Container[Drawn], draw: Callable[[], Drawn]) -> Drawn:
    """Draw until something comes that is none of these: ``other_than({right}, lambda: str(rng.randrange(10**6)))``.

    A wrong code of six digits that is drawn once is the right one in one of a million verdicts.
    """
    while (drawn := draw()) in taken:
        pass
    return drawn


def altered(text: str, place: int, rng: Random) -> str:
    """Write another character at a place of a code or tag, so that its bytes are other ones, too.

    The character comes from the alphabet of the text: digits, hexadecimal, base32 or base64. The last character of
    base32 and base64 may have up to four bits that nobody reads, so it differs in its first bit; and small and capital
    letters are no difference.
    """
    old, letters = text[place], set(text) - {"="}
    alphabet = next((each for each in ALPHABETS if letters <= set(each)), ALPHABETS[-1])
    others = [each for each in alphabet if each.isalnum() and each.casefold() != old.casefold()]
    if len(alphabet) >= BASE32_SIZE and old in alphabet:
        half = len(alphabet) // 2
        others = [each for each in others if (alphabet.index(each) < half) != (alphabet.index(old) < half)]
    return text[:place] + rng.choice(others) + text[place + 1 :]
