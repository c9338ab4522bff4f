"""What one may do with certificates."""

from dataclasses import dataclass

from django.conf import settings

from quintain.accounts.models import Role, User
from quintain.accounts.permissions import Person, add_rule, current_roles, is_operator
from quintain.certificates.models import Certificate
from quintain.cohorts.models import Class
from quintain.cohorts.permissions import instructs_or_operates

EARN = "certificates.earn"
HOLD = "certificates.hold"
SEE_EARNERS = "certificates.see_earners"
REVOKE = "certificates.revoke"


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody earns a certificate: in a class, or alone."""

    in_class: Class | None


def register() -> None:
    """Add this room's rules."""
    add_rule(EARN, _studies)
    add_rule(HOLD, _owns)
    add_rule(SEE_EARNERS, _answers_for)
    add_rule(REVOKE, _may_revoke)


def _studies(person: Person, place: Place) -> bool:
    """Tell whether a person has a seat in the class, archived or not; alone, whether the operator allows it."""
    if settings.CERTIFICATE is None or not isinstance(person, User):
        return False
    if place.in_class is None:
        alone = any(each.role == Role.STUDENT and each.in_class is None for each in current_roles(person))
        return bool(settings.CERTIFICATE_ALONE) and alone
    return any(
        each.role == Role.STUDENT and each.in_class_id == place.in_class.pk and hasattr(each, "seat")
        for each in person.roles
    )


def _owns(person: Person, certificate: Certificate) -> bool:
    return certificate.person_id == person.pk


def _answers_for(person: Person, a_class: Class) -> bool:
    return settings.CERTIFICATE is not None and instructs_or_operates(person, a_class)


def _may_revoke(person: Person, certificate: Certificate) -> bool:
    if certificate.in_class is None:
        return is_operator(person)
    return instructs_or_operates(person, certificate.in_class)
