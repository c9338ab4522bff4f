"""The name on a certificate, as its holder chooses it when it is issued."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext

from quintain.accounts.errors import NameUnfit
from quintain.accounts.people.names import read_display_name
from quintain.certificates.errors import HolderUnfit

EAST_ASIAN: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
"""Scripts that are written together (UTS 39, 5.1, “augmented script sets”)."""
OF_ALL: Final = frozenset({"MODIFIER", "MIDDLE", "PRIME", "FEMININE", "MASCULINE"})
"""First words of names of letters that belong to no script."""

OF_NO_NAME: Final = frozenset("<>{}$#=;|\\`")
"""Characters of mark-up and programs."""


def read_holder(text: str) -> str:
    """Return a name as it is printed: in NFC, with single spaces, of at most 80 letters.

    It has no character of mark-up or programs, in no width: those that a name may have stay, such as apostrophes, dots,
    commas, parentheses and digits.

    What holds for names on pages holds here, too: nothing that shows nothing, or that turns the text around it. No word
    mixes scripts, such as a Cyrillic letter among Latin ones (UTS 39, “highly restrictive”), and no letter is one that
    Unicode itself calls a form of another one, such as a bold mathematical A. Two names of one script can still look
    alike: a certificate says how somebody is called, and proves nobody's identity.

    Raises:
        HolderUnfit: It cannot be on a certificate.

    """
    try:
        name = read_display_name(text)
    except NameUnfit as unfit:
        raise HolderUnfit(unfit.sentence) from None
    if strange := next((letter for letter in name if unicodedata.normalize("NFKC", letter) in OF_NO_NAME), None):
        raise HolderUnfit(
            gettext("The character “%(character)s” is in no name. Write the name without it.") % {"character": strange}
        )
    if any(unicodedata.normalize("NFKC", letter) != letter for letter in name if letter.isalnum()):
        raise HolderUnfit(
            gettext("A letter of this name is a special form of another one. Write it as a plain letter.")
        )
    for word in re.split("[\\s\\-\u2010'\u2019.]+", name):
        if len(_scripts(word)) > 1:
            raise HolderUnfit(
                gettext("A word of this name mixes letters of several scripts, which look alike to a reader.")
            )
    return name


def _scripts(word: Iterable[str]) -> set[str]:
    """Return the scripts of a word's letters, by the first words of their names in Unicode."""
    found = {unicodedata.name(letter, "?").partition(" ")[0].partition("-")[0] for letter in word if letter.isalpha()}
    return {"EAST ASIAN" if each in EAST_ASIAN else each for each in found - OF_ALL}
