"""Signs JSON as a JWT (RFC 7519) and reads what is signed, by keys that the reader trusts. Knows no Django.

Nothing of a token is believed before its signature is checked, and its header chooses nothing but one of those keys:
the method is always RS256, and a key that the token brings along must be the one that its id names (RFC 8725, 3.1).
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any, Final

import jwt

from quintain.certificates.keys import ALGORITHM, Jwk, PublicKey, SigningKey, thumbprint

MOST_LETTERS: Final = 64 * 1024
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")


class NotGenuine(Exception):  # noqa: N818  what was given, not a mistake of the program
    """What is signed is not what the issuer has signed; the message is a sentence for people."""


class KeyUnknown(Exception):  # noqa: N818  as above
    """The token names a key that nobody vouches for; the message is a sentence for people."""


def sign(claims: Mapping[str, object], key: SigningKey) -> str:
    """Return claims as a signed token, whose header has the key's id and the public key."""
    headers = {"typ": "JWT", "kid": key.public.kid, "jwk": key.public.jwk}
    return jwt.encode(dict(claims), key.private, algorithm=ALGORITHM, headers=headers)


def read_signed(token: str, keys: Mapping[str, PublicKey]) -> dict[str, Any]:  # Any: JSON, which its reader looks at
    """Return what a token says, once one of the keys has signed it.

    Raises:
        NotGenuine: It was changed, or signed otherwise than an issuer does.
        KeyUnknown: It names a key that is not among them.

    """
    header = _header_of(token)
    if header.get("alg") != ALGORITHM:
        raise NotGenuine(
            f"It says that it is signed by the method “{_shown(header.get('alg'))}”. Certificates have {ALGORITHM}."
        )
    if "crit" in header:
        raise NotGenuine("Its header asks for something that no certificate asks for.")
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise NotGenuine("It does not name the key that has signed it.")
    if not keys:
        raise KeyUnknown("You gave no keys. Give those of the issuer: without them, anybody can have signed it.")
    if kid not in keys:
        raise KeyUnknown("The key that it names is none of the issuer's keys that you gave.")
    if "jwk" in header and _thumbprint_of(header["jwk"]) != kid:
        raise NotGenuine("It brings a key of its own, which is not the issuer's.")
    try:
        claims = json.loads(jwt.api_jws.decode(token, keys[kid].key, algorithms=[ALGORITHM]))
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise NotGenuine("The signature does not fit what it says: it was changed after it was signed.") from None
    if not isinstance(claims, dict):
        raise NotGenuine("What is signed is no JSON object.")
    return claims


def key_of(token: str) -> str:
    """Return the id of the key that a token names.

    Raises:
        NotGenuine: It is no token.

    """
    return str(_header_of(token).get("kid"))


def read_unchecked(token: str) -> dict[str, Any]:  # Any: as above
    """Return what a token says without a check: to be shown beside a warning, or of one's own database.

    Raises:
        NotGenuine: It is no token.

    """
    _header_of(token)
    return _part(token.split(".")[1])


def _header_of(token: str) -> dict[str, Any]:
    if len(token) > MOST_LETTERS or not _TOKEN.fullmatch(token):
        raise NotGenuine("It is no signed credential.")
    return _part(token.split(".", maxsplit=1)[0])


def _part(text: str) -> dict[str, Any]:
    try:
        part = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        part = None
    if not isinstance(part, dict):
        raise NotGenuine("It is no signed credential.")
    return part


def _thumbprint_of(jwk: object) -> str:
    if not isinstance(jwk, dict) or not isinstance(jwk.get("n"), str) or not isinstance(jwk.get("e"), str):
        return ""
    members: Jwk = jwk
    return thumbprint(members)


def _shown(text: object) -> str:
    return "".join(letter for letter in str(text)[:20] if letter.isprintable())
