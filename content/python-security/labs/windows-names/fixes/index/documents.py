"""What customers send to a print shop: kept on the Windows share, and sent back to them."""

import ntpath

import share

INDEX = {}


def folder_of(customer):
    """Return the folder of a customer. The number comes from the sign-in."""
    return ntpath.join(share.ROOT, customer)


def documents(customer):
    """Return the customer's documents: the name on the share by the name that the customer has chosen."""
    return INDEX.setdefault(customer, {})


def names(customer):
    """Return the names of a customer's documents."""
    return sorted(documents(customer))


def store(customer, name, content):
    """Keep a document, and return the name under which the customer gets it back."""
    if name in documents(customer):
        raise FileExistsError("There is a document with this name.")
    stored = f"document-{len(documents(customer)) + 1}.bin"
    share.write(ntpath.join(folder_of(customer), stored), content)
    documents(customer)[name] = stored
    return name


def fetch(customer, name):
    """Return the content of a document."""
    return share.read(ntpath.join(folder_of(customer), documents(customer)[name]))


def size(customer):
    """Return how many bytes all documents of a customer have, for the bill."""
    return sum(len(fetch(customer, name)) for name in names(customer))
