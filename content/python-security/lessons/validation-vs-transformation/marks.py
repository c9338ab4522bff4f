"""Which characters become a mark of ASCII, and which plain forms do not stay as they are."""

import sys
import unicodedata

from counter import nfkc

LETTERS = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]


def fold_last(text: str) -> str:
    return nfkc(text).casefold()


def fold_first(text: str) -> str:
    return nfkc(text.casefold())


def moves(form) -> list[str]:
    """Return the characters that change once more when they are made plain twice."""
    return [letter for letter in LETTERS if form(form(letter)) != form(letter)]


if __name__ == "__main__":
    print(f"Unicode {unicodedata.unidata_version}")
    for mark in "/.<'=":
        twins = [letter for letter in LETTERS if letter != mark and mark in nfkc(letter)]
        print(f"{mark}  {len(twins):2}  {' '.join(twins[:6])}")
    for form in (fold_last, fold_first):
        print(f"{form.__name__:11}{len(moves(form)):4}  {form('ᴮᴵᴳ')}  {form(form('ᴮᴵᴳ'))}")
