"""Writes about certificates: issued, taken back, revoked; and what earns one in a class."""

import math
from typing import Final
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.limits.rate_limits import THROTTLE
from quintain.accounts.limits.throttle import Rate
from quintain.accounts.locking import lock_person
from quintain.accounts.models import User
from quintain.accounts.permissions import require_person
from quintain.certificates.credential import Issuer
from quintain.certificates.earning import Record, earned_by, record_of, requirement_of
from quintain.certificates.errors import (
    IssuedAlready,
    ListFull,
    NotEarned,
    NothingToRevoke,
    RequirementUnfit,
    RevokedForGood,
    TooManyIssued,
    TooManyNames,
)
from quintain.certificates.issuing import make
from quintain.certificates.models import Certificate, ClassRequirement, StatusEntry, draw_code
from quintain.certificates.names import read_holder
from quintain.certificates.permissions import EARN, HOLD, REVOKE, SEE_EARNERS, Place
from quintain.certificates.queries import certificates_of, is_barred
from quintain.certificates.requirements import MOST_LABS, Requirement
from quintain.cohorts.models import Class

ISSUES: Final = Rate(5, 3600)
"""How often a person may have a certificate issued: five, then one an hour. Each takes a place of the status list."""
NAMES: Final = Rate(20, 10)
"""How often a person may have a name typeset, which takes half a second of a processor: 20 times, then six a minute."""
DRAWS: Final = 64
"""With half of the list taken, that many draws miss once in 10**19 times."""


def issue(place: Place, name: str, *, by: User, issuer: Issuer, request: HttpRequest | None = None) -> Certificate:
    """Issue a certificate to a learner who has earned it, with the name that they choose.

    Typesetting takes half a second, in which others may write: what is checked before is checked again.

    Raises:
        CannotTypeset: The PDF cannot be made.
        HolderUnfit: The name cannot be used.
        IssuedAlready: There is a valid one.
        ListFull: The server has issued as many as it can.
        NotEarned: Something is missing.
        PermissionDenied: ``by`` does not study there, or the operator offers no certificates.
        RevokedForGood: The last one was revoked, and no other may be issued.
        TooManyIssued: They had several within an hour; what was refused does not count.
        TooManyNames: They have tried many names.

    """
    require_person(by, EARN, place)
    shown = read_holder(name)
    done = _require_earned(by, place)
    if wait := THROTTLE.take(((f"name on the certificate of {by.pk}", NAMES),)):
        raise TooManyNames(math.ceil(wait))
    issues = ((f"certificate of {by.pk}", ISSUES),)
    if wait := THROTTLE.take(issues):
        raise TooManyIssued(math.ceil(wait))
    entry, code, now = _take_entry(), draw_code(), timezone.now()
    try:
        made = make(shown, done, place, code=code, index=entry.index, issuer=issuer, at=now)
        with transaction.atomic():
            lock_person(by.pk)
            _require_right(by.pk, place)
            _require_earned(by, place)
            certificate = Certificate.objects.create(
                person=by,
                in_class=place.in_class,
                is_alone=place.in_class is None,
                entry=entry,
                code=code,
                credential=made.credential,
                pdf=made.pdf,
                issued_at=now,
            )
            record(Action.ISSUE_CERTIFICATE, actor=by, request=request, about=by.pk, in_class=certificate.in_class_id)
    except BaseException as error:
        entry.delete()  # nobody has seen its number
        THROTTLE.give_back(issues)
        if isinstance(error, IntegrityError):
            raise IssuedAlready from None
        raise
    return certificate


def take_back(certificate: Certificate, *, by: User, request: HttpRequest | None = None) -> None:
    """Delete a learner's own certificate, with the name on it, and have it revoked; another one may be issued.

    Of one that was revoked by others, the row stays, so that nobody gets a new one in this way.

    Raises:
        NothingToRevoke: It was revoked.
        PermissionDenied: It is somebody else's.

    """
    require_person(by, HOLD, certificate)
    with transaction.atomic():
        lock_person(by.pk)
        current = Certificate.objects.filter(pk=certificate.pk).first()
        if current is None:
            return
        if current.revoked_at is not None:
            raise NothingToRevoke
        record(Action.TAKE_BACK_CERTIFICATE, actor=by, request=request, about=by.pk, in_class=current.in_class_id)
        current.delete()  # and `revoke_entry` keeps the bit


