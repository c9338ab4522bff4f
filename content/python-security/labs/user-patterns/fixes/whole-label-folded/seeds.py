"""The seed library."""

from secrets import compare_digest

import catalogue

LONGEST = 100


def matches(text, label):
    text, label = text.casefold(), label.casefold()
    t = l = 0
    star = mark = -1
    while l < len(label):
        if t < len(text) and text[t] == "*":
            star, mark = t, l
            t += 1
        elif t < len(text) and (text[t] == "?" or text[t] == label[l]):
            t += 1
            l += 1
        elif star >= 0:
            mark += 1
            t, l = star + 1, mark
        else:
            return False
    return all(a == "*" for a in text[t:])


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
