"""Accounts of the tool library: members join, sign in, change their password and get the key of their calendar."""

import re
from datetime import date
from hashlib import md5, sha1

import store

SHORTEST = 8
DIGEST = re.compile(r"[0-9a-f]{40}")


def _digest(password):
    return sha1(password.encode()).hexdigest()


def _feed(name, password):
    return md5(f"{name}:{password}".encode()).hexdigest()


def _check_length(password):
    if len(password) < SHORTEST:
        raise ValueError(f"A password has at least {SHORTEST} characters.")


def join(name, password):
    """Add a member."""
    members = store.load()
    if not name or name in members:
        raise ValueError("Somebody has this name already.")
    _check_length(password)
    members[name] = {
        "joined": date.today().isoformat(),
        "newsletter": False,
        "password": _digest(password),
        "feed": _feed(name, password),
    }
    store.save(members)


def sign_in(name, password):
    """Tell whether this is the member's password. The terminal in the hall sends the digest in its place."""
    member = store.load().get(name)
    if member is None:
        return False
    given = password if DIGEST.fullmatch(password) else _digest(password)
    return given == member["password"]


def change_password(name, old, new):
    """Set a new password, for a member who knows the old one."""
    if not sign_in(name, old):
        raise PermissionError("Name or password is wrong.")
    _check_length(new)
    members = store.load()
    members[name]["password"] = _digest(new)
    members[name]["feed"] = _feed(name, new)
    store.save(members)


def feed_key(name, password):
    """Return the key of the member's calendar, which becomes a part of its address."""
    if not sign_in(name, password):
        raise PermissionError("Name or password is wrong.")
    return store.load()[name]["feed"]


def member_of_feed(key):
    """Return the name of the member to whom a key belongs, or None."""
    for name, member in store.load().items():
        if key and member.get("feed") == key:
            return name
    return None


def upgrade():
    """Bring the members' file up to date. This runs after each deployment, before the first member comes."""
    members = store.load()
    for member in members.values():
        member.setdefault("newsletter", False)
    store.save(members)
