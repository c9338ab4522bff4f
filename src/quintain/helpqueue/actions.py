"""Writes about raised hands. Each is one transaction, or one statement that names what it expects to find."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.models import Membership, User
from quintain.accounts.permissions import require_person
from quintain.cohorts.models import Class
from quintain.helpqueue.errors import HandLowered, HandTaken, QuestionTooLong, TooManyHands
from quintain.helpqueue.models import MOST_LETTERS, Hand
from quintain.helpqueue.permissions import LOWER_HAND, RAISE_HAND, SEE_HANDS
from quintain.helpqueue.queries import hand_of
from quintain.web.bodies import one_line

MOST_HANDS = 8
WITHIN_MINUTES = 10


def raise_hand(a_class: Class, *, by: User, lab: UUID | None = None, question: str = "") -> Hand:
    """Raise a student's hand. One that is up already stays, keeps its place, and takes a new question.

    Raises:
        PermissionDenied: The student has no seat in the class, or the class is archived.
        QuestionTooLong: The question has more than 280 letters.
        TooManyHands: The student raised it eight times within ten minutes.

    """
    words = read_question(question)
    with transaction.atomic():
        locked = Class.objects.select_for_update().get(pk=a_class.pk)
        require_person(User.objects.get(pk=by.pk), RAISE_HAND, locked)
        hand = hand_of(by, locked)
        if hand is not None:
            if words and words != hand.question:
                hand.question, hand.lab = words, lab
                hand.save(update_fields=["question", "lab"])
            return hand
        now = timezone.now()
        recent = Hand.objects.filter(person=by, raised_at__gt=now - timedelta(minutes=WITHIN_MINUTES))
        if recent.filter(raised_at__lte=now).count() >= MOST_HANDS:
            raise TooManyHands(MOST_HANDS, WITHIN_MINUTES)
        return Hand.objects.create(person=by, in_class=locked, lab=lab, question=words)


def lower_of_leaver(instance: Membership, **_: object) -> None:
    """Lower the hand of somebody who is not in the class any more."""
    for hand in Hand.objects.filter(person=instance.person_id, in_class=instance.in_class_id, lowered_at=None):
        hand.lowered_at = timezone.now()
        hand.save(update_fields=["lowered_at"])


def read_question(text: str) -> str:
    """Return a question as it is shown: one line, without characters that are not seen or turn the text around.

    Raises:
        QuestionTooLong: It has more than 280 letters.

    """
    if len(text) > 4 * MOST_LETTERS:
        raise QuestionTooLong
    words = one_line(text)
    if len(words) > MOST_LETTERS:
        raise QuestionTooLong
    return words


def take(hand: Hand, *, by: User, request: HttpRequest | None = None) -> None:
    """Tell that an instructor goes there. The first time is recorded in the audit log.

    Raises:
        HandLowered: It is down already.
        HandTaken: Another instructor was first.
        PermissionDenied: ``by`` does not instruct the class.

    """
    require_person(by, SEE_HANDS, hand.in_class)
    with transaction.atomic():
        current = Hand.objects.select_for_update(of=("self",)).select_related("taken_by").get(pk=hand.pk)
        if current.lowered_at is not None:
            raise HandLowered
        if current.taken_by is not None and current.taken_by.pk != by.pk:
            raise HandTaken(current.taken_by.display_name)
        if current.taken_by is None:
            current.taken_by, current.taken_at = by, timezone.now()
            current.save(update_fields=["taken_by", "taken_at"])
            _record(Action.TAKE_HAND, current, by, request)


def lower(hand: Hand, *, by: User, request: HttpRequest | None = None) -> None:
    """Lower a hand, by its student or an instructor. One that is down stays so.

    What an instructor lowers is recorded in the audit log; what students do with their own hands is not.

    Raises:
        PermissionDenied: It is somebody else's, and ``by`` does not instruct the class.

    """
    require_person(by, LOWER_HAND, hand)
    with transaction.atomic():
        current = Hand.objects.select_for_update(of=("self",)).get(pk=hand.pk)
        if current.lowered_at is None:
            current.lowered_at = timezone.now()
            current.save(update_fields=["lowered_at"])
            if current.person_id != by.pk:
                _record(Action.LOWER_HAND, current, by, request)


def _record(act: Action, hand: Hand, by: User, request: HttpRequest | None) -> None:
    record(act, actor=by, request=request, about=hand.person_id, in_class=hand.in_class_id)
