"""Pages that are stored until the next import, so that the warehouse is asked once for each of them."""

LIMIT = 1000
PAGES = {}


def key(*parts):
    """Return the key of a page, made of everything that it depends on."""
    return parts


def get(key):
    """Return a stored page; None if there is none."""
    return PAGES.get(key)


def put(key, page):
    """Store a page, and return it. If there are too many, the oldest one makes room."""
    if len(PAGES) >= LIMIT:
        del PAGES[next(iter(PAGES))]
    PAGES[key] = page
    return page


def forget(company):
    """Forget the pages of a company, after an import."""
    for key in [key for key in PAGES if key[0] == company]:
        del PAGES[key]
