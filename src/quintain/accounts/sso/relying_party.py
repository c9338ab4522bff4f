"""Speaks with the provider of single sign-on: where people are sent, and what their code is worth.

No request leaves before somebody wants to sign in. What the provider says of itself is kept for an hour; if it does not
answer, it is left alone for ten seconds, so that it holds up nobody else.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, override
from urllib.parse import quote, urlencode, urlsplit

from quintain.accounts.sso.id_tokens import Claims, KeyUnknown, TokenRefused, read_claims, read_id_token
from quintain.accounts.sso.kept_answers import NEW_KEYS_SECONDS, KeptAnswers
from quintain.accounts.sso.providers import Provider
from quintain.accounts.sso.requests import fetch_json, read_keys
from quintain.web.addresses import is_allowed, is_loopback
from quintain.web.outgoing import Unanswered


@dataclass(frozen=True, slots=True)
class Description:
    """What the provider says of itself: its endpoints and keys."""

    authorization: str
    token: str
    userinfo: str
    keys: Sequence[Any]
    takes_basic: bool
    names_itself: bool
    """Whether its answers name the issuer (RFC 9207)."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is remembered of somebody who was sent to the provider; each is good for one answer."""

    nonce: str = field(repr=False)
    verifier: str = field(repr=False)

    @classmethod
    def make(cls) -> "Question":
        """Draw both."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        """The verifier's digest, which goes through the browser (PKCE, RFC 7636)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Descriptions(KeptAnswers[Provider, Description]):
    """Keeps what providers say of themselves."""

    @override
    def _ask(self, key: Provider) -> Description:
        return _describe(key)


DESCRIPTIONS: Final = Descriptions()


def authorization_address(
    provider: Provider, question: Question, *, state: str, callback: str, again: bool = False
) -> str:
    """Return where a browser is sent; ``again`` asks the provider to have the person sign in again there.

    Raises:
        Unanswered: The provider does not answer.

    """
    endpoint = DESCRIPTIONS.of(provider).authorization
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": callback,
        "scope": provider.scopes,
        "state": state,
        "nonce": question.nonce,
        "code_challenge": question.challenge,
        "code_challenge_method": "S256",
        **({"prompt": "login", "max_age": "0"} if again else {}),
    }
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"


def redeem(provider: Provider, question: Question, *, code: str, callback: str, issuer: str | None) -> Claims:
    """Return whom a code is for; ``issuer`` is the one that the answer names, if it names any.

    Raises:
        TokenRefused: The answer or its token is not for this sign-in.
        Unanswered: The provider does not answer, or the code is used or unknown.

    """
    description = DESCRIPTIONS.of(provider)
    if issuer != provider.issuer and (issuer is not None or description.names_itself):
        raise TokenRefused("an answer of another issuer")
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "code_verifier": question.verifier,
    }
    headers = {}
    if description.takes_basic:
        both = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(both.encode()).decode()}"
    else:
        form |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    answer = fetch_json(description.token, form=form, headers=headers)
    try:
        claims = read_id_token(answer.get("id_token"), description.keys, provider, question.nonce)
    except KeyUnknown:  # the provider may have changed its keys
        newer = DESCRIPTIONS.of(provider, younger_than=NEW_KEYS_SECONDS)
        claims = read_id_token(answer.get("id_token"), newer.keys, provider, question.nonce)
    return read_claims({**_more(provider, description, answer, claims), **claims}, provider)


def _more(
    provider: Provider, description: Description, answer: Mapping[str, Any], claims: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return what the userinfo endpoint adds, where the token lacks what is needed; it counts for the same person."""
    wanted = (
        {"name"} | ({"email"} if provider.domains else set()) | ({provider.groups_claim} if provider.groups else set())
    )
    access = answer.get("access_token")
    if not description.userinfo or wanted <= claims.keys() or not isinstance(access, str) or not access.isascii():
        return {}
    more = fetch_json(description.userinfo, headers={"Authorization": f"Bearer {access}"})
    if more.get("sub") != claims["sub"]:
        raise TokenRefused("userinfo of another person")
    # How somebody signed in is for the signed token alone to say; so is an e-mail address that it has.
    kept = {"name", "preferred_username", provider.groups_claim}
    return {key: value for key, value in more.items() if key in kept or ("email" not in claims and "email" in key)}


def _describe(provider: Provider) -> Description:
    document = fetch_json(provider.discovery_address)
    if document.get("issuer") != provider.issuer:
        raise Unanswered("it calls itself by another name")
    endpoints = {
        name: _endpoint(provider, document, name, is_needed=name != "userinfo_endpoint")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
    }
    keys = read_keys(fetch_json(endpoints["jwks_uri"]))
    ways = document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Description(
        authorization=endpoints["authorization_endpoint"],
        token=endpoints["token_endpoint"],
        userinfo=endpoints["userinfo_endpoint"],
        keys=keys,
        takes_basic=isinstance(ways, list) and ("client_secret_basic" in ways or "client_secret_post" not in ways),
        names_itself=document.get("authorization_response_iss_parameter_supported") is True,
    )


def _endpoint(provider: Provider, document: Mapping[str, Any], name: str, *, is_needed: bool) -> str:
    address = document.get(name, "")
    if not address and not is_needed:
        return ""
    if not isinstance(address, str) or not is_allowed(address) or urlsplit(address).fragment:
        raise Unanswered(f"no {name} that can be used")
    # What is on this machine is not for a provider elsewhere to name.
    if is_loopback(urlsplit(address).hostname or "") and not is_loopback(urlsplit(provider.issuer).hostname or ""):
        raise Unanswered(f"a {name} on this machine")
    return address
