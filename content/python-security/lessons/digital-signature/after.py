"""Read a token that the sign-in service has signed with Ed25519."""

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tokens import with_ed25519, with_hmac


def claims_of(token, key):
    """Return the claims; raise an exception if the signature is wrong."""
    required = {"require": ["exp"]}
    return jwt.decode(token, key, algorithms=["EdDSA"], audience="shop", options=required)


if __name__ == "__main__":
    private = Ed25519PrivateKey.generate()
    public = private.public_key()
    good = {"user": "zoe", "aud": "shop", "exp": 4102444800}
    admin = good | {"user": "admin"}
    tokens = {
        "genuine": with_ed25519({"alg": "EdDSA"}, good, private),
        "HS256 and the public key": with_hmac({"alg": "HS256"}, admin, public.public_bytes_raw()),
        "no algorithm": with_hmac({"alg": "none"}, admin, b"anything"),
        "for another service": with_ed25519({"alg": "EdDSA"}, good | {"aud": "forum"}, private),
    }
    for name, token in tokens.items():
        try:
            print(f"{name}: {claims_of(token, public)['user']}")
        except Exception as error:
            print(f"{name}: {type(error).__name__}")
