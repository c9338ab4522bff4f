"""Checks the access tokens that members bring: JSON Web Tokens (JWT), made and signed by the sign-in service.

A token is `header.claims.signature`, each part in base64url. The header says which key has signed it.
"""

from pathlib import Path
from urllib.parse import unquote

import jwt

KEYS = Path(__file__).with_name("keys")
AUDIENCE = "archive"


class Refused(PermissionError):
    """The token is wrong."""


def claims_of(token):
    """Return the claims of a token: `sub` (the member), `aud` (for whom it is), `role`, `exp` (its end)."""
    kid = jwt.get_unverified_header(token)["kid"]
    if "/" in kid:
        raise Refused("The key is unknown.")
    key = (KEYS / f"{unquote(kid)}.pem").read_text()
    claims = jwt.decode(token, key, algorithms=["EdDSA"], audience=AUDIENCE)
    if "exp" not in claims:
        raise Refused("The token has no end.")
    return claims


def name_of(token):
    """Return the name of the member who has brought the token."""
    return claims_of(token)["sub"]
