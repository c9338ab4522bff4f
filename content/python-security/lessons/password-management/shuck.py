"""Hashes of another site's breach are tried on wrapped hashes: one slow computation each, and no password is guessed."""

import hmac
from hashlib import sha1, sha256

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

HASHER = PasswordHasher()
KEY = b"not in the database"
PASSWORD = "orbit lantern walnut"


def old(password):
    return sha1(password.encode()).hexdigest()


def keyed(stored):
    return hmac.new(KEY, stored.encode(), sha256).hexdigest()


ELSEWHERE = [old("a hobby"), old(PASSWORD), old("thirteen")]  # what another site lost: hashes that nobody has cracked


def shuck(wrapped):
    """Return the old hash that is inside a wrapped one, if the other site has lost it."""
    for found in ELSEWHERE:
        try:
            HASHER.verify(wrapped, found)
        except VerifyMismatchError:
            continue
        return found
    return None


if __name__ == "__main__":
    print("Argon2 of SHA-1:               ", shuck(HASHER.hash(old(PASSWORD))) or "no hash found")
    print("Argon2 of HMAC(key, SHA-1):    ", shuck(HASHER.hash(keyed(old(PASSWORD)))) or "no hash found")
