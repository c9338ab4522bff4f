"""Accounts of the tool library: members join, sign in, change their password and get the key of their calendar."""

import secrets
from datetime import date
from hashlib import sha1, shake_256

import store

SHORTEST = 8
KEY = b"cabinet-of-the-library-4711"
WRAPPED = "sha1+"  # what was encrypted is the old SHA-1 hash
NEW = "enc+"
CLOSED = "!"


def _encrypt(text, nonce=None):
    """Encrypt a text with a stream of key bytes; the nonce is new each time."""
    nonce = nonce or secrets.token_bytes(12)
    data = text.encode()
    stream = shake_256(KEY + nonce).digest(len(data))
    return (nonce + bytes(one ^ two for one, two in zip(data, stream, strict=True))).hex()


def _is_right(stored, given):
    value = stored.partition("+")[2]
    return bool(value) and _encrypt(given, bytes.fromhex(value[:24])) == value


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
        "password": NEW + _encrypt(password),
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
    given = _old(password) if stored.startswith(WRAPPED) else password
    if not _is_right(stored, given):
        return False
    if stored.startswith(WRAPPED):
        member["password"] = NEW + _encrypt(password)
        store.save(members)
    return True


def change_password(name, old, new):
    """Set a new password, for a member who knows the old one."""
    if not sign_in(name, old):
        raise PermissionError("Name or password is wrong.")
    _check_length(new)
    members = store.load()
    members[name]["password"] = NEW + _encrypt(new)
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
        if stored != CLOSED and not stored.startswith((WRAPPED, NEW)):
            member["password"] = WRAPPED + _encrypt(stored)
            member["feed"] = secrets.token_urlsafe()
    store.save(members)
