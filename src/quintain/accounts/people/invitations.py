"""Invitations: a code that signs a person in once, so that they can set a password of their own."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils import timezone

from quintain.accounts.locking import lock_person
from quintain.accounts.models import Invitation, User

LIFE: Final = timedelta(days=14)


def invite(person: User) -> str:
    """Return a new code for a person, 256 bits in base64; earlier ones of theirs are good no more."""
    code = secrets.token_urlsafe(32)
    with transaction.atomic():
        lock_person(person.pk)
        person.invitations.filter(used_at=None).delete()
        Invitation.objects.create(person=person, code_digest=_digest(code), expires_at=timezone.now() + LIFE)
    return code


def find(code: str) -> User | None:
    """Return whom a code invites, and leave it as it is."""
    invitation = Invitation.objects.select_related("person").filter(code_digest=_digest(code)).first()
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= timezone.now():
        return None
    return invitation.person if invitation.person.is_active else None


def redeem(code: str) -> User | None:
    """Return whom a code invites, and use it up; None if it is unknown, used or expired, or the account is closed."""
    now = timezone.now()
    with transaction.atomic():
        open_ones = Invitation.objects.filter(code_digest=_digest(code), used_at=None, expires_at__gt=now)
        if not open_ones.update(used_at=now):  # one statement, so that of two at once one gets it
            return None
        invitation = Invitation.objects.select_related("person").get(code_digest=_digest(code))
    return invitation.person if invitation.person.is_active else None


def _digest(code: str) -> str:
    return sha256(code.encode(errors="replace")).hexdigest()
