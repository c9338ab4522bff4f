"""Texts of a program under attack, as terminals, XML and logs can take them."""

import unicodedata
from typing import Final

KEPT: Final = "\n\t"
UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of Unicode that show nothing, steer a terminal, or change the order of letters; XML allows few of them."""


def visible(text: str) -> str:
    r"""Write every character that is not seen as its escape, such as ``\x1b``; newlines and tabs stay.

    A program that is judged may print sequences that move the cursor, half a surrogate pair, or marks that turn the
    order of letters around (CVE-2021-42574).
    """
    return "".join(letter if letter in KEPT else _shown(letter) for letter in text)


def _shown(letter: str) -> str:
    if unicodedata.category(letter) not in UNSEEN:
        return letter
    return f"\\x{ord(letter):02x}" if letter.isascii() else letter.encode("ascii", "backslashreplace").decode()
