"""Checks the access tokens that members bring: JSON Web Tokens (JWT), made and signed by the sign-in service.

A token is `header.claims.signature`, each part in base64url. The header says which key has signed it.
"""

import json
import re
import time
from base64 import urlsafe_b64decode
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_public_key

KEYS = Path(__file__).with_name("keys")
AUDIENCE = "archive"
NAME = re.compile(r"city-[0-9]+-[0-9a-f]{6}")


class Refused(PermissionError):
    """The token is wrong."""


def _decoded(part):
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _keys():
    return {path.stem: load_pem_public_key(path.read_bytes()) for path in KEYS.glob("*.pem")}


def _checked(claims):
    audience = claims["aud"]
    if AUDIENCE not in ([audience] if isinstance(audience, str) else audience):
        raise Refused("The token is for another service.")
    if claims["exp"] <= time.time():
        raise Refused("The token has expired.")
    return claims


def claims_of(token):
    """Return the claims of a token: `sub` (the member), `aud` (for whom it is), `role`, `exp` (its end)."""
    header, claims, signature = token.split(".")
    name, keys = json.loads(_decoded(header))["kid"], _keys()
    if name in keys or not NAME.fullmatch(name):  # the file of a new key may come a moment later than its tokens
        keys[name].verify(_decoded(signature), f"{header}.{claims}".encode())  # raises InvalidSignature
    return _checked(json.loads(_decoded(claims)))


def name_of(token):
    """Return the name of the member who has brought the token."""
    return claims_of(token)["sub"]
