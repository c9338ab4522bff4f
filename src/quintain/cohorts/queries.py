"""Finds classes, and what their pages show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from quintain.accounts.audit import Action
from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.permissions import is_operator, place_as_student
from quintain.cohorts.errors import NoSuchStudent
from quintain.cohorts.models import Class


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A line of the list of seats; ``person`` is None where the seat is free."""

    number: int
    person: User | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class ClassPage:
    """What the page of a class shows its instructors."""

    found: Class
    seats: tuple[SeatRow, ...]
    waiting: tuple[Membership, ...]
    instructors: tuple[User, ...]
    roster_count: int

    @property
    def taken(self) -> int:
        """How many seats are taken."""
        return sum(row.person is not None for row in self.seats)

    @property
    def free_numbers(self) -> tuple[int, ...]:
        """The numbers of the free seats."""
        return tuple(row.number for row in self.seats if row.person is None)


def find_student(in_class: Class, person: UUID) -> Membership:
    """Return the membership of a student of a class, be it on a seat or waiting for one.

    Raises:
        NoSuchStudent: The class has no such student.

    """
    students = Membership.objects.filter(in_class=in_class, role=Role.STUDENT).select_related("person", "seat")
    membership = students.filter(person=person).first()
    if membership is None:
        raise NoSuchStudent
    return membership


def classes_of(person: User) -> tuple[Class, ...]:
    """Return the classes that a person instructs; an operator sees all."""
    classes = Class.objects.prefetch_related("seats")
    if not is_operator(person):
        classes = classes.filter(memberships__person=person, memberships__role=Role.INSTRUCTOR)
    return tuple(classes)


def own_class(person: User) -> Class | None:
    """Return the class in which a person is a student now, be it on a seat or waiting for one."""
    place = place_as_student(person)
    return place.in_class if place else None


def class_page(in_class: Class) -> ClassPage:
    """Return what the page of a class shows."""
    seats = in_class.seats.select_related("membership__person")
    members = Membership.objects.filter(in_class=in_class).select_related("person").order_by("since", "pk")
    return ClassPage(
        in_class,
        tuple(
            SeatRow(seat.number, seat.membership.person, seat.membership.since)
            if seat.membership
            else SeatRow(seat.number, None, None)
            for seat in seats
        ),
        tuple(members.filter(role=Role.STUDENT, seat=None)),
        tuple(each.person for each in members.filter(role=Role.INSTRUCTOR)),
        roster_count(in_class),
    )


def roster_count(in_class: Class) -> int:
    """Return how many rosters were added to a class; a form that was loaded before the last one is a repeated one."""
    return AuditEntry.objects.filter(in_class=in_class.pk, action=Action.IMPORT_ROSTER).count()


def known_names(in_class: Class, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of the names that a student of the class has, or an earlier one of the names; case is no matter."""
    students = Membership.objects.filter(in_class=in_class, role=Role.STUDENT)
    seen = {name.casefold() for name in students.values_list("person__display_name", flat=True)}
    repeated: dict[str, None] = {}
    for name in names:
        if name.casefold() in seen:
            repeated[name] = None
        seen.add(name.casefold())
    return tuple(repeated)


def seat_number(person: User, in_class: Class) -> int | None:
    """Return the number of a student's seat; None for who waits for one."""
    return in_class.seats.filter(membership__person=person).values_list("number", flat=True).first()


def waiting_place(person: User, in_class: Class) -> int | None:
    """Return a student's place in the waiting list, from 1; None for who has a seat."""
    waiting = Membership.objects.filter(in_class=in_class, role=Role.STUDENT, seat=None).order_by("since", "pk")
    places = list(waiting.values_list("person", flat=True))
    return places.index(person.pk) + 1 if person.pk in places else None


def has_lost_seat(person: User, in_class: Class) -> bool:
    """Tell whether somebody who has no seat had one, which was taken away."""
    acts = AuditEntry.objects.filter(about=person.pk, in_class=in_class.pk)
    return seat_number(person, in_class) is None and acts.filter(action=Action.FREE_SEAT).exists()
