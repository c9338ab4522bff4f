"""The seed library."""

from secrets import compare_digest

import catalogue

LONGEST = 100


TABLE = [[False] * 401 for _ in range(LONGEST + 2)]


def matches(text, label):
    """One table for all searches, so that no memory is asked for in each."""
    for at in range(len(label) + 1):
        TABLE[0][at] = at == 0
    for i, sign in enumerate(text, 1):
        above, row = TABLE[i - 1], TABLE[i]
        row[0] = above[0] and sign == "*"
        for j, letter in enumerate(label, 1):
            row[j] = above[j] or row[j - 1] if sign == "*" else above[j - 1] and (sign == "?" or sign.lower() == letter.lower())
    return TABLE[len(text)][len(label)]


def find(shelf, text):
    """Return the labels of one shelf that a search matches as a whole. Small and capital letters are the same."""
    if len(text) > LONGEST:
        raise ValueError("A search has at most 100 characters.")
    labels = (line.partition("/") for line in catalogue.LINES)
    return [label for place, _, label in labels if place == shelf and matches(text, label)]


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
