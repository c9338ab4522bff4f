"""Reads of raised hands."""

from uuid import UUID

from django.db.models import QuerySet

from quintain.accounts.models import Role, User
from quintain.accounts.permissions import current_roles
from quintain.cohorts.models import Class
from quintain.helpqueue.models import Hand


def raised_hands(class_id: UUID) -> QuerySet[Hand]:
    """Return the hands that are up in a class; who waits longest comes first."""
    return Hand.objects.filter(in_class=class_id, lowered_at=None).select_related("person", "taken_by")


def raised(class_id: UUID) -> tuple[Hand, ...]:
    """Return the same, read, for ``cohorts.changes.read_once``."""
    return tuple(raised_hands(class_id))


def find_hand(class_id: UUID, hand: int) -> Hand | None:
    """Return a hand of a class, raised or lowered."""
    return Hand.objects.select_related("person", "taken_by", "in_class").filter(in_class=class_id, pk=hand).first()


def hand_of(person: User, a_class: Class) -> Hand | None:
    """Return the hand that a student has up."""
    return raised_hands(a_class.pk).filter(person=person).first()


def all_unread_answers(class_id: UUID) -> QuerySet[Hand]:
    """Return the answers in writing that students of a class have not put away yet, the oldest first."""
    answered = Hand.objects.filter(in_class=class_id, answered_at__isnull=False, answer_read_at=None)
    return answered.select_related("answered_by").order_by("answered_at", "pk")


def questions_of(person: User, a_class: Class) -> QuerySet[Hand]:
    """Return what a student has asked in a class, or was answered, the newest first."""
    asked = Hand.objects.filter(person=person, in_class=a_class).exclude(question="", answer="")
    return asked.select_related("answered_by").order_by("-raised_at", "-pk")


def answered_hands(a_class: Class, most: int) -> QuerySet[Hand]:
    """Return the hands of a class that were answered in writing, the newest first."""
    answered = Hand.objects.filter(in_class=a_class, answered_at__isnull=False)
    return answered.select_related("person", "answered_by").order_by("-answered_at", "-pk")[:most]


def class_for_help(person: User) -> Class | None:
    """Return the class in which a student has a seat; of several that go on, the latest."""
    seated = [each for each in current_roles(person) if each.role == Role.STUDENT and hasattr(each, "seat")]
    classes = [each.in_class for each in seated if each.in_class is not None]
    return max(classes, key=lambda a_class: (a_class.starts_on, a_class.created_at), default=None)
