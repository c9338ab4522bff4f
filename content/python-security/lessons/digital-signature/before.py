"""Read a token that the sign-in service has signed with Ed25519."""

import hashlib
import hmac
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from tokens import decode, show


def claims_of(token, key):
    """Return the claims; raise an exception if the signature is wrong."""
    start, signature = token.rsplit(b".", 1)
    header, claims = map(decode, start.split(b"."))
    match json.loads(header)["alg"]:
        case "EdDSA":
            Ed25519PublicKey.from_public_bytes(key).verify(decode(signature), start)
        case "HS256":
            tag = hmac.new(key, start, hashlib.sha256).digest()
            if not hmac.compare_digest(tag, decode(signature)):
                raise ValueError("wrong tag")
    return json.loads(claims)


if __name__ == "__main__":
    private = Ed25519PrivateKey.generate()
    show(claims_of, private, private.public_key().public_bytes_raw())
