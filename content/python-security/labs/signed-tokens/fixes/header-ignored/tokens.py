"""Checks the access tokens that members bring: JSON Web Tokens (JWT), made and signed by the sign-in service.

A token is `header.claims.signature`, each part in base64url. The header says which key has signed it.
"""

import json
import time
from base64 import urlsafe_b64decode
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key

KEYS = Path(__file__).with_name("keys")
AUDIENCE = "archive"


class Refused(PermissionError):
    """The token is wrong."""


def _decoded(part):
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _checked(claims):
    audience = claims["aud"]
    if AUDIENCE not in ([audience] if isinstance(audience, str) else audience):
        raise Refused("The token is for another service.")
    if claims["exp"] <= time.time():
        raise Refused("The token has expired.")
    return claims


def claims_of(token):
    """Return the claims of a token: `sub` (the member), `aud` (for whom it is), `role`, `exp` (its end)."""
    message, _, signature = token.rpartition(".")
    for path in KEYS.glob("*.pem"):
        try:
            load_pem_public_key(path.read_bytes()).verify(_decoded(signature), message.encode())
        except InvalidSignature:
            continue
        return _checked(json.loads(_decoded(message.split(".")[1])))
    raise Refused("No key of the sign-in service has signed this token.")


def name_of(token):
    """Return the name of the member who has brought the token."""
    return claims_of(token)["sub"]
