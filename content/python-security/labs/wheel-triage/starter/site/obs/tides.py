"""Tides at the observatory. Other packages add modules to the namespace obs."""


def low():
    """Return the time of the next low tide."""
    return "05:40"
