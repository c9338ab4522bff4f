"""The names by which people are shown, and the names with which they sign in."""

import re
import secrets
import unicodedata
from typing import Final

from django.utils.text import slugify
from django.utils.translation import gettext

from quintain.accounts.errors import NameUnfit
from quintain.accounts.models import User
from quintain.web.bodies import JOINERS, is_seen

MOST_LETTERS: Final = 80
LATIN: Final = re.compile(r"LATIN (?:SMALL|CAPITAL) (?:LETTER|LIGATURE) (?:DOTLESS )?(?P<base>[A-Z]{1,2})(?: WITH .+)?")
# Letters whose names in Unicode do not say which letters of a to z stand for them.
OF_OTHER_NAMES: Final = {
    letter: plain
    for letters, plain in (("ßẞ", "ss"), ("ðÐ", "d"), ("þÞ", "th"), ("ŋŊ", "n"), ("əƏɛƐ", "e"), ("ĸ", "k"), ("ɔƆ", "o"))
    for letter in letters
}
VARIANTS: Final = re.compile(
    "(?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]"
    "|(?<=[\u2000-\u33ff\U0001f000-\U0001faff])[\ufe0e\ufe0f]"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd])[\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Selectors of how the letter before is drawn, where letters have such forms: Mongolian, symbols, ideographs."""
SELECTORS: Final = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
CODE_LETTERS: Final = "23456789abcdefghjkmnpqrstvwxyz"  # none that is taken for another when read aloud


def read_display_name(text: str) -> str:
    """Return a name as it is shown: in NFC, with single spaces.

    Raises:
        NameUnfit: It is empty, too long, without a letter, or holds characters that show nothing, or that turn the
            direction of what is around them.

    """
    if len(text) > 4 * MOST_LETTERS:
        raise NameUnfit(gettext("At most 80 letters."))
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise NameUnfit(gettext("Write a name."))
    if len(name) > MOST_LETTERS:
        raise NameUnfit(gettext("At most 80 letters."))
    without = re.sub(f"(?<=\\w)[{JOINERS}](?=\\w)", "", VARIANTS.sub("", name))
    if SELECTORS.search(without) or not all(letter == " " or is_seen(letter) for letter in without):
        raise NameUnfit(
            gettext("This name cannot be shown: a character in it shows nothing, or turns the text around.")
        )
    if not any(letter.isalnum() for letter in name):
        raise NameUnfit(gettext("This name cannot be shown: it has no letter."))
    if re.search(r"[\u0300-\u036f\u0489]{4}", unicodedata.normalize("NFD", name)):  # piled-up accents cover other lines
        raise NameUnfit
    return name


def free_username(display_name: str) -> str:
    """Return a name to sign in with that nobody has: ``elif-kaya-7kq2``."""
    stem = slugify("".join(_plain(letter) for letter in display_name))[:24].strip("-") or "student"
    while True:
        username = f"{stem}-{''.join(secrets.choice(CODE_LETTERS) for _ in range(4))}"
        if not User.objects.filter(username=username).exists():
            return username


def _plain(letter: str) -> str:
    """Return the letters of a to z for a Latin letter that Unicode does not take apart, such as ł or æ.

    The rest, é for instance, is taken apart where the name becomes a slug. Letters of other scripts stay as they are.
    """
    if letter in OF_OTHER_NAMES:
        return OF_OTHER_NAMES[letter]
    found = LATIN.fullmatch(unicodedata.name(letter, ""))
    return found["base"].lower() if found and not unicodedata.decomposition(letter) else letter


def make_passcode() -> str:
    """Return a passcode that is easy to copy by hand, ``k7pq-2mxe-9vtd``: twelve of 30 characters, 58 bits."""
    drawn = "".join(secrets.choice(CODE_LETTERS) for _ in range(12))
    return f"{drawn[:4]}-{drawn[4:8]}-{drawn[8:]}"
