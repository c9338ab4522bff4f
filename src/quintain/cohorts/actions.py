"""Writes about classes: making one, joining it, its seats, and its end.

Each is one transaction that first locks the row of the class. So a hundred people who join at once come one after
another, on SQLite, which has one writer anyway, as on a database that has many.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Self
from uuid import UUID
from zoneinfo import available_timezones

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from quintain.accounts.audit import Action, record
from quintain.accounts.factors.second_factor import reset_factors
from quintain.accounts.locking import lock_person
from quintain.accounts.models import Membership, Role, User
from quintain.accounts.people.names import free_username, make_passcode, read_display_name
from quintain.accounts.permissions import is_operator, require_person
from quintain.accounts.sessions.ending import end_sessions_of
from quintain.accounts.sso.identities import Identity, bind
from quintain.cohorts.errors import (
    ClassFull,
    ClassUnfit,
    InstructorAlready,
    InstructorUnknown,
    JoinCodeUnknown,
    JoiningClosed,
    NamesKnown,
    NoSuchInstructor,
    NoSuchStudent,
    RosterRepeated,
    SeatTaken,
    WaitingListFull,
)
from quintain.cohorts.models import CODE_LENGTH, CODE_LETTERS, MOST_SEATS, Class, Seat, make_join_code
from quintain.cohorts.permissions import CHANGE_CLASS, MAKE_CLASS
from quintain.cohorts.queries import find_student, known_names, roster_count
from quintain.web.bodies import is_seen

MOST_DAYS: Final = 60
YEARS: Final = range(2000, 3000)
"""In which a class may be: those for which dates and time zones can be computed, with a margin."""
MOST_WAITING: Final = 30
class_ended: Final = Signal()
"""Sent with ``a_class`` in the transaction that archives it."""
TEACHERS: Final = (Role.OPERATOR, Role.INSTRUCTOR, Role.AUTHOR)


@dataclass(frozen=True, slots=True)
class NewClass:
    """What a new class needs. ``seats`` is 1 to 15; days are those of ``time_zone``, a name such as Europe/Zurich."""

    title: str
    course: str
    starts_on: date
    ends_on: date
    time_zone: str
    seats: int


@dataclass(frozen=True, slots=True)
class Joined:
    """A student who has just joined: ``passcode`` is told once; ``seat`` is 0 for who waits for one.

    There is no passcode for somebody whom the provider of single sign-on signs in.
    """

    person: User
    passcode: str = field(repr=False)
    seat: int


@dataclass(frozen=True, slots=True)
class Secret:
    """A passcode, and the hash of it that is stored."""

    passcode: str = field(repr=False)
    password: str

    @classmethod
    def make(cls) -> Self:
        """Draw a passcode and hash it, which takes a tenth of a second."""
        passcode = make_passcode()
        return cls(passcode, make_password(passcode))


def make_class(facts: NewClass, *, by: User | None, request: HttpRequest | None = None) -> Class:
    """Make a class with its seats; ``by`` becomes its instructor. Without ``by``, the command line makes it.

    Raises:
        ClassUnfit: The days, the zone or the number of seats are not possible.
        PermissionDenied: ``by`` may make no class.

    """
    require_person(by, MAKE_CLASS)
    title = " ".join(facts.title.split())
    is_fit = title.isprintable() and all(is_seen(letter) for letter in title)
    if not title or len(title) > 80 or not is_fit:  # noqa: PLR2004  the column's width
        raise ClassUnfit(gettext("This title cannot be used."), gettext("Write a title of 1 to 80 letters."))
    if not 1 <= facts.seats <= MOST_SEATS:
        raise ClassUnfit(gettext("A class has 1 to 15 seats."), gettext("Choose a number from 1 to 15."))
    if not 0 <= (facts.ends_on - facts.starts_on).days <= MOST_DAYS:
        raise ClassUnfit(
            gettext("These dates are not possible."), gettext("A class ends 0 to 60 days after it starts.")
        )
    if facts.starts_on.year not in YEARS:
        raise ClassUnfit(gettext("These dates are not possible."), gettext("Choose dates of the years 2000 to 2999."))
    if facts.time_zone not in available_timezones():
        raise ClassUnfit(
            gettext("There is no time zone of this name."), gettext("Write a name such as Europe/Zurich or UTC.")
        )
    with transaction.atomic():
        made = Class.objects.create(
            title=title,
            course=facts.course,
            starts_on=facts.starts_on,
            ends_on=facts.ends_on,
            time_zone=facts.time_zone,
        )
        Seat.objects.bulk_create(Seat(in_class=made, number=number) for number in range(1, facts.seats + 1))
        record(Action.MAKE_CLASS, actor=by, request=request, in_class=made.pk, seats=facts.seats)
        if by is not None:
            Membership.objects.create(person=by, in_class=made, role=Role.INSTRUCTOR)
    return made


def join_signed_on(
    code: str,
    name: str,
    *,
    identity: Identity | None,
    person: User | None = None,
    request: HttpRequest,
    may_wait: bool = False,
) -> Joined:
    """Make a student of a person whom the provider of single sign-on knows, as ``join`` does, without a passcode.

    ``person`` is somebody who has an account and no role yet; else one is made, and ``identity`` bound to it.

    Raises:
        ClassFull: There is no free seat, and the student did not ask to wait.
        IdentityTaken: The identity was bound in the same moment.
        JoinCodeUnknown: No class has this code, or the person has a role.
        JoiningClosed: The class is closed or archived.
        NameUnfit: The name cannot be shown.

    """
    display_name = person.display_name if person else read_display_name(name)
    with transaction.atomic():
        if person is not None:
            lock_person(person.pk)
            if person.memberships.exists():
                raise JoinCodeUnknown
        a_class, seat = _seat_for(code, may_wait=may_wait, lock=True)
        joined = _enrol(a_class, seat, display_name, person=person)
        if identity is not None:
            bind(joined.person, identity, request=request)
    return joined


def join(code: str, name: str, *, may_wait: bool = False) -> Joined:
    """Make a student of a person who has the code of a class, and give them a free seat.

    Codes are compared without regard to case, spaces and hyphens. ``may_wait``: where no seat is free, the student
    comes on the waiting list instead.

    Raises:
        ClassFull: There is no free seat, and the student did not ask to wait.
        JoinCodeUnknown: No class has this code.
        JoiningClosed: The class is closed or archived.
        NameUnfit: The name cannot be shown.

    """
    display_name = read_display_name(name)
    _seat_for(code, may_wait=may_wait, lock=False)
    secret = Secret.make()  # before the lock: the hash takes a tenth of a second, which a hundred others would wait for
    with transaction.atomic():
        a_class, seat = _seat_for(code, may_wait=may_wait, lock=True)
        return _enrol(a_class, seat, display_name, secret)


def _seat_for(code: str, *, may_wait: bool, lock: bool) -> tuple[Class, Seat | None]:
    """Return the class of a code, as people type it, and a free seat in it, or None for a place on the waiting list."""
    code = code.replace(" ", "").replace("-", "").upper()
    classes = Class.objects.select_for_update() if lock else Class.objects.all()
    # No other letters come to the database: PostgreSQL takes no NUL in a string.
    is_code = len(code) == CODE_LENGTH and set(code) <= set(CODE_LETTERS)
    a_class = classes.filter(join_code=code).first() if is_code else None
    if a_class is None:
        raise JoinCodeUnknown
    if not a_class.is_joining_open or a_class.archived_at is not None:
        raise JoiningClosed
    seats = _seats_for_new(a_class)
    if not seats and not may_wait:
        raise ClassFull(a_class.seats.count(), is_promised=a_class.seats.filter(membership=None).exists())
    if not seats and _waiting(a_class).count() >= MOST_WAITING:
        raise WaitingListFull
    return a_class, seats[0] if seats else None


def enrol_roster(
    in_class: Class,
    names: Iterable[str],
    *,
    number: int,
    may_repeat_names: bool = False,
    by: User,
    request: HttpRequest | None = None,
) -> tuple[Joined, ...]:
    """Make students of all these names, as far as seats go; the others come on the waiting list. All or none.

    ``number`` is how many rosters the class had when the form was loaded: a form that is sent twice adds nobody twice.
    ``may_repeat_names``: equal names are other people.

    Raises:
        NamesKnown: A name is in the class already, or twice in the roster.
        RosterRepeated: A roster was added since.
        WaitingListFull: There are more than seats and places to wait.

    """
    require_person(by, CHANGE_CLASS, in_class)
    shown = [read_display_name(name) for name in names]
    _require_new_roster(in_class, shown, number, may_repeat_names=may_repeat_names)
    wanted = [(name, Secret.make()) for name in shown]  # hashed before the lock, as in ``join``
    with transaction.atomic():
        locked = Class.objects.select_for_update().get(pk=in_class.pk)
        _require_new_roster(locked, shown, number, may_repeat_names=may_repeat_names)
        free = _seats_for_new(locked)
        if len(wanted) - len(free) + _waiting(locked).count() > MOST_WAITING:
            raise WaitingListFull
        joined = tuple(_enrol(locked, free.pop(0) if free else None, name, secret) for name, secret in wanted)
        record(Action.IMPORT_ROSTER, actor=by, request=request, in_class=in_class.pk, students=len(joined))
    return joined


def _require_new_roster(in_class: Class, names: list[str], number: int, *, may_repeat_names: bool) -> None:
    if roster_count(in_class) != number:
        raise RosterRepeated
    if not may_repeat_names and (repeated := known_names(in_class, names)):
        raise NamesKnown(repeated)


def _enrol(
    in_class: Class, seat: Seat | None, display_name: str, secret: Secret | None = None, person: User | None = None
) -> Joined:
    """Give a seat, to a new person unless there is one; without a secret, no password is good for them."""
    if person is None:
        person = User.objects.create(
            username=free_username(display_name),
            display_name=display_name,
            password=secret.password if secret else make_password(None),
        )
    membership = Membership.objects.create(person=person, in_class=in_class, role=Role.STUDENT)
    if seat is not None:
        seat.membership = membership
        seat.save(update_fields=["membership"])
    return Joined(person, secret.passcode if secret else "", seat.number if seat else 0)


def enrol_launched(
    in_class: Class,
    name: str,
    *,
    person: User | None = None,
    is_instructor: bool = False,
    request: HttpRequest | None = None,
) -> User:
    """Let somebody whom a learning platform vouches for into a class, and return them; without a passcode.

    Who is in the class already stays what they are. A student gets a free seat, or waits for one. ``person`` has an
    account, and is locked; else one is made.

    Raises:
        JoiningClosed: The class is archived, or takes no new students.
        WaitingListFull: Nobody more can wait.

    """
    with transaction.atomic():
        locked = Class.objects.select_for_update().get(pk=in_class.pk)
        if person is not None and person.memberships.filter(in_class=locked).exists():
            return person
        if locked.archived_at is not None or not (locked.is_joining_open or is_instructor):
            raise JoiningClosed
        if is_instructor:
            person = person or User.objects.create_user(free_username(name), name)
            Membership.objects.create(person=person, in_class=locked, role=Role.INSTRUCTOR)
            record(
                Action.GIVE_ROLE, actor=None, request=request, about=person.pk, in_class=locked.pk, role=Role.INSTRUCTOR
            )
            return person
        seats = _seats_for_new(locked)
        if not seats and _waiting(locked).count() >= MOST_WAITING:
            raise WaitingListFull
        return _enrol(locked, seats[0] if seats else None, name, person=person).person


def let_join(in_class: Class, *, is_open: bool, by: User, request: HttpRequest | None = None) -> None:
    """Open or close the class for new students."""
    with _changing(in_class, by) as locked:
        locked.is_joining_open = is_open
        locked.save(update_fields=["is_joining_open"])
        record(Action.CHANGE_CLASS, actor=by, request=request, in_class=in_class.pk, joining_open=is_open)


def change_join_code(in_class: Class, *, by: User, request: HttpRequest | None = None) -> str:
    """Give the class another code, so that the old one lets nobody in any more."""
    with _changing(in_class, by) as locked:
        locked.join_code = make_join_code()
        locked.save(update_fields=["join_code"])
        record(Action.NEW_JOIN_CODE, actor=by, request=request, in_class=in_class.pk)
    return locked.join_code


def open_modules(
    in_class: Class, modules: Iterable[str], *, is_open: bool, by: User, request: HttpRequest | None = None
) -> None:
    """Open modules to the students of a class, or close them. What is so already is not in the audit log."""
    with _changing(in_class, by) as locked:
        closed = set(locked.closed_modules)
        named = sorted(closed & set(modules) if is_open else set(modules) - closed)
        if not named:
            return
        locked.closed_modules = sorted(closed - set(named) if is_open else closed | set(named))
        locked.save(update_fields=["closed_modules"])
        act = Action.OPEN_MODULE if is_open else Action.CLOSE_MODULE
        record(act, actor=by, request=request, in_class=in_class.pk, modules=", ".join(named))


def archive(in_class: Class, *, by: User, request: HttpRequest | None = None) -> None:
    """End a class: nobody joins or works in it any more, and its instructors can still read."""
    with _changing(in_class, by):
        going_on = Class.objects.filter(pk=in_class.pk, archived_at=None)
        if going_on.update(archived_at=timezone.now(), is_joining_open=False):
            class_ended.send(Class, a_class=Class.objects.get(pk=in_class.pk))
        students = Membership.objects.filter(in_class=in_class, role=Role.STUDENT)
        end_sessions_of(*students.values_list("person", flat=True))
        record(Action.ARCHIVE_CLASS, actor=by, request=request, in_class=in_class.pk)


def add_instructor(in_class: Class, username: str, *, by: User, request: HttpRequest | None = None) -> None:
    """Let somebody who teaches, writes or operates here instruct this class as well. A student is none of these.

    Raises:
        InstructorAlready: They are in the class already.
        InstructorUnknown: Nobody of this name may.

    """
    with _changing(in_class, by):
        teachers = User.objects.filter(memberships__role__in=TEACHERS, is_active=True).distinct()
        person = teachers.filter(username=username).first()
        if person is None:
            raise InstructorUnknown
        if person.memberships.filter(in_class=in_class).exists():
            raise InstructorAlready
        Membership.objects.create(person=person, in_class=in_class, role=Role.INSTRUCTOR)
        record(Action.GIVE_ROLE, actor=by, request=request, about=person.pk, in_class=in_class.pk, role=Role.INSTRUCTOR)


def remove_instructor(in_class: Class, person: UUID, *, by: User, request: HttpRequest | None = None) -> None:
    """Take an instructor out of the class, unless nobody would be left to run it.

    Raises:
        NoSuchInstructor: The class has no such instructor, or this is the last.

    """
    with _changing(in_class, by):
        instructors = Membership.objects.filter(in_class=in_class, role=Role.INSTRUCTOR)
        membership = instructors.filter(person=person).first()
        if membership is None or instructors.count() == 1:
            raise NoSuchInstructor
        membership.delete()
        record(Action.TAKE_ROLE, actor=by, request=request, about=person, in_class=in_class.pk, role=Role.INSTRUCTOR)


def seat_student(in_class: Class, person: UUID, number: int, *, by: User, request: HttpRequest | None = None) -> None:
    """Give a student of the class, from the waiting list or from another seat, the free seat of this number.

    Raises:
        NoSuchStudent: The class has no such student, or no such seat.
        SeatTaken: Somebody else has the seat.

    """
    with _changing(in_class, by):
        membership = find_student(in_class, person)
        seat = in_class.seats.filter(number=number).first()
        if seat is None:
            raise NoSuchStudent
        if seat.membership_id not in {None, membership.pk}:
            raise SeatTaken(number)
        Seat.objects.filter(membership=membership).update(membership=None)
        Seat.objects.filter(pk=seat.pk).update(membership=membership)
        record(Action.HAND_OVER_SEAT, actor=by, request=request, about=person, in_class=in_class.pk, seat=number)


def free_seat(in_class: Class, person: UUID, *, by: User, request: HttpRequest | None = None) -> None:
    """Take a student's seat away, for a place at the end of the waiting list. What the student did stays.

    The first who waits, if anybody, gets the seat.

    Raises:
        NoSuchStudent: The class has no such student.

    """
    with _changing(in_class, by):
        membership = find_student(in_class, person)
        seat = _pass_on(in_class, membership)
        if seat is None:
            raise NoSuchStudent
        Membership.objects.filter(pk=membership.pk).update(since=timezone.now())
        end_sessions_of(person)  # what it has open ends as well: programs, terminals, live connections
        record(Action.FREE_SEAT, actor=by, request=request, about=person, in_class=in_class.pk, seat=seat.number)


def remove_student(in_class: Class, person: UUID, *, by: User, request: HttpRequest | None = None) -> None:
    """Take a student out of the class, from a seat or from the waiting list; account and work stay.

    The first who waits, if anybody, gets the seat.

    Raises:
        NoSuchStudent: The class has no such student.

    """
    require_person(by, CHANGE_CLASS, in_class)
    with transaction.atomic():
        lock_person(person)
        Class.objects.select_for_update().get(pk=in_class.pk)
        membership = find_student(in_class, person)
        seat = _pass_on(in_class, membership)
        membership.delete()
        end_sessions_of(person)
        record(
            Action.REMOVE_STUDENT,
            actor=by,
            request=request,
            about=person,
            in_class=in_class.pk,
            seat=seat.number if seat else 0,
        )


def pass_seats_on(person: User) -> None:
    """Give the seats of somebody who is being erased to the first who wait; within the transaction of the erasure.

    Classes in which the person waits are locked as well, so that nobody gives them a seat meanwhile.
    """
    ids = Membership.objects.filter(person=person, role=Role.STUDENT).values("in_class")
    for a_class in Class.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        _pass_on(a_class, find_student(a_class, person.pk))


def reset_member_factors(in_class: Class, person: UUID, *, by: User, request: HttpRequest | None = None) -> int:
    """Remove the second factors of somebody who has lost them, end their sessions, and return how many there were.

    An instructor does this for students, an operator for instructors as well.

    Raises:
        NoSuchStudent: The class has no such student, or none that ``by`` may help.

    """
    require_person(by, CHANGE_CLASS, in_class)
    with transaction.atomic():
        taught = User.objects.filter(
            pk=person, memberships__in_class=in_class, memberships__role=Role.INSTRUCTOR
        ).first()
        helped = taught if taught is not None and is_operator(by) else _helped(in_class, person, by)
        return reset_factors(helped, by=by, request=request, in_class=in_class.pk)


def reset_passcode(in_class: Class, person: UUID, *, by: User, request: HttpRequest | None = None) -> str:
    """Give a student a new passcode, end all their sessions, and return it; it is told this once.

    Raises:
        NoSuchStudent: The class has no such student.

    """
    require_person(by, CHANGE_CLASS, in_class)
    secret = Secret.make()
    with transaction.atomic():
        _helped(in_class, person, by)
        User.objects.filter(pk=person).update(password=secret.password)
        end_sessions_of(person)
        record(Action.RESET_PASSCODE, actor=by, request=request, about=person, in_class=in_class.pk)
    return secret.passcode


@contextmanager
def _changing(in_class: Class, by: User) -> Iterator[Class]:
    """Begin a transaction that changes a class, if ``by`` may, and lock its row as it is then."""
    require_person(by, CHANGE_CLASS, in_class)
    with transaction.atomic():
        yield Class.objects.select_for_update().get(pk=in_class.pk)


def _helped(in_class: Class, person: UUID, by: User) -> User:
    """Return a student whose sign-in ``by`` may change.

    A person who is more than a student anywhere is for an operator to help: an instructor would otherwise get a hold
    on a sign-in that is worth more than their own.

    Raises:
        NoSuchStudent: The class has no such student, or none that ``by`` may help.

    """
    student = find_student(in_class, person).person
    if student.memberships.exclude(role=Role.STUDENT).exists() and not is_operator(by):
        raise NoSuchStudent
    return student


def _pass_on(in_class: Class, membership: Membership) -> Seat | None:
    """Give a student's seat, if there is one, to the first who waits, and return it; the class is locked."""
    seat = Seat.objects.filter(membership=membership).first()
    if seat is not None:
        is_over = in_class.archived_at is not None
        seat.membership = None if is_over else _waiting(in_class).exclude(pk=membership.pk).first()
        seat.save(update_fields=["membership"])
    return seat


def _seats_for_new(in_class: Class) -> list[Seat]:
    """Return the free seats that are left for students who come now: those who wait already come before them."""
    return list(in_class.seats.filter(membership=None))[_waiting(in_class).count() :]


def _waiting(in_class: Class) -> QuerySet[Membership]:
    """Return the students who can sign in and have no seat, in the order in which they came."""
    waiting = Membership.objects.filter(in_class=in_class, role=Role.STUDENT, seat=None, person__is_active=True)
    return waiting.order_by("since", "pk")
