"""Who asks: the token of a request, by the header of RFC 6750, section 2.1, and by nothing else."""

import math
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest

from quintain.accounts.backends import PersonBackend
from quintain.accounts.factors.second_factor import BY_PROVIDER, is_missing
from quintain.accounts.limits.rate_limits import THROTTLE, address_of
from quintain.accounts.limits.throttle import Bucket, Rate
from quintain.accounts.models import User
from quintain.api import actions, queries
from quintain.api.errors import FactorMissing, NoToken, ScopeMissing, TokenUnknown, TooManyRequests
from quintain.api.models import Token
from quintain.api.scopes import Scope
from quintain.api.secrets import SECRET

REQUESTS: Final = Rate(120, 0.5)
"""Requests of one token: 120 at once, then two a second."""
UNKNOWN: Final = Rate(60, 2)
"""Wrong tokens, by address. Nobody guesses 256 bits; it keeps a program that goes on with an old one from the log."""
SCHEME: Final = "bearer"


@dataclass(frozen=True, slots=True)
class Caller:
    """A token, and its owner as they are now."""

    token: Token
    owner: User


class CallerRequest(HttpRequest):
    """A request whose caller is known."""

    auth: Caller


@dataclass(frozen=True, slots=True)
class Reads:
    """Asks for a token before an operation; with ``scope``, for one that has it."""

    scope: Scope | None = None

    def __call__(self, request: HttpRequest) -> Caller:
        """Return whose token it is.

        Raises:
            Refused: There is none, or it may not, see ``identify``.
            ScopeMissing: It does not have the scope.

        """
        caller = identify(request)
        if self.scope is not None and self.scope not in caller.token.scopes:
            raise ScopeMissing(self.scope)
        return caller


def identify(request: HttpRequest) -> Caller:
    """Return whose token a request brings, and have the request be its owner's.

    Raises:
        FactorMissing: The owner must have a second factor, and has none.
        Http404: One learner works alone here.
        NoToken: There is none.
        TokenUnknown: It is unknown or expired, or its owner's account is closed.
        TooManyRequests: It was used too often, or many wrong ones came from this address.

    """
    if not settings.CLASSROOM:
        raise Http404
    secret = _secret_of(request)
    token = queries.find_token(secret) if SECRET.fullmatch(secret) else None
    owner = PersonBackend().get_user(token.owner_id) if token else None
    if token is None or owner is None:
        _take((f"api unknown {address_of(request)}", UNKNOWN))
        raise TokenUnknown
    request.user = owner
    _take((f"api token {token.pk}", REQUESTS))
    if is_missing(owner, {BY_PROVIDER: str(owner.pk)} if token.is_by_provider else {}):
        raise FactorMissing
    actions.note_use(token, request.META.get("REMOTE_ADDR", ""))
    return Caller(token, owner)


def _secret_of(request: HttpRequest) -> str:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not secret.strip():
        raise NoToken
    return secret.strip()


def _take(bucket: Bucket) -> None:
    if wait := THROTTLE.take((bucket,)):
        raise TooManyRequests(math.ceil(wait))
