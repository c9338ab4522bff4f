"""What users can call. Like the town's server, it loads the program as `python -O` does (PYTHONOPTIMIZE=1)."""

import secrets
import sys
from pathlib import Path
from types import ModuleType

import directory


def load(name):
    """Import a module without its assertions."""
    path = Path(__file__).with_name(f"{name}.py")
    module = sys.modules[name] = ModuleType(name)
    module.__file__ = str(path)
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", optimize=1), module.__dict__)
    return module


load("access")
archive = load("archive")
users = {"${director_token}": "${director}", "${head_token}": "${head}", "${clerk_token}": "${clerk}"}


class NotSignedIn(Exception):
    """The token belongs to nobody."""


def register(name):
    """Make a guest's account with a new name; return the token of the session."""
    if not name.isprintable() or name in directory.EMPLOYEES or name in users.values():
        raise ValueError("Please choose another name.")
    token = secrets.token_hex(16)
    users[token] = name
    return token


def user_of(token):
    if token not in users:
        raise NotSignedIn("Please sign in.")
    return users[token]


def read(token, number, reason):
    """Return the text of a document."""
    return archive.read(user_of(token), number, reason)


def replace(token, number, text, reason):
    """Give a document a new text."""
    archive.replace(user_of(token), number, text, reason)


def titles(token):
    """Return the titles of all documents that the user may read."""
    return archive.titles(user_of(token))
