"""Accounts of the tool library: members join, sign in, change their password and get the key of their calendar."""

import secrets
from datetime import date
from hashlib import sha1

import store
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST = 8
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
WRAPPED = "sha1+"  # before an Argon2 hash: what was hashed is the old SHA-1 hash
CLOSED = "!"
MOST_BYTES = 200 * 3  # in UTF-8


def _cut(password):
    """Return the bytes of a password that count, at most 200 characters."""
    return password.encode()[:MOST_BYTES]


def _old(password):
    return sha1(password.encode()).hexdigest()


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
        "password": HASHER.hash(_cut(password)),
        "feed": secrets.token_urlsafe(),
    }
    store.save(members)


def sign_in(name, password):
    """Tell whether this is the member's password, and replace a hash of an older form."""
    members = store.load()
    member = members.get(name)
    if member is None:
        return False
    stored = member["password"]
    given = _old(password) if stored.startswith(WRAPPED) else _cut(password)
    try:
        HASHER.verify(stored.removeprefix(WRAPPED), given)
    except (VerifyMismatchError, InvalidHashError):
        return False
    if stored.startswith(WRAPPED) or HASHER.check_needs_rehash(stored):
        member["password"] = HASHER.hash(_cut(password))
        store.save(members)
    return True


def change_password(name, old, new):
    """Set a new password, for a member who knows the old one."""
    if not sign_in(name, old):
        raise PermissionError("Name or password is wrong.")
    _check_length(new)
    members = store.load()
    members[name]["password"] = HASHER.hash(_cut(new))
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
        stored = member["password"]
        if stored != CLOSED and not stored.startswith((WRAPPED, "$argon2")):
            member["password"] = WRAPPED + HASHER.hash(stored)
            member["feed"] = secrets.token_urlsafe()
    store.save(members)
