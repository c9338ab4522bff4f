"""Which characters become an ASCII character, and which canonical forms change when they are computed again."""

import sys
import unicodedata

from counter import nfkc

LETTERS = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
ACUTE = "\u0301"  # an accent that joins the letter before it


def fold_first(text: str) -> str:
    return nfkc(text.casefold())


def fold_last(text: str) -> str:
    return nfkc(text).casefold()


def fold_between(text: str) -> str:
    return nfkc(nfkc(text).casefold())


def unstable(form, texts: list[str]) -> list[str]:
    """Return the texts that change once more when the form is computed a second time."""
    return [text for text in texts if form(form(text)) != form(text)]


if __name__ == "__main__":
    print(f"Unicode {unicodedata.unidata_version}")
    for mark in "/.<'=":
        twins = [letter for letter in LETTERS if letter != mark and mark in nfkc(letter)]
        print(f"{mark}  {len(twins):2}  {' '.join(twins[:6])}")
    accented = [letter + ACUTE for letter in LETTERS]
    print(f"{'':13}letters  with an accent")
    for form in (fold_first, fold_last, fold_between):
        print(f"{form.__name__:13}{len(unstable(form, LETTERS)):7}{len(unstable(form, accented)):16}")
    print(ascii(fold_first("ᴮᴵᴳ")), ascii(fold_first(fold_first("ᴮᴵᴳ"))))
    print(ascii(fold_last("ß" + ACUTE)), ascii(fold_last(fold_last("ß" + ACUTE))))
