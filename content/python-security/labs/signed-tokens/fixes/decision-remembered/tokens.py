"""Checks the access tokens that members bring: JSON Web Tokens (JWT), made and signed by the sign-in service.

A token is `header.claims.signature`, each part in base64url. The header says which key has signed it.
"""

from functools import lru_cache
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_public_key

KEYS = Path(__file__).with_name("keys")
AUDIENCE = "archive"


class Refused(PermissionError):
    """The token is wrong."""


def _keys():
    return {path.stem: load_pem_public_key(path.read_bytes()) for path in KEYS.glob("*.pem")}


@lru_cache(maxsize=1000)
def _verified(token):
    """Verify a token once: members bring the same one with each request. A refusal is not remembered."""
    kid = jwt.get_unverified_header(token)["kid"]
    required = {"require": ["exp", "aud"]}
    return jwt.decode(token, _keys()[kid], algorithms=["EdDSA"], audience=AUDIENCE, options=required)


def claims_of(token):
    """Return the claims of a token: `sub` (the member), `aud` (for whom it is), `role`, `exp` (its end)."""
    return dict(_verified(token))


def name_of(token):
    """Return the name of the member who has brought the token."""
    return claims_of(token)["sub"]
