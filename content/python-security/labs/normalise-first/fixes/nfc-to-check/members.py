"""The reading room: members sign up, read their notes, and put cards on a board."""

import re
import unicodedata
from hmac import compare_digest
from html import escape
from urllib.parse import unquote

import store


def plain(text):
    """Write every letter in the plainest way: full-width, bold and joined letters become ordinary ones."""
    return unicodedata.normalize("NFKC", text)


def names():
    """Return the names of all members."""
    return sorted(store.passwords)


def register(name, password):
    """Add a new member, and return the stored name."""
    member = plain(plain(name).casefold())
    if not re.fullmatch(r"[\w'-]{2,40}", member):
        raise ValueError("A name has 2 to 40 letters, digits, apostrophes and hyphens.")
    if unicodedata.normalize("NFC", name).lower() in store.passwords:
        raise ValueError("This name is taken.")
    store.add(member, password)
    return member


def sign_in(name, password):
    """Return the member who has this name and this password."""
    member = plain(plain(name).casefold())
    known = store.passwords.get(member)
    if known is None or not compare_digest(known.encode(), password.encode()):
        raise PermissionError("Name or password is wrong.")
    return member


def read(name, password, title):
    """Return a member's note. The title comes from a URL: %20 is a space, %C3%A4 is ä."""
    member = sign_in(name, password)
    title = plain(unquote(title))
    if "/" in title or "\\" in title or title.startswith("."):
        raise ValueError("This is not a valid title.")
    return store.note(member, title)


def card(name, text):
    """Return a card for the board, as HTML: who has written it, and what."""
    name, text = escape(plain(name)), escape(plain(text))
    return f"<li><b>{name}</b> {text}</li>"
