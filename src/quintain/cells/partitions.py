"""What belongs to one cell together: a class with its pairs, terminals and previews, or a person who is in none."""

from typing import Any
from uuid import UUID

from django.conf import settings

from quintain.accounts.models import Role
from quintain.accounts.permissions import Person, current_roles
from quintain.cells.models import Ownership
from quintain.cells.ownership import Hold
from quintain.cells.this_cell import hold_for


def partition_of(person: Person) -> UUID:
    """Return the class in which a student works now, on a seat or waiting; of anybody else, the person.

    Of several classes it is the one that begins last, and one with a seat goes before others, as for raised hands: so a
    student's terminal is where the class's pair sessions are.
    """
    classes = [
        (hasattr(each, "seat"), each.in_class.starts_on, each.in_class.created_at, each.in_class.pk)
        for each in current_roles(person)
        if each.role == Role.STUDENT and each.in_class is not None
    ]
    if classes:
        return max(classes)[-1]
    assert isinstance(person.pk, UUID)  # noqa: S101  somebody is signed in, or no cell is asked for
    return person.pk


def hold_of(person: Person) -> Hold | None:
    """Return this cell's hold of a person's partition; None where no cells are.

    Raises:
        Moved: Another cell has it.

    """
    return hold_for(partition_of(person)) if settings.IS_GROWN else None


def forget(instance: Any, **_: Any) -> None:  # Any: Django's signature
    """Forget who had the partition of a person or class that is deleted."""
    if settings.IS_GROWN:
        Ownership.objects.filter(partition=instance.pk).delete()
