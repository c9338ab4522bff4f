"""Checks the access tokens that members bring: JSON Web Tokens (JWT), made and signed by the sign-in service.

A token is `header.claims.signature`, each part in base64url. The header says which key has signed it.
"""

import hmac
import json
from base64 import urlsafe_b64decode
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import load_pem_public_key

KEYS = Path(__file__).with_name("keys")


class Refused(PermissionError):
    """The token is wrong."""


def _decoded(part):
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _key(header):
    return (KEYS / f"{header['kid']}.pem").read_bytes()


def _verify(header, message, signature):
    """Check the signature, with the algorithm that the token was signed with."""
    algorithm = header["alg"]
    if algorithm == "EdDSA":
        try:
            load_pem_public_key(_key(header)).verify(signature, message)
        except InvalidSignature as error:
            raise Refused("The signature is wrong.") from error
    elif algorithm in {"HS256", "HS512"}:  # the old service
        if not hmac.compare_digest(hmac.digest(_key(header), message, f"sha{algorithm[2:]}"), signature):
            raise Refused("The signature is wrong.")


def claims_of(token):
    """Return the claims of a token: `sub` (the member), `aud` (for whom it is), `role`, `exp` (its end)."""
    message, _, signature = token.rpartition(".")
    header, claims = (json.loads(_decoded(part)) for part in message.split("."))
    _verify(header, message.encode(), _decoded(signature))
    return claims


def name_of(token):
    """Return the name of the member who has brought the token."""
    return json.loads(_decoded(token.split(".")[1]))["sub"]
