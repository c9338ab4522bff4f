"""Accounts of the tool library: members join, sign in, change their password and get the key of their calendar."""

import secrets
from datetime import date
from hashlib import sha1

import store
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST = 8
OLD = 40  # characters of an old hash
HASHER = PasswordHasher(time_cost=3, memory_cost=12_288, parallelism=1)


def _inner(password):
    """Return what Argon2 hashes, for old and for new members alike."""
    return sha1(password.encode()).hexdigest()


def _hash(password):
    return HASHER.hash(_inner(password))


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
        "password": _hash(password),
        "feed": secrets.token_urlsafe(),
    }
    store.save(members)


def sign_in(name, password):
    """Tell whether this is the member's password."""
    member = store.load().get(name)
    try:
        return member is not None and HASHER.verify(member["password"], _inner(password))
    except (VerifyMismatchError, InvalidHashError):
        return False


def change_password(name, old, new):
    """Set a new password, for a member who knows the old one."""
    if not sign_in(name, old):
        raise PermissionError("Name or password is wrong.")
    _check_length(new)
    members = store.load()
    members[name]["password"] = _hash(new)
    members[name]["feed"] = secrets.token_urlsafe()
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
        if len(member["password"]) == OLD:
            member["password"] = HASHER.hash(member["password"])
            member["feed"] = secrets.token_urlsafe()
    store.save(members)
