"""What customers send to a print shop: kept on the Windows share, and sent back to them."""

import ntpath

import share

PREFIX = "document-"


def folder_of(customer):
    """Return the folder of a customer. The number comes from the sign-in."""
    return ntpath.join(share.ROOT, customer)


def path_of(customer, name):
    """Return the path of a document. Its name is written in digits and the letters a to f."""
    return ntpath.join(folder_of(customer), PREFIX + name.encode("utf-16-le").hex())


def names(customer):
    """Return the names of a customer's documents."""
    found = share.names(folder_of(customer))
    return sorted(bytes.fromhex(name[len(PREFIX) :]).decode("utf-16-le") for name in found if name.startswith(PREFIX))


def store(customer, name, content):
    """Keep a document, and return the name under which the customer gets it back."""
    if name in names(customer):
        raise FileExistsError("There is a document with this name.")
    share.write(path_of(customer, name), content)
    return name


def fetch(customer, name):
    """Return the content of a document."""
    return share.read(path_of(customer, name))


def size(customer):
    """Return how many bytes all documents of a customer have, for the bill."""
    return sum(len(fetch(customer, name)) for name in names(customer))
