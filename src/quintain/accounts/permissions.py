"""Permissions on single objects: rooms name a rule, views require it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from rules.permissions import add_perm, has_perm
from rules.predicates import predicate

from quintain.accounts.models import LEARNER, User

type Person = User | AnonymousUser


def add_rule[T](permission: str, test: Callable[[Person, T], bool]) -> None:
    """Grant ``permission`` ("attempts.change_workspace") on an object to active people for whom ``test`` holds."""

    @predicate  # type: ignore[untyped-decorator]  # rules has no types
    def holds(person: Person, thing: T) -> bool:
        return person.is_active and test(person, thing)

    add_perm(permission, holds)  # type: ignore[no-untyped-call]  # as above


def may(person: Person, permission: str, thing: object = None) -> bool:
    """Tell whether ``person`` has ``permission`` on ``thing``. No flag on a person goes round the rules."""
    return bool(has_perm(permission, person, thing))  # type: ignore[no-untyped-call]  # as above


def teaches(person: Person) -> bool:
    """Tell whether what is written for instructors is for ``person``.

    It is for the author who previews a pack, and for no learner, whatever flag they carry; who learns alone is one.
    """
    return bool(settings.PREVIEW) and isinstance(person, User) and person.username == LEARNER


def require(request: HttpRequest, permission: str, thing: object = None) -> User:
    """Return the person behind ``request``, who has ``permission`` on ``thing``.

    Raises:
        PermissionDenied: Nobody is signed in, or the rule does not hold.

    """
    person = request.user
    if not isinstance(person, User) or not may(person, permission, thing):
        raise PermissionDenied
    return person
