"""Tokens are made, used and revoked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from quintain.accounts.audit import Action, record
from quintain.accounts.locking import lock_person
from quintain.accounts.models import User
from quintain.accounts.permissions import require_person
from quintain.api.errors import TokenUnfit, TooManyTokens
from quintain.api.models import LONGEST_NAME, Token
from quintain.api.permissions import MAKE_TOKENS, REVOKE_TOKEN
from quintain.api.scopes import Scope
from quintain.api.secrets import digest_of, make_secret
from quintain.cohorts.models import Class
from quintain.cohorts.permissions import SEE_CLASS
from quintain.web.bodies import one_line

MOST_TOKENS: Final = 20
LONGEST_DAYS: Final = 366
USED: Final = timedelta(minutes=1)
"""How old ``used_at`` may be: not each request is a write."""


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a person asks for. It expires after ``days``; without ``in_class``, it reads all their classes."""

    name: str
    scopes: frozenset[Scope]
    days: int
    in_class: Class | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A new token, and its secret, which is shown once."""

    token: Token
    secret: str


def make_token(asked: NewToken, *, by: User, is_by_provider: bool = False, request: HttpRequest | None = None) -> Made:
    """Make a token.

    Raises:
        PermissionDenied: The person neither teaches nor operates, or may not see the class.
        TokenUnfit: It has no name, no scope, or no end within a year.
        TooManyTokens: The person has 20.

    """
    require_person(by, MAKE_TOKENS)
    if asked.in_class is not None:
        require_person(by, SEE_CLASS, asked.in_class)
    name = one_line(asked.name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise TokenUnfit(
            gettext("A token has a name of 1 to %(most)s letters.") % {"most": LONGEST_NAME},
            gettext("Name it after the program that uses it."),
        )
    if not asked.scopes:
        raise TokenUnfit(gettext("A token has at least one scope."), gettext("Choose what the program reads."))
    if not 1 <= asked.days <= LONGEST_DAYS:
        raise TokenUnfit(
            gettext("A token expires after 1 to %(most)s days.") % {"most": LONGEST_DAYS},
            gettext("Write a number of days."),
        )
    secret, now = make_secret(), timezone.now()
    with transaction.atomic():
        lock_person(by.pk)
        if Token.objects.filter(owner=by).count() >= MOST_TOKENS:
            raise TooManyTokens(MOST_TOKENS)
        token = Token.objects.create(
            owner=by,
            name=name,
            secret_digest=digest_of(secret),
            scopes=sorted(asked.scopes),
            in_class=asked.in_class,
            is_by_provider=is_by_provider,
            expires_at=now + timedelta(days=asked.days),
        )
        record(
            Action.CREATE_TOKEN,
            actor=by,
            request=request,
            about=by.pk,
            in_class=asked.in_class.pk if asked.in_class else None,
            token=str(token.pk),
            scopes=" ".join(token.scopes),
            days=asked.days,
        )
    return Made(token, secret)


def revoke_token(token: Token, *, by: User, request: HttpRequest | None = None) -> None:
    """Revoke a token: the next request with it is refused.

    Raises:
        PermissionDenied: It is somebody else's.

    """
    require_person(by, REVOKE_TOKEN, token)
    with transaction.atomic():
        if Token.objects.filter(pk=token.pk).delete()[0]:
            record(Action.REVOKE_TOKEN, actor=by, request=request, about=by.pk, token=str(token.pk))


def delete_tokens_of(people: Collection[UUID]) -> None:
    """Delete the tokens of people who must sign in again; the act that asks for it is in the audit log."""
    Token.objects.filter(owner__in=people).delete()


def note_use(token: Token, address: str) -> None:
    """Note when a token was used last, and from where; once a minute at most."""
    now = timezone.now()
    if token.used_at is not None and now - token.used_at < USED:
        return
    stale = Q(used_at=None) | Q(used_at__lt=now - USED)
    Token.objects.filter(stale, pk=token.pk).update(used_at=now, used_from=address or None)
