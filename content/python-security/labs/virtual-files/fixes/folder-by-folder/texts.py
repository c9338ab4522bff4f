"""Texts for a translation office: read from a customer's folder or from the web page, and priced."""

import base64
import os
import stat
import textwrap
from urllib.parse import unquote_to_bytes

import share

LIMIT = 20_000  # bytes; longer texts go to a project manager
CENTS_PER_WORD = {"letter": 12, "contract": 19, "poem": 45}
MINIMUM = 900  # cents


def opened(customer, name):
    """Open a file in the customer's folder, from folder to folder, without following a link or waiting."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
    folder = share.ROOT / customer
    parts = (folder / name).relative_to(folder).parts
    if ".." in parts:
        raise ValueError("This name leads out of the folder.")
    here = os.open(folder, flags)
    for part in parts:
        try:
            below = os.open(part, flags, dir_fd=here)
        finally:
            os.close(here)
        here = below
    return here


def from_folder(customer, name):
    """Return the text of a file in the customer's folder, for example "2026/lease.txt"."""
    descriptor = opened(customer, name)
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > LIMIT:
            raise ValueError("This is not a text, or it is too long.")
        return os.read(descriptor, LIMIT).decode()
    finally:
        os.close(descriptor)


def from_page(url):
    """Return a text that was typed on the web page. The page sends it as a data: URL."""
    scheme, _, rest = url.partition(":")
    kind, comma, data = rest.partition(",")
    if scheme != "data" or not comma:
        raise ValueError("This is not a data: URL.")
    content = unquote_to_bytes(data)
    if kind.endswith(";base64"):
        content = base64.b64decode(content)
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
