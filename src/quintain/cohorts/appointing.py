"""Classes as the server's command line sees them: made for an instructor, and listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext

from quintain.accounts.audit import Action, record
from quintain.accounts.models import Membership, Role
from quintain.accounts.people.actions import find_person
from quintain.cohorts.actions import NewClass, make_class
from quintain.cohorts.models import Class
from quintain.web.refusals import Refused


class NotAnInstructor(Refused):
    """The person has no role with which one teaches a class."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__(
            gettext("This person is no instructor on this server."),
            gettext("Add an instructor: quintain user add NAME --role instructor"),
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """A class, and how full it is."""

    title: str
    starts_on: date
    ends_on: date
    time_zone: str
    join_code: str
    is_open: bool
    seats: int
    taken: int
    instructors: Sequence[str]


def make_class_for(username: str, facts: NewClass) -> Class:
    """Make a class, from the server's command line, that a person instructs.

    Raises:
        ClassUnfit: The days, the zone or the number of seats are not possible.
        PersonUnknown: No open account has this username.
        NotAnInstructor: The person may not make a class, and so is given none.

    """
    with transaction.atomic():
        person = find_person(username)
        if not person.memberships.filter(in_class=None, role__in=[Role.INSTRUCTOR, Role.OPERATOR]).exists():
            raise NotAnInstructor
        made = make_class(facts, by=None)
        Membership.objects.create(person=person, in_class=made, role=Role.INSTRUCTOR)
        record(Action.GIVE_ROLE, actor=None, about=person.pk, in_class=made.pk, role=Role.INSTRUCTOR)
    return made


def all_classes() -> list[Listed]:
    """Return all classes, the latest first."""
    classes = Class.objects.annotate(total=Count("seats"), taken=Count("seats__membership"))
    teachers: dict[object, list[str]] = {}
    for each in Membership.objects.filter(role=Role.INSTRUCTOR).exclude(in_class=None).select_related("person"):
        teachers.setdefault(each.in_class_id, []).append(each.person.username)
    return [
        Listed(
            a_class.title,
            a_class.starts_on,
            a_class.ends_on,
            a_class.time_zone,
            a_class.join_code,
            a_class.is_joining_open and a_class.archived_at is None,
            a_class.total,
            a_class.taken,
            sorted(teachers.get(a_class.pk, [])),
        )
        for a_class in classes
    ]
