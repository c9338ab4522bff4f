"""Checks the access tokens that members bring: JSON Web Tokens (JWT), made and signed by the sign-in service.

A token is `header.claims.signature`, each part in base64url. The header says which key has signed it.
"""

import json
import time
from base64 import urlsafe_b64decode
from pathlib import Path

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


def _verify(header, message, signature):
    key = KEYS / f"{header['kid']}.pem"
    if key.name not in {path.name for path in KEYS.glob("*.pem")} or key.parent != KEYS:
        raise Refused("The key is unknown.")
    algorithm = header["alg"]
    if algorithm is None or algorithm.strip().lower() == "none":
        raise Refused("The token is not signed.")
    if algorithm == "EdDSA":
        load_pem_public_key(key.read_bytes()).verify(signature, message)


def claims_of(token):
    """Return the claims of a token: `sub` (the member), `aud` (for whom it is), `role`, `exp` (its end)."""
    message, _, signature = token.rpartition(".")
    header, claims = (json.loads(_decoded(part)) for part in message.split("."))
    _verify(header, message.encode(), _decoded(signature))
    return _checked(claims)


def name_of(token):
    """Return the name of the member who has brought the token."""
    return claims_of(token)["sub"]
