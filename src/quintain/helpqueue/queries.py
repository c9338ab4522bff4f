"""Reads of raised hands."""

from uuid import UUID

from django.db.models import QuerySet

from quintain.accounts.models import Role, User
from quintain.accounts.permissions import current_roles
from quintain.cohorts.models import Class
from quintain.helpqueue.models import Hand


def raised_hands(a_class: Class) -> QuerySet[Hand]:
    """Return the hands that are up in a class; who waits longest comes first."""
    return Hand.objects.filter(in_class=a_class, lowered_at=None).select_related("person", "taken_by")


def find_hand(class_id: UUID, hand: int) -> Hand | None:
    """Return a hand of a class, raised or lowered."""
    return Hand.objects.select_related("person", "taken_by", "in_class").filter(in_class=class_id, pk=hand).first()


def hand_of(person: User, a_class: Class) -> Hand | None:
    """Return the hand that a student has up."""
    return raised_hands(a_class).filter(person=person).first()


def class_for_help(person: User) -> Class | None:
    """Return the class in which a student has a seat; of several that go on, the latest."""
    seated = [each for each in current_roles(person) if each.role == Role.STUDENT and hasattr(each, "seat")]
    classes = [each.in_class for each in seated if each.in_class is not None]
    return max(classes, key=lambda a_class: (a_class.starts_on, a_class.created_at), default=None)
