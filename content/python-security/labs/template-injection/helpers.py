"""The keys that somebody who knows the program and its public pages would try."""

import base64
import hashlib
import hmac
from itertools import product

SALT = b"cookie-session"
WORDS = (
    "paws",
    "claws",
    "paws & claws",
    "paws and claws",
    "practice",
    "vet",
    "reminders",
    "secret",
    "key",
    "dev",
    "app",
)


def keys(*public):
    """Give what can be made of words and public values: two of them joined, in each case, as they are and hashed."""
    texts = {*WORDS, *public}
    for first, mark, second in product(texts, ("", "-", "_", " ", ":"), ("", *texts)):
        for text in {first + mark + second, (first + mark + second).title(), (first + mark + second).upper()}:
            raw = text.encode()
            yield raw
            for name in ("md5", "sha1", "sha256", "sha512"):
                digest = hashlib.new(name, raw, usedforsecurity=False)
                yield digest.digest()
                yield digest.hexdigest().encode()


def key_from(cookie, *public):
    """Return the key of a session of Flask, if it is made of words and public values; else None."""
    signed, _, signature = cookie.rpartition(".")
    for key in keys(*public):
        made = hmac.digest(hmac.digest(key, SALT, "sha1"), signed.encode(), "sha1")
        if base64.urlsafe_b64encode(made).rstrip(b"=").decode() == signature:
            return key
    return None
