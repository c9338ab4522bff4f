"""The reading room: members sign up, read their notes, and put cards on a board."""

import re
import unicodedata
from dataclasses import dataclass
from hmac import compare_digest
from html import escape
from urllib.parse import unquote

import store


def plain(text):
    """Write every letter in the plainest way: full-width, bold and joined letters become ordinary ones."""
    return unicodedata.normalize("NFKC", text)


@dataclass(frozen=True)
class Name:
    """A name in the one form in which the room writes it. There is no other way to make one."""

    letters: str

    def __init__(self, typed):
        letters = plain(plain(typed).casefold())
        if not re.fullmatch(r"[\w'-]{2,40}", letters):
            raise ValueError("A name has 2 to 40 letters, digits, apostrophes and hyphens.")
        object.__setattr__(self, "letters", letters)


@dataclass(frozen=True)
class Title:
    """A title as it stands on the note, out of the address that asked for it."""

    text: str

    def __init__(self, address):
        text = plain(unquote(address))
        if not text or text.startswith(".") or set(text) & set("/\\\0"):
            raise ValueError("This is not a valid title.")
        object.__setattr__(self, "text", text)


def names():
    """Return the names of all members."""
    return sorted(store.passwords)


def register(name, password):
    """Add a new member, and return the stored name."""
    member = Name(name)
    if member.letters in store.passwords:
        raise ValueError("This name is taken.")
    store.add(member.letters, password)
    return member.letters


def sign_in(name, password):
    """Return the member who has this name and this password."""
    member = Name(name).letters
    known = store.passwords.get(member)
    if known is None or not compare_digest(known.encode(), password.encode()):
        raise PermissionError("Name or password is wrong.")
    return member


def read(name, password, title):
    """Return a member's note. The title comes from a URL: %20 is a space, %C3%A4 is ä."""
    member = sign_in(name, password)
    return store.note(member, Title(title).text)


def card(name, text):
    """Return a card for the board, as HTML: who has written it, and what."""
    name, text = escape(plain(name)), escape(plain(text))
    return f"<li><b>{name}</b> {text}</li>"
