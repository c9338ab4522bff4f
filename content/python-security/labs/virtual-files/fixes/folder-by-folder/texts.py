"""Texts for a translation office: read from a customer's folder or from the web page, and priced."""

import binascii
import os
import stat
import textwrap
from pathlib import PurePosixPath
from urllib.parse import unquote_to_bytes

import share

LIMIT = 20_000  # bytes; longer texts go to a project manager
CENTS_PER_WORD = {"letter": 12, "contract": 19, "poem": 45}
MINIMUM = 900  # cents


def path_of(customer, name):
    """Return the path of a file in the customer's folder. The customer comes from the sign-in."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError("This name leads out of the folder.")
    return share.ROOT / customer / path


def opened(customer, name):
    """Open a file in the customer's folder, from folder to folder, without following a link."""
    *folders, last = path_of(customer, name).relative_to(share.ROOT).parts
    flags = os.O_RDONLY | os.O_NOFOLLOW
    here = os.open(share.ROOT, flags)
    try:
        for folder in folders:
            below = os.open(folder, flags | os.O_DIRECTORY, dir_fd=here)
            os.close(here)
            here = below
        return os.open(last, flags | os.O_NONBLOCK, dir_fd=here)
    finally:
        os.close(here)


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
    if scheme.lower() != "data" or not comma:
        raise ValueError("This is not a data: URL.")
    content = unquote_to_bytes(data)
    if kind.lower().endswith(";base64"):
        content = binascii.a2b_base64(content, strict_mode=True)
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
