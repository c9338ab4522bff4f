"""Reads what strangers send: fields of JSON are asked for by name and type, and nothing is coerced."""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext

from quintain.web.refusals import Malformed

UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
"""Categories of Unicode that are not seen, or turn the text around them: controls, bidi marks, private use."""
EMPTY: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U00013441\U00013442\U00016fe4\U0001d159")
"""Letters, marks and symbols that show nothing, although their categories are seen: fillers of Hangul and of Khitan,
vowels that Khmer does not write, a joiner of graphemes, Braille's empty cell, gaps of hieroglyphs, an empty note."""
JOINERS: Final = "\u200c\u200d"
"""Persian and Indic scripts need them between two letters."""


def is_by_script(request: HttpRequest) -> bool:
    """Tell whether htmx asks, which wants a part of the page and no redirect (htmx, reference of request headers)."""
    return request.headers.get("HX-Request") == "true"


def read_act[Act](acts: Mapping[str, Act], name: str) -> Act:
    """Return what a form's button asks for.

    Raises:
        Malformed: The page has no such button.

    """
    if name not in acts:
        raise Malformed(
            gettext("“act” must be one of the acts of the page."), gettext("Reload the page and try again.")
        )
    return acts[name]


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one JSON object; each reader refuses what has another type."""

    values: dict[str, object]

    def text(self, name: str) -> str:
        """Return a string field."""
        value = self.values.get(name)
        if not isinstance(value, str):
            raise Malformed(
                gettext("“%(name)s” must be a text.") % {"name": name}, gettext("Reload the page and try again.")
            )
        try:
            value.encode()
        except UnicodeEncodeError:  # lone surrogates are legal in JSON and in no file
            raise Malformed(
                gettext("“%(name)s” holds a broken character.") % {"name": name}, gettext("Remove it and try again.")
            ) from None
        return value

    def whole(self, name: str, *, least: int, most: int = 2**53) -> int:
        """Return an integer field between ``least`` and ``most``, both included."""
        value = self.values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Malformed(
                gettext("“%(name)s” must be a whole number from %(least)s on.") % {"name": name, "least": least},
                gettext("Reload the page and try again."),
            )
        return value

    def rows(self, name: str, *, most: int) -> tuple["Fields", ...]:
        """Return a field that is a list of at most ``most`` objects."""
        value = self.values.get(name)
        if not isinstance(value, list) or len(value) > most:
            raise Malformed(
                gettext("“%(name)s” must be a list of at most %(most)s.") % {"name": name, "most": most},
                gettext("Reload the page and try again."),
            )
        return tuple(Fields(_mapping(row)) for row in value)


def read_fields(request: HttpRequest) -> Fields:
    """Return the fields of a request's JSON object.

    Raises:
        Malformed: The body is no JSON object in UTF-8.

    """
    if request.content_type != "application/json":
        raise Malformed(
            gettext("This address takes JSON only."), gettext("Send it with the content type application/json.")
        )
    try:
        return Fields(_mapping(json.loads(request.body)))
    except (ValueError, RecursionError):
        raise Malformed(gettext("The request is not valid JSON."), gettext("Reload the page and try again.")) from None


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Malformed(gettext("The request must be a JSON object."), gettext("Reload the page and try again."))
    return value


def read_whole(text: str, *, most_digits: int, otherwise: int) -> int:
    """Return a whole number that a form or an address brings as ASCII digits; ``otherwise`` for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= most_digits else otherwise


def is_seen(letter: str) -> bool:
    """Tell whether a letter shows something of its own, and leaves the text around it as it is."""
    return unicodedata.category(letter) not in UNSEEN and letter not in EMPTY


def one_line(text: str) -> str:
    """Return a text as it is shown: one line, without characters that are not seen or turn the text around."""
    seen = (each if each.isspace() or each in JOINERS or is_seen(each) else "" for each in text)
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())
