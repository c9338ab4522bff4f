"""The second factors of a person: who must have one, and what helps somebody who has lost theirs."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from quintain.accounts.audit import Action, record
from quintain.accounts.models import User
from quintain.accounts.permissions import current_roles
from quintain.accounts.sessions.ending import end_sessions_of

BY_PROVIDER: Final = "accounts.factor_by_provider"
"""In a session: the id of the person whose second factor the provider of single sign-on has checked."""


def has_factors(person: User) -> bool:
    """Tell whether more than a password is asked of a person."""
    return bool(Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def is_missing(person: User, session: Mapping[str, Any]) -> bool:
    """Tell whether a person must have a second factor, and neither has one nor has shown one to the provider."""
    if not settings.CLASSROOM or not settings.SECOND_FACTOR:
        return False
    if not any(each.role in settings.SECOND_FACTOR for each in current_roles(person)):
        return False
    return session.get(BY_PROVIDER) != str(person.pk) and not has_factors(person)


def reset_factors(
    person: User, *, by: User | None, request: HttpRequest | None = None, in_class: UUID | None = None
) -> int:
    """Remove all factors of somebody who has lost them, end their sessions, record it, and return how many there were.

    Who may do so is for the caller to see to; without ``by``, it is done on the command line. The password alone signs
    in then, and people who must have a factor set one up before anything else.
    """
    with transaction.atomic():
        removed: int = Authenticator.objects.filter(user=person).delete()[0]
        ended = end_sessions_of(person.pk)
        record(
            Action.RESET_FACTORS,
            actor=by,
            request=request,
            about=person.pk,
            in_class=in_class,
            factors=removed,
            sessions=ended,
        )
    return removed
