"""Make signed tokens by hand, as an attacker does."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode


def encode(data):
    return urlsafe_b64encode(data).rstrip(b"=")


def decode(text):
    return urlsafe_b64decode(text + b"=" * (-len(text) % 4))


def unsigned(header, claims):
    return b".".join(encode(json.dumps(part).encode()) for part in (header, claims))


def with_hmac(header, claims, key):
    start = unsigned(header, claims)
    return start + b"." + encode(hmac.new(key, start, hashlib.sha256).digest())


def with_ed25519(header, claims, private):
    start = unsigned(header, claims)
    return start + b"." + encode(private.sign(start))
