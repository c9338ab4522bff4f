"""Reads ID tokens (OpenID Connect Core 1.0, section 3.1.3.7). Nothing in one is believed before its signature is.

The key comes from the provider's own list alone, never from the token. The algorithm is one of a fixed list, all with a
public key, so neither ``none`` nor HMAC with the public key as its secret is ever taken.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from quintain.accounts.sso.providers import Provider

FAMILIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    "EdDSA": "OKP",
}
"""The kind of key that each algorithm takes."""
CURVES: Final = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521", "EdDSA": "Ed25519"}
SMALLEST_RSA: Final = 2048
MOST_LETTERS: Final = 64 * 1024
LONGEST_SUBJECT: Final = 191
"""As wide as allauth's column. The standard allows 255; providers use a number or a UUID."""
LEEWAY_SECONDS: Final = 60


class TokenRefused(Exception):  # noqa: N818  what the server does
    """The token proves nothing. The message is for the log, and repeats nothing of the token."""


class KeyUnknown(TokenRefused):
    """No key of the provider fits; it may have new ones."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What the provider says of a person, checked. ``email`` is empty unless the provider calls it verified."""

    issuer: str
    subject: str
    name: str
    email: str
    groups: frozenset[str]
    has_factor: bool
    authenticated_at: int


def read_id_token(token: object, keys: Sequence[Any], provider: Provider, nonce: str) -> Mapping[str, Any]:
    """Return the claims of an ID token that was made for this very sign-in.

    Raises:
        KeyUnknown: It is signed with a key that is not among ``keys``.
        TokenRefused: It is not what it has to be.

    """
    if not isinstance(token, str) or len(token) > MOST_LETTERS:
        raise TokenRefused("no token")
    algorithm, key = _key_for(token, keys)
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise TokenRefused(type(error).__name__) from None
    audience = claims["aud"]
    if (isinstance(audience, list) and len(audience) > 1 and "azp" not in claims) or (
        claims.get("azp", provider.client_id) != provider.client_id
    ):
        raise TokenRefused("for another client")
    given = claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise TokenRefused("of another sign-in")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        raise TokenRefused("without a subject")
    return claims


def read_claims(claims: Mapping[str, Any], provider: Provider) -> Claims:
    """Return what the claims of a token, together with those of the userinfo endpoint, say of a person."""
    name = next((claims[key] for key in ("name", "preferred_username") if isinstance(claims.get(key), str)), "")
    email = claims.get("email") if claims.get("email_verified") is True else ""
    groups = claims.get(provider.groups_claim)
    methods = claims.get("amr")
    marks = {each for each in methods if isinstance(each, str)} if isinstance(methods, list) else set()
    level = claims.get("acr")
    marks |= {level} if isinstance(level, str) else set()
    at = claims.get("auth_time")
    return Claims(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        name=name[:200],
        email=email[:254] if isinstance(email, str) else "",
        groups=frozenset(each for each in groups if isinstance(each, str)) if isinstance(groups, list) else frozenset(),
        has_factor=bool(marks & provider.factor_values),
        authenticated_at=at if isinstance(at, int) and not isinstance(at, bool) else 0,
    )


def _key_for(token: str, keys: Sequence[Any]) -> tuple[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise TokenRefused("no token") from None
    algorithm, wanted = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm not in FAMILIES:
        raise TokenRefused("an algorithm that is not taken")
    if "crit" in header:
        raise TokenRefused("a header that is not known")
    fitting = [each for each in keys if isinstance(each, dict) and _fits(each, algorithm)]
    named = [each for each in fitting if each.get("kid") == wanted] if wanted is not None else fitting
    if len(named) != 1:
        raise KeyUnknown("no key fits")
    try:
        key = jwt.PyJWK.from_dict(_public(named[0]), algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        raise TokenRefused("a key that cannot be read") from None
    if isinstance(key, RSAPublicKey) and key.key_size < SMALLEST_RSA:
        raise TokenRefused("a key that is too short")
    return algorithm, key


def _fits(key: Mapping[str, Any], algorithm: str) -> bool:
    return (
        key.get("kty") == FAMILIES[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and key.get("crv") == CURVES.get(algorithm)
    )


def _public(key: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if name in {"kty", "n", "e", "crv", "x", "y", "kid", "alg"}}
