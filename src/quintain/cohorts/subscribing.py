"""Addresses at which calendar programs read a class: each is a secret of one person, and ends when they say so."""

import secrets
from hashlib import sha256

from django.utils import timezone

from quintain.accounts.models import User
from quintain.accounts.permissions import may
from quintain.cohorts.models import CalendarAddress, Class
from quintain.cohorts.permissions import BELONG_TO_CLASS, SEE_CLASS

SECRET_BYTES = 32


def make_address(person: User, a_class: Class) -> str:
    """Return the secret part of a new address, which is told this once; one that the person had here ends."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    new = {"secret_digest": _digest(secret), "made_at": timezone.now()}
    CalendarAddress.objects.update_or_create(person=person, in_class=a_class, defaults=new)
    return secret


def end_address(person: User, a_class: Class) -> None:
    """End the address of a person, if there is one."""
    CalendarAddress.objects.filter(person=person, in_class=a_class).delete()


def has_address(person: User, a_class: Class) -> bool:
    """Tell whether a person has an address."""
    return CalendarAddress.objects.filter(person=person, in_class=a_class).exists()


def find_address(secret: str) -> CalendarAddress | None:
    """Return the address that has this secret, as long as its person may see the class."""
    rows = CalendarAddress.objects.select_related("person", "in_class").filter(secret_digest=_digest(secret))
    found = rows.first()
    if found is None or not found.person.is_active:
        return None
    is_allowed = any(may(found.person, each, found.in_class) for each in (BELONG_TO_CLASS, SEE_CLASS))
    return found if is_allowed else None


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
