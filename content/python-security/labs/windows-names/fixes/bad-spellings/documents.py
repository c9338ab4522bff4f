"""What customers send to a print shop: kept on the Windows share, and sent back to them."""

import ntpath

import share

CALCULATION = "calculation.txt"  # the shop's own file in the folder of each customer
RESERVED = {"CON", "PRN", "AUX", "NUL"} | {f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)}
PROGRAMS = {".exe", ".com", ".bat", ".cmd", ".scr", ".js", ".vbs", ".lnk"}
SPELLINGS = {CALCULATION, "CALCULATION.TXT", "Calculation.txt", "calculation.txt.", "calculation.txt::$DATA"}


def folder_of(customer):
    """Return the folder of a customer. The number comes from the sign-in."""
    return ntpath.join(share.ROOT, customer)


def path_of(customer, name):
    """Return the path of a document; stop at a name that is not allowed."""
    if "/" in name or "\\" in name or name in {"", ".", ".."}:
        raise ValueError("A name is not a path.")
    if ntpath.splitext(name)[0].upper() in RESERVED:
        raise ValueError("Windows reserves this name.")
    if name in SPELLINGS:
        raise PermissionError("This file belongs to the shop.")
    return ntpath.join(folder_of(customer), name)


def names(customer):
    """Return the names of a customer's documents."""
    found = share.names(folder_of(customer))
    return sorted(name for name in found if name != CALCULATION)


def store(customer, name, content):
    """Keep a document, and return the name under which the customer gets it back."""
    path = path_of(customer, name)
    if ntpath.splitext(name)[1].lower() in PROGRAMS:
        raise ValueError("Programs are not printed.")
    if name in names(customer):
        raise FileExistsError("There is a document with this name.")
    share.write(path, content)
    return name


def fetch(customer, name):
    """Return the content of a document."""
    return share.read(path_of(customer, name))


def size(customer):
    """Return how many bytes all documents of a customer have, for the bill."""
    return sum(len(fetch(customer, name)) for name in names(customer))
