"""Read a token that the sign-in service has signed with Ed25519."""

import hashlib
import hmac
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from tokens import decode, with_ed25519, with_hmac


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
    public = private.public_key().public_bytes_raw()
    tokens = {
        "genuine": with_ed25519({"alg": "EdDSA"}, {"user": "zoe"}, private),
        "HS256 and the public key": with_hmac({"alg": "HS256"}, {"user": "admin"}, public),
        "no algorithm": with_hmac({"alg": "none"}, {"user": "admin"}, b"anything"),
    }
    for name, token in tokens.items():
        try:
            print(f"{name}: {claims_of(token, public)['user']}")
        except Exception as error:
            print(f"{name}: {type(error).__name__}")
