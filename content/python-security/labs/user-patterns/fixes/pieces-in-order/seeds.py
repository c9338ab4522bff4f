"""The seed library: visitors search its labels, and leave wishes for seeds that are missing."""

from secrets import compare_digest

import catalogue

LONGEST = 100


def same(piece, part):
    """Tell whether a part of a label is this piece of a search."""
    return len(piece) == len(part) and all(one in ("?", other) for one, other in zip(piece, part, strict=True))


def matches(text, label):
    """Split at the stars: the first piece must begin the label, the last end it, the others follow in order."""
    label = label.lower()
    first, *middle = text.lower().split("*")
    if not middle:
        return same(first, label)
    last = middle.pop()
    start, stop = len(first), len(label) - len(last)
    if start > stop or not same(first, label[:start]) or not same(last, label[stop:]):
        return False
    for piece in middle:
        places = range(start, stop - len(piece) + 1)
        place = next((place for place in places if same(piece, label[place : place + len(piece)])), None)
        if place is None:
            return False
        start = place + len(piece)
    return True


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
