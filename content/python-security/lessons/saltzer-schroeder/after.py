"""A cache in which each user has pages of their own."""

SALARIES = {"ada": 5200, "eve": 3100}
pages = {}


def page(user, path):
    """Return a page, and make it only once."""
    key = (user, path)
    if key not in pages:
        pages[key] = f"{user} earns {SALARIES[user]}"
    return pages[key]


print(page("ada", "/my/salary"))
print(page("eve", "/my/salary"))
