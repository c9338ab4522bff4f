"""The provider of single sign-on (OpenID Connect), as the operator names it in the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from quintain.web.addresses import is_allowed

ISSUER: Final = "QUINTAIN_OIDC_ISSUER"
CLIENT_ID: Final = "QUINTAIN_OIDC_CLIENT_ID"
CLIENT_SECRET: Final = "QUINTAIN_OIDC_CLIENT_SECRET"  # noqa: S105  the name of a setting
CLIENT_SECRET_FILE: Final = "QUINTAIN_OIDC_CLIENT_SECRET_FILE"  # noqa: S105  as above
NAME: Final = "QUINTAIN_OIDC_NAME"
SCOPES: Final = "QUINTAIN_OIDC_SCOPES"
DOMAINS: Final = "QUINTAIN_OIDC_DOMAINS"
GROUPS: Final = "QUINTAIN_OIDC_GROUPS"
GROUPS_CLAIM: Final = "QUINTAIN_OIDC_GROUPS_CLAIM"
FACTOR: Final = "QUINTAIN_OIDC_FACTOR"
SETTINGS: Final = frozenset(
    {ISSUER, CLIENT_ID, CLIENT_SECRET, CLIENT_SECRET_FILE, NAME, SCOPES, DOMAINS, GROUPS, GROUPS_CLAIM, FACTOR}
)
_PREFIX: Final = ISSUER.removesuffix("ISSUER")
LONGEST_ISSUER: Final = 200
"""As wide as the column in which an account's issuer is kept."""
OUTWARD_PATHS: Final = frozenset(
    {"/sign-in/provider/", "/sign-in/provider/callback/", "/account/provider/", "/account/confirm/provider/"}
)
"""Where a request may have the server ask the provider; it has threads of its own for them."""
MOST_SECRET_BYTES: Final = 4096
READABLE_BY_OTHERS: Final = 0o007


@dataclass(frozen=True, slots=True)
class Provider:
    """Who signs people in for us. The issuer is an identifier, and is compared letter by letter.

    ``domains`` and ``groups`` say who gets an account without an invitation or a join code; nobody if both are empty.
    ``factor_values`` are values of the claims ``amr`` and ``acr`` that count as a second factor.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    domains: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    groups_claim: str = "groups"
    scopes: str = "openid profile email"
    factor_values: frozenset[str] = frozenset()

    @property
    def discovery_address(self) -> str:
        """Where the provider describes itself (OpenID Connect Discovery, section 4)."""
        return f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"


def read_provider(environment: Mapping[str, str]) -> Provider | None:
    """Return the provider that the environment names, or None if it names none.

    Raises:
        ImproperlyConfigured: A setting is missing or cannot be used. No message repeats the secret.

    """
    given = {key: value.strip() for key, value in environment.items() if key.startswith(_PREFIX) and value.strip()}
    if not given:
        return None
    if unknown := given.keys() - SETTINGS:
        raise ImproperlyConfigured(f"There is no setting {min(unknown)}.")
    for needed in (ISSUER, CLIENT_ID):
        if needed not in given:
            raise ImproperlyConfigured(f"Single sign-on needs {needed} as well.")
    issuer = given[ISSUER]
    if len(issuer) > LONGEST_ISSUER or not is_allowed(issuer) or urlsplit(issuer).query or urlsplit(issuer).fragment:
        raise ImproperlyConfigured(
            f"{ISSUER} is the provider's address as it writes it: https://…, without query or fragment, "
            f"and at most {LONGEST_ISSUER} characters."
        )
    return Provider(
        issuer=issuer,
        client_id=given[CLIENT_ID],
        client_secret=_secret(given),
        name=given.get(NAME) or urlsplit(issuer).hostname or issuer,
        domains=_words(given.get(DOMAINS, "").lower()),
        groups=_words(given.get(GROUPS, "")),
        groups_claim=given.get(GROUPS_CLAIM, "groups"),
        scopes=" ".join(dict.fromkeys(["openid", *given.get(SCOPES, "profile email").split()])),
        factor_values=_words(given.get(FACTOR, "")),
    )


def _secret(given: Mapping[str, str]) -> str:
    if file := given.get(CLIENT_SECRET_FILE):
        try:
            if Path(file).stat().st_mode & READABLE_BY_OTHERS:
                raise ImproperlyConfigured(f"Others can read {file}. Take that right away: chmod o= {file}")
            with Path(file).open("rb") as opened:
                secret = opened.read(MOST_SECRET_BYTES).decode().strip()
        except (OSError, UnicodeDecodeError):
            raise ImproperlyConfigured(f"{CLIENT_SECRET_FILE} cannot be read: {file}") from None
    else:
        secret = given.get(CLIENT_SECRET, "")
    if not secret:
        raise ImproperlyConfigured(
            f"Single sign-on needs the secret of this client: {CLIENT_SECRET_FILE}, or {CLIENT_SECRET}."
        )
    return secret


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(",") if word.strip())
