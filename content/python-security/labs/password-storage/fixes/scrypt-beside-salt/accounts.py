"""Accounts of the tool library: members join, sign in, change their password and get the key of their calendar."""

import hmac
import secrets
from base64 import b64encode
from datetime import date
from hashlib import scrypt, sha1, sha256

import store

SHORTEST = 8
COST = {"n": 2**15, "r": 8, "p": 1, "maxmem": 2**26}  # 32 MiB


def _old(password):
    return sha1(password.encode()).hexdigest()


def _slow(text, salt):
    return b64encode(scrypt(text.encode(), salt=salt.encode(), **COST)).decode()


def _protect(text, form):
    """Return what the table may hold: the form ("password", or "sha1" for a hash of the old table), salt and hash."""
    salt = secrets.token_hex(16)
    return {"form": form, "salt": salt, "hash": _slow(text, salt)}


def _mark(key):
    """Return what the table holds of a key, which is too long to be guessed."""
    return sha256(key.encode()).hexdigest()


def _check_length(password):
    if len(password) < SHORTEST:
        raise ValueError(f"A password has at least {SHORTEST} characters.")


def join(name, password):
    """Add a member."""
    members = store.load()
    if not name or name in members:
        raise ValueError("Somebody has this name already.")
    _check_length(password)
    secret = _protect(password, "password")
    members[name] = {"joined": date.today().isoformat(), "newsletter": False, "secret": secret}
    store.save(members)


def sign_in(name, password):
    """Tell whether this is the member's password, and replace a hash of a hash."""
    members = store.load()
    secret = members.get(name, {}).get("secret")
    if secret is None:
        return False
    given = _old(password) if secret["form"] == "sha1" else password
    if not hmac.compare_digest(_slow(given, secret["salt"]), secret["hash"]):
        return False
    if secret["form"] == "sha1":
        members[name]["secret"] = _protect(password, "password")
        store.save(members)
    return True


def change_password(name, old, new):
    """Set a new password, for a member who knows the old one."""
    if not sign_in(name, old):
        raise PermissionError("Name or password is wrong.")
    _check_length(new)
    members = store.load()
    members[name]["secret"] = _protect(new, "password")
    store.save(members)


def feed_key(name, password):
    """Return a new key of the member's calendar; the one before it works no longer."""
    if not sign_in(name, password):
        raise PermissionError("Name or password is wrong.")
    key = secrets.token_urlsafe()
    members = store.load()
    members[name]["feed"] = _mark(key)
    store.save(members)
    return key


def member_of_feed(key):
    """Return the name of the member to whom a key belongs, or None."""
    for name, member in store.load().items():
        if member.get("feed") == _mark(key):
            return name
    return None


def upgrade():
    """Bring the members' file up to date. This runs after each deployment, before the first member comes."""
    members = store.load()
    for member in members.values():
        member.setdefault("newsletter", False)
        old = member.pop("password", "")
        if len(old) == 40:
            member["secret"] = _protect(old, "sha1")
            member.pop("feed", None)
    store.save(members)
