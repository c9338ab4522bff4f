"""What one may do with the course."""

from django.http import HttpRequest

from quintain.accounts.models import User
from quintain.accounts.permissions import Person, add_rule, is_closed, require, takes_part, teaches
from quintain.catalog.errors import ModuleClosed
from quintain.packs.model.pack import Module

READ_COURSE = "catalog.read_course"
READ_NOTES = "catalog.read_notes"
PRESENT = "catalog.present"


def register() -> None:
    """Add this room's rules."""
    add_rule(READ_COURSE, _student)
    add_rule(READ_NOTES, _instructor)
    add_rule(PRESENT, _instructor)


def _student(person: Person, _course: object) -> bool:
    return takes_part(person)


def _instructor(person: Person, _course: object) -> bool:
    return teaches(person)


def require_topic(request: HttpRequest, module: Module | None) -> User:
    """Return the person, who takes part, and for whom the topic's module is open.

    Raises:
        ModuleClosed: The instructor has not opened it yet.
        PermissionDenied: Nobody is signed in, or takes no part.

    """
    user = require(request, READ_COURSE)
    if module is not None and is_closed(user, module.id):
        raise ModuleClosed(module.title)
    return user
