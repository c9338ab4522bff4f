"""Our list of observations."""


def total():
    """Return the number of observations."""
    return 117
