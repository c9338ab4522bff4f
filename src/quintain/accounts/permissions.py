"""Permissions on single objects: rooms name a rule, views and actions require it.

What a person may do follows from memberships and from what is their own, and from nothing else: Django's flags and
groups grant nothing here, and what no rule allows is denied.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from rules.permissions import add_perm, has_perm
from rules.predicates import predicate

from quintain.accounts.models import Membership, Role, User

type Person = User | AnonymousUser
type Rights = frozenset[tuple[object, ...]]
"""All of a person's memberships, with what of their classes and seats the rules look at; to be compared."""

READ_AUDIT_LOG = "accounts.read_audit_log"
MANAGE_PEOPLE = "accounts.manage_people"


def register() -> None:
    """Add this room's rules."""
    add_rule(READ_AUDIT_LOG, lambda person, _nothing: is_operator(person))
    add_rule(MANAGE_PEOPLE, lambda person, _person: is_operator(person))


def add_rule[T](permission: str, test: Callable[[Person, T], bool]) -> None:
    """Grant ``permission`` ("attempts.change_workspace") on an object to active people for whom ``test`` holds."""

    @predicate  # type: ignore[untyped-decorator]  # rules has no types
    def holds(person: Person, thing: T) -> bool:
        return person.is_active and test(person, thing)

    add_perm(permission, holds)  # type: ignore[no-untyped-call]  # as above


def may(person: Person, permission: str, thing: object = None) -> bool:
    """Tell whether ``person`` has ``permission`` on ``thing``. No flag on a person goes round the rules."""
    return bool(has_perm(permission, person, thing))  # type: ignore[no-untyped-call]  # as above


def current_roles(person: Person) -> tuple[Membership, ...]:
    """Return a person's memberships that count now: those of archived classes do not."""
    if not isinstance(person, User) or not person.is_active:
        return ()
    return tuple(each for each in person.roles if each.in_class is None or each.in_class.archived_at is None)


def is_operator(person: Person) -> bool:
    """Tell whether a person runs this server."""
    return any(each.role == Role.OPERATOR for each in current_roles(person))


def rights_of(people: Collection[UUID]) -> Mapping[UUID, Rights]:
    """Return what people are now, by one query; somebody who is gone, or whose account is closed, is left out."""
    active = User.objects.filter(pk__in=people, is_active=True)
    rights: dict[UUID, set[tuple[object, ...]]] = defaultdict(set)
    for person, *facts in active.values_list(
        "pk", "memberships__role", "memberships__in_class", "memberships__in_class__archived_at", "memberships__seat"
    ):
        rights[person].add(tuple(facts))
    return {person: frozenset(each) for person, each in rights.items()}


def takes_part(person: Person) -> bool:
    """Tell whether a person may work in the course: in a class that is not archived, or alone.

    A student who waits for a seat takes no part yet.
    """
    return any(
        each.role != Role.STUDENT or each.in_class is None or hasattr(each, "seat") for each in current_roles(person)
    )


def place_as_student(person: Person) -> Membership | None:
    """Return a student's membership of a class, on a seat or waiting: of one that goes on, else of one that is over."""
    if not isinstance(person, User) or not person.is_active:
        return None
    places = [each for each in person.roles if each.role == Role.STUDENT and each.in_class is not None]
    going_on = [each for each in places if each.in_class is not None and each.in_class.archived_at is None]
    latest_first = [*reversed(going_on), *reversed(places)]
    return latest_first[0] if latest_first else None


def is_closed(person: Person, module: str) -> bool:
    """Tell whether a module is not open yet for a person: a student all of whose classes keep it closed."""
    roles = current_roles(person)
    if any(each.role != Role.STUDENT or each.in_class is None for each in roles):
        return False
    return bool(roles) and all(each.in_class is not None and module in each.in_class.closed_modules for each in roles)


def instructs(person: Person, class_id: UUID | None = None) -> bool:
    """Tell whether a person is an instructor of this class, archived or not; without one, of any that goes on."""
    if not isinstance(person, User) or not person.is_active:
        return False
    if class_id is None:
        return any(each.role == Role.INSTRUCTOR for each in current_roles(person))
    return any(each.role == Role.INSTRUCTOR and each.in_class_id == class_id for each in person.roles)


def teaches(person: Person) -> bool:
    """Tell whether what is written for instructors is for a person: an instructor, or an author who previews a pack."""
    authors = settings.PREVIEW and any(each.role == Role.AUTHOR for each in current_roles(person))
    return bool(authors) or instructs(person)


def require(request: HttpRequest, permission: str, thing: object = None) -> User:
    """Return the person behind ``request``, who has ``permission`` on ``thing``.

    Raises:
        PermissionDenied: Nobody is signed in, or the rule does not hold.

    """
    person = request.user
    if not isinstance(person, User) or not may(person, permission, thing):
        raise PermissionDenied
    return person


def require_person(person: User | None, permission: str, thing: object = None) -> None:
    """Check in an action what its view has checked as well. None is the server's command line, which may everything.

    Raises:
        PermissionDenied: The rule does not hold.

    """
    if person is not None and not may(person, permission, thing):
        raise PermissionDenied
