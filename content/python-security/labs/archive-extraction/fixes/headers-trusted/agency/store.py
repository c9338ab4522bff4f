"""Where orders are kept: each has a folder in data/orders."""

import os
import secrets
import shutil

from agency import reader
from agency.settings import DATA

ORDERS = DATA / "orders"


def create(upload):
    """Keep the documents of a new order, and return its id, which nobody else can guess."""
    order = secrets.token_hex(8)
    folder = ORDERS / order / "documents"
    folder.mkdir(parents=True)
    try:
        reader.unpack(upload, folder)
    except BaseException:
        shutil.rmtree(ORDERS / order)
        raise
    return order


def orders():
    return sorted(os.listdir(ORDERS))


def documents(order):
    """Find what the customer has sent: the path of each document, by its name in the archive."""
    return files(ORDERS / order / "documents")


def translations(order):
    """Find what the translators have finished; they put it there themselves."""
    return files(ORDERS / order / "documents-translated")


def files(folder):
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
