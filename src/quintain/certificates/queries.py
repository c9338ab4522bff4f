"""Reads about certificates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from quintain.accounts.models import Membership, Role, User
from quintain.accounts.permissions import may, place_as_student
from quintain.certificates import key_store, keys
from quintain.certificates.credential import Issuer, Statement, read_statement
from quintain.certificates.earning import Earned, earned_by, requirement_of
from quintain.certificates.models import Certificate, ClassRequirement, StatusEntry
from quintain.certificates.permissions import EARN, Place
from quintain.certificates.requirements import Requirement
from quintain.certificates.signatures import read_unchecked, sign
from quintain.certificates.status_list import list_claims
from quintain.cohorts.models import Class


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate, and what it says."""

    certificate: Certificate
    said: Statement

    @property
    def is_revoked(self) -> bool:
        """Whether it is valid no more."""
        return self.certificate.revoked_at is not None


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What a learner sees: the place where a certificate is offered, how far they are, and what they had issued.

    ``is_barred``: the last one was revoked, and its person may have no other one issued.
    """

    place: Place | None
    earned: Earned | None
    certificates: tuple[Shown, ...]
    is_barred: bool

    @property
    def valid(self) -> Shown | None:
        """The certificate of this place that is valid."""
        of_place = (each for each in self.certificates if self.place and is_of(each.certificate, self.place))
        return next((each for each in of_place if not each.is_revoked), None)

    @property
    def others(self) -> tuple[Shown, ...]:
        """The other certificates, the latest first."""
        return tuple(each for each in self.certificates if each != self.valid)

    @property
    def may_issue(self) -> bool:
        """Whether one can be issued now."""
        return self.earned is not None and self.earned.is_whole and self.valid is None and not self.is_barred


@dataclass(frozen=True, slots=True)
class Earner:
    """A student of a class in its instructor's list."""

    seat: int | None
    person: User
    earned: Earned | None
    certificate: Shown | None


@dataclass(frozen=True, slots=True)
class ClassPage:
    """What an instructor sees; without a requirement, the class has no certificates."""

    in_class: Class
    requirement: Requirement | None
    default: Requirement | None
    follows_default: bool
    students: tuple[Earner, ...]

    @property
    def earned(self) -> int:
        """How many have earned one."""
        return sum(each.earned is not None and each.earned.is_whole for each in self.students)

    @property
    def issued(self) -> int:
        """How many have one that is valid."""
        return sum(each.certificate is not None and not each.certificate.is_revoked for each in self.students)


def place_of(person: User) -> Place | None:
    """Return where a person earns a certificate: in their class, else alone; None where they earn none."""
    membership = place_as_student(person)
    place = Place(membership.in_class if membership else None)
    return place if may(person, EARN, place) else None


def is_of(certificate: Certificate, place: Place) -> bool:
    """Tell whether a certificate was earned there."""
    return certificate.is_alone if place.in_class is None else certificate.in_class_id == place.in_class.pk


def own_page(person: User) -> OwnPage:
    """Return what a learner sees."""
    place = place_of(person)
    requirement = requirement_of(place) if place else None
    earned = earned_by([person.pk], requirement)[person.pk] if requirement else None
    certificates = tuple(map(_shown, Certificate.objects.filter(person=person).defer("pdf")))
    barring = place is not None and is_barred(person, place)
    return OwnPage(place if requirement else None, earned, certificates, barring)


def is_barred(person: User, place: Place) -> bool:
    """Tell whether the last certificate of this place was revoked for good."""
    last = certificates_of(person, place).exclude(revoked_at=None).order_by("-revoked_at", "-pk").first()
    return last is not None and not last.may_issue_again


def certificates_of(person: User, place: Place) -> QuerySet[Certificate]:
    """Return what a person had issued at a place."""
    rows = Certificate.objects.filter(person=person)
    return rows.filter(is_alone=True) if place.in_class is None else rows.filter(in_class=place.in_class)


def find_own(person: User, certificate: UUID) -> Certificate | None:
    """Return a certificate of this person."""
    return Certificate.objects.filter(person=person, pk=certificate).first()


def find_in_class(in_class: Class, certificate: UUID) -> Certificate | None:
    """Return a certificate that was earned in this class."""
    return Certificate.objects.filter(in_class=in_class, pk=certificate).defer("pdf").first()


def find_by_code(code: str) -> Shown | None:
    """Return the certificate of a page's address; None if there is none, or none any more."""
    found = Certificate.objects.filter(code=code.upper()).defer("pdf").first()
    return _shown(found) if found else None


def class_page(in_class: Class) -> ClassPage:
    """Return the students of a class, those on a seat first, and those who have a certificate but no seat any more."""
    place = Place(in_class)
    requirement = requirement_of(place)
    members = Membership.objects.filter(in_class=in_class, role=Role.STUDENT).select_related("person", "seat")
    seated = sorted((each for each in members if hasattr(each, "seat")), key=lambda each: each.seat.number)
    issued = Certificate.objects.filter(in_class=in_class).defer("pdf").select_related("person")
    newest = {each.person_id: each for each in issued.order_by("issued_at", "pk")}
    earned = earned_by([each.person_id for each in seated], requirement) if requirement else {}
    rows = [(each.seat.number, each.person) for each in seated]
    seated_ids = {person.pk for _, person in rows}
    others = sorted((row.person for row in newest.values() if row.person_id not in seated_ids), key=str)
    return ClassPage(
        in_class,
        requirement,
        settings.CERTIFICATE,
        not ClassRequirement.objects.filter(in_class=in_class).exists(),
        tuple(
            Earner(seat, person, earned.get(person.pk), _shown(newest[person.pk]) if person.pk in newest else None)
            for seat, person in (*rows, *((None, person) for person in others))
        ),
    )


def key_set() -> dict[str, list[dict[str, str]]]:
    """Return the public keys of this server, of which there are none before the first certificate."""
    return keys.key_set(key_store.public_keys())


def status_list(issuer: Issuer, at: datetime) -> str:
    """Return the signed list of what is revoked."""
    revoked = StatusEntry.objects.filter(is_revoked=True).values_list("index", flat=True)
    claims = list_claims(revoked, address=issuer.status_list, issuer=issuer.url, name=issuer.name, at=at)
    return sign(claims, key_store.open_ring().current)


def _shown(certificate: Certificate) -> Shown:
    return Shown(certificate, read_statement(read_unchecked(certificate.credential)))
