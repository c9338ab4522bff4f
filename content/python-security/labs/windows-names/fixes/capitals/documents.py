"""What customers send to a print shop: kept on the Windows share, and sent back to them."""

import ntpath
import re

import share

CALCULATION = "calculation.txt"  # the shop's own file in the folder of each customer
RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"
}
PROGRAMS = {".EXE", ".COM", ".BAT", ".CMD", ".SCR", ".JS", ".VBS", ".LNK"}
NAME = re.compile(r"[^\W_](?:[\w .,()'&+-]{0,98}[\w)])?")


def folder_of(customer):
    """Return the folder of a customer. The number comes from the sign-in."""
    return ntpath.join(share.ROOT, customer)


def path_of(customer, name):
    """Return the path of a document; stop at a name that is not allowed."""
    if not NAME.fullmatch(name):
        raise ValueError("A name has letters, digits, spaces and . , - _ ( ) ' & +")
    if name.partition(".")[0].rstrip(" ").upper() in RESERVED:
        raise ValueError("Windows reserves this name.")
    if name.upper() == CALCULATION.upper():
        raise PermissionError("This file belongs to the shop.")
    return ntpath.join(folder_of(customer), name)


def names(customer):
    """Return the names of a customer's documents."""
    found = share.names(folder_of(customer))
    return sorted(name for name in found if name != CALCULATION)


def store(customer, name, content):
    """Keep a document, and return the name under which the customer gets it back."""
    path = path_of(customer, name)
    if ntpath.splitext(name)[1].upper() in PROGRAMS:
        raise ValueError("Programs are not printed.")
    if name.upper() in {other.upper() for other in names(customer)}:
        raise FileExistsError("There is a document with this name.")
    share.write(path, content)
    return name


def fetch(customer, name):
    """Return the content of a document."""
    return share.read(path_of(customer, name))


def size(customer):
    """Return how many bytes all documents of a customer have, for the bill."""
    return sum(len(fetch(customer, name)) for name in names(customer))