def revoke(
    certificate: Certificate, *, may_issue_again: bool, by: User | None, request: HttpRequest | None = None
) -> None:
    """Revoke a certificate; its page and the status list say so from now on.

    Raises:
        NothingToRevoke: It is revoked already, or was taken back.
        PermissionDenied: ``by`` neither instructs the class nor runs the server.

    """
    require_person(by, REVOKE, certificate)
    with transaction.atomic():
        lock_person(certificate.person_id)
        rows = Certificate.objects.filter(pk=certificate.pk, revoked_at=None)
        if not rows.update(revoked_at=timezone.now(), revoked_by=by, may_issue_again=may_issue_again):
            raise NothingToRevoke
        StatusEntry.objects.filter(pk=certificate.entry_id).update(is_revoked=True)
        about = certificate.person_id
        record(Action.REVOKE_CERTIFICATE, actor=by, request=request, about=about, in_class=certificate.in_class_id)


def let_issue_again(certificate: Certificate, *, by: User, request: HttpRequest | None = None) -> None:
    """Let the person of a revoked certificate have another one issued.

    Raises:
        PermissionDenied: ``by`` neither instructs the class nor runs the server.

    """
    require_person(by, REVOKE, certificate)
    with transaction.atomic():
        rows = Certificate.objects.filter(pk=certificate.pk, may_issue_again=False).exclude(revoked_at=None)
        if rows.update(may_issue_again=True):
            about = certificate.person_id
            record(Action.ALLOW_CERTIFICATE, actor=by, request=request, about=about, in_class=certificate.in_class_id)


def set_requirement(
    a_class: Class, wanted: Requirement | None, *, is_default: bool, by: User, request: HttpRequest | None = None
) -> None:
    """Set what earns a certificate in a class; certificates that were issued stay as they are.

    Args:
        a_class: the class.
        wanted: what is asked for; None to offer no certificates.
        is_default: follow the server's default in place of ``wanted``.
        by: an instructor of the class, or an operator.
        request: for the audit log.

    Raises:
        PermissionDenied: ``by`` is somebody else, or the operator offers no certificates.
        RequirementUnfit: A number is out of range.

    """
    require_person(by, SEE_EARNERS, a_class)
    labs, exit_percent = (wanted.labs, wanted.exit_percent) if wanted else (None, 0)
    if not (labs is None or 1 <= labs <= MOST_LABS) or not 0 <= exit_percent <= 100:  # noqa: PLR2004  percent
        raise RequirementUnfit
    with transaction.atomic():
        if is_default:
            ClassRequirement.objects.filter(in_class=a_class).delete()
        else:
            ClassRequirement.objects.update_or_create(
                in_class=a_class,
                defaults={"is_offered": wanted is not None, "labs": labs, "exit_percent": exit_percent},
            )
        record(Action.SET_CERTIFICATE, actor=by, request=request, in_class=a_class.pk)


def revoke_entry(sender: type[Certificate], instance: Certificate, **_: object) -> None:  # noqa: ARG001  Django's signature
    """Have a certificate that is deleted revoked: nothing but its bit is left, and nobody could revoke it later."""
    StatusEntry.objects.filter(pk=instance.entry_id).update(is_revoked=True)


def _require_earned(person: User, place: Place) -> Record:
    """Return what a person has done, once a certificate may be issued to them."""
    requirement = requirement_of(place)
    if requirement is None or not earned_by([person.pk], requirement)[person.pk].is_whole:
        raise NotEarned
    if certificates_of(person, place).filter(revoked_at=None).exists():
        raise IssuedAlready
    if is_barred(person, place):
        raise RevokedForGood
    done = record_of(person.pk)
    if done is None:
        raise NotEarned
    return done


def _require_right(person: UUID, place: Place) -> None:
    """Ask again, by what a person is now: the seat may be another's, or the person erased, since the page was sent."""
    now = User.objects.filter(pk=person).first()
    if now is None:
        raise PermissionDenied
    require_person(now, EARN, place)


def _take_entry() -> StatusEntry:
    for _ in range(DRAWS):
        try:
            with transaction.atomic():
                return StatusEntry.objects.create()
        except IntegrityError:
            continue
    raise ListFull
