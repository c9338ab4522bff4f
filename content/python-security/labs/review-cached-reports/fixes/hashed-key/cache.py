"""Pages that are stored until the next import, so that the warehouse is asked once for each of them."""

import hashlib

LIMIT = 1000
PAGES = {}


def key(*parts):
    """Return the key of a page, made of everything that it depends on."""
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def get(key):
    """Return a stored page; None if there is none."""
    return PAGES.get(key, (None, None))[1]


def put(key, page, company):
    """Store a page, and return it. If there are too many, the oldest one makes room."""
    if len(PAGES) >= LIMIT:
        del PAGES[next(iter(PAGES))]
    PAGES[key] = company, page
    return page


def forget(company):
    """Forget the pages of a company, after an import."""
    for key in [key for key, (owner, _) in PAGES.items() if owner == company]:
        del PAGES[key]
