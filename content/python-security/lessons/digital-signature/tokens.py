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


def attempts(private):
    """Return a genuine token and three others. An attacker has the public key only."""
    public = private.public_key().public_bytes_raw()
    good = {"user": "zoe", "aud": "shop", "exp": 4102444800}
    admin = good | {"user": "admin"}
    return {
        "genuine": with_ed25519({"alg": "EdDSA"}, good, private),
        "HS256 and the public key": with_hmac({"alg": "HS256"}, admin, public),
        "no algorithm": with_hmac({"alg": "none"}, admin, b"anything"),
        "for another service": with_ed25519({"alg": "EdDSA"}, good | {"aud": "forum"}, private),
    }


def show(claims_of, private, key):
    for name, token in attempts(private).items():
        try:
            print(f"{name}: {claims_of(token, key)['user']}")
        except Exception as error:
            print(f"{name}: {type(error).__name__}")
