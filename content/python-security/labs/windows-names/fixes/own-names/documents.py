"""What customers send to a print shop: kept on the Windows share, and sent back to them."""

import ntpath
from uuid import uuid4

import share

CALCULATION = "calculation.txt"  # the shop's own file in the folder of each customer
EXTENSIONS = {".pdf", ".txt", ".png", ".jpg"}


def folder_of(customer):
    """Return the folder of a customer. The number comes from the sign-in."""
    return ntpath.join(share.ROOT, customer)


def names(customer):
    """Return the names of a customer's documents."""
    found = share.names(folder_of(customer))
    return sorted(name for name in found if name != CALCULATION)


def store(customer, name, content):
    """Keep a document, and return the name under which the customer gets it back."""
    extension = ntpath.splitext(name)[1].lower()
    if extension not in EXTENSIONS:
        extension = ".bin"
    stored = f"{uuid4().hex}{extension}"
    share.write(ntpath.join(folder_of(customer), stored), content)
    return stored


def fetch(customer, name):
    """Return the content of a document that names() lists."""
    if name not in names(customer):
        raise FileNotFoundError("There is no such document.")
    return share.read(ntpath.join(folder_of(customer), name))


def size(customer):
    """Return how many bytes all documents of a customer have, for the bill."""
    return sum(len(fetch(customer, name)) for name in names(customer))
