"""Checks the access tokens that members bring: JSON Web Tokens (JWT), made and signed by the sign-in service.

A token is `header.claims.signature`, each part in base64url. The header says which key has signed it.
"""

from pathlib import Path

import jwt

KEYS = Path(__file__).with_name("keys")
AUDIENCE = "archive"


class Refused(PermissionError):
    """The token is wrong."""


def claims_of(token):
    """Return the claims of a token: `sub` (the member), `aud` (for whom it is), `role`, `exp` (its end)."""
    path = KEYS / f"{jwt.get_unverified_header(token)['kid']}.pem"
    if not path.is_relative_to(KEYS):
        raise Refused("The key is unknown.")
    key = path.read_text()
    claims = jwt.decode(token, key, algorithms=["EdDSA"], audience=AUDIENCE)
    if "exp" not in claims:
        raise Refused("The token has no end.")
    return claims


def name_of(token):
    """Return the name of the member who has brought the token."""
    return claims_of(token)["sub"]
