"""The seed library: visitors search its labels, and leave wishes for seeds that are missing."""

from fnmatch import fnmatchcase
from secrets import compare_digest

import catalogue

LONGEST = 100


def matches(text, label):
    """Leave the wildcards to fnmatch, which is made for them."""
    return fnmatchcase(label.lower(), text.lower())


def find(shelf, text):
    """Return the labels of one shelf that a search matches as a whole. Small and capital letters are the same."""
    if len(text) > LONGEST:
        raise ValueError("A search has at most 100 characters.")
    labels = [line.partition("/")[2] for line in catalogue.LINES if line.startswith(f"{shelf}/")]
    return [label for label in labels if matches(text, label)]


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
    return matches(wish, label)
