"""How the herbarium writes the names of species."""


def tidied(name):
    """Write the genus with a capital and the rest small, with single blanks."""
    return " ".join(name.split()).capitalize()
