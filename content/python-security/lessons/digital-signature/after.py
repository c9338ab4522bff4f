"""Read a token that the sign-in service has signed with Ed25519."""

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tokens import show


def claims_of(token, key):
    """Return the claims; raise an exception if the signature is wrong."""
    required = {"require": ["exp"]}
    return jwt.decode(token, key, algorithms=["EdDSA"], audience="shop", options=required)


if __name__ == "__main__":
    private = Ed25519PrivateKey.generate()
    show(claims_of, private, private.public_key())
