"""Checks the access tokens that members bring: JSON Web Tokens (JWT), made and signed by the sign-in service.

A token is `header.claims.signature`, each part in base64url. The header says which key has signed it.
"""

import time
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_public_key

KEYS = Path(__file__).with_name("keys")
AUDIENCE = "archive"
PAUSE_SECONDS = 30

_known = {}
_read_from = 0.0


class Refused(PermissionError):
    """The token is wrong."""


def _key(kid):
    """Return a key; read the folder again if it is unknown, but not all the time: anybody can name unknown keys."""
    global _read_from
    if kid not in _known and time.monotonic() >= _read_from:
        _known.update({path.stem: load_pem_public_key(path.read_bytes()) for path in KEYS.glob("*.pem")})
        if kid not in _known:
            _read_from = time.monotonic() + PAUSE_SECONDS
    if kid not in _known:
        raise Refused("There is no such key.")
    return _known[kid]


def claims_of(token):
    """Return the claims of a token: `sub` (the member), `aud` (for whom it is), `role`, `exp` (its end)."""
    kid = jwt.get_unverified_header(token)["kid"]
    required = {"require": ["exp", "aud"]}
    return jwt.decode(token, _key(kid), algorithms=["EdDSA"], audience=AUDIENCE, options=required)


def name_of(token):
    """Return the name of the member who has brought the token."""
    return claims_of(token)["sub"]
