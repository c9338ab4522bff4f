"""The seed library: visitors search its labels, and leave wishes for seeds that are missing."""

import fnmatch
import re
from secrets import compare_digest

import catalogue

LONGEST = 100
_answers = {}  # the catalogue does not change


def to_pattern(text):
    """Make a pattern of a search: fnmatch knows * and ?, and also [, which stands for itself here."""
    return re.compile(fnmatch.translate(text.replace("[", "[[]")), re.IGNORECASE)


def find(shelf, text):
    """Return the labels of one shelf that a search matches as a whole. Small and capital letters are the same."""
    if len(text) > LONGEST:
        raise ValueError("A search has at most 100 characters.")
    if text not in _answers:
        pattern = to_pattern(text)
        lines = (line.partition("/") for line in catalogue.LINES)
        _answers[text] = [label for place, _, label in lines if place == shelf and pattern.match(label)]
    return _answers[text]


def search(text):
    """Search what visitors may borrow."""
    return find("open", text)


def search_held(key, text):
    """Search what is held back; only the keeper has the key."""
    if not compare_digest(key.encode(), catalogue.KEY.encode()):
        raise PermissionError("Wrong key.")
    return find("held", text)


def fits(wish, label):
    """Tell whether a new label fits a wish, which is written like a search."""
    if len(wish) > LONGEST:
        raise ValueError("A wish has at most 100 characters.")
    return to_pattern(wish).match(label) is not None
