"""Texts for a translation office: read from a customer's folder or from the web page, and priced."""

import os
import stat
import textwrap
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from urllib.request import urlopen

import share

LIMIT = 20_000  # bytes; longer texts go to a project manager
CENTS_PER_WORD = {"letter": 12, "contract": 19, "poem": 45}
MINIMUM = 900  # cents


def path_of(customer, name):
    """Return the path of a file in the customer's folder. The customer comes from the sign-in."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError("This name leads out of the folder.")
    path = share.ROOT / customer / path
    if path.is_symlink() or path.parent.is_symlink():
        raise ValueError("This is a link, or its folder is one.")
    return path


def from_folder(customer, name):
    """Return the text of a file in the customer's folder, for example "2026/lease.txt"."""
    descriptor = os.open(path_of(customer, name), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("This is not a regular file.")
        content = file.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise ValueError("This text is too long.")
    return content.decode()


def from_page(url):
    """Return a text that was typed on the web page. The page sends it as a data: URL."""
    if urlsplit(url).scheme != "data":
        raise ValueError("This is not a data: URL.")
    with urlopen(url) as answer:
        content = answer.read()
    if len(content) > LIMIT:
        raise ValueError("This text is too long.")
    return content.decode()


def preview(text, width=60):
    """Return the beginning of a text in one line."""
    return textwrap.shorten(text, width, placeholder=" …")


def quote(kind, text):
    """Return the number of words, and the price in cents."""
    words = len(text.split())
    return {"words": words, "cents": max(MINIMUM, words * CENTS_PER_WORD[kind])}
