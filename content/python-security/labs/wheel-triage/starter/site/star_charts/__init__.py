"""Our star charts."""


def count():
    """Return the number of stars."""
    return 4096
