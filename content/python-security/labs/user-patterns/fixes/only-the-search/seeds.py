"""The seed library: visitors search its labels, and leave wishes for seeds that are missing."""

import re
from secrets import compare_digest

import catalogue

LONGEST = 100


def matches(text, label):
    """Go through label and search side by side. At a dead end, let the last star take one character more."""
    text, label = text.lower(), label.lower()
    at = here = again = 0
    star = None
    while here < len(label):
        if at < len(text) and text[at] == "*":
            star, again = at, here
            at += 1
        elif at < len(text) and text[at] in ("?", label[here]):
            at += 1
            here += 1
        elif star is not None:
            again += 1
            at, here = star + 1, again
        else:
            return False
    return not text[at:].strip("*")


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
    pattern = re.escape(wish).replace(r"\?", ".").replace(r"\*", ".*")
    return re.fullmatch(pattern, label, re.IGNORECASE) is not None
