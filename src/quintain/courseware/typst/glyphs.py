"""Which characters the handbook's fonts have: PDF/UA-1 refuses all others (ISO 14289-1, 7.21.7)."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
HIDDEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Cn", "Co", "Cs"})
"""Categories that draw nothing, or move what is beside them: a reader must see that such a character is there."""


@cache
def has_glyph(character: str) -> bool:
    """Tell whether a font draws this character as itself. A tabulator or newline is not asked for."""
    return ord(character) in _drawn() and unicodedata.category(character) not in HIDDEN


@cache
def _drawn() -> frozenset[int]:
    ranges = (line.split("-") for line in (FONTS / "glyphs.txt").read_text("ascii").split())
    return frozenset(number for first, last in ranges for number in range(int(first, 16), int(last, 16) + 1))
