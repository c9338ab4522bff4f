"""The seed library: visitors search its labels, and leave wishes for seeds that are missing."""

import re
from secrets import compare_digest

import catalogue

LONGEST = 100


def to_pattern(text):
    """Make a pattern of a search: * stands for any characters or none, ? for one, all others for themselves."""
    return re.escape(text).replace(r"\?", ".").replace(r"\*", ".*")


def find(shelf, text):
    """Return the labels of one shelf that a search matches as a whole. Small and capital letters are the same."""
    if len(text) > LONGEST:
        raise ValueError("A search has at most 100 characters.")
    pattern = re.compile(f"{shelf}/{to_pattern(text)}", re.IGNORECASE)
    return [line.partition("/")[2] for line in catalogue.LINES if pattern.fullmatch(line)]


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
    return re.fullmatch(to_pattern(wish), label, re.IGNORECASE) is not None
