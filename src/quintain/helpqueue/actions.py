"""Writes about raised hands. Each is one transaction, or one statement that names what it expects to find."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.models import Membership, User
from quintain.accounts.permissions import require_person
from quintain.attempts.models import Kind, State, Submission
from quintain.cohorts.models import Class
from quintain.helpqueue.errors import (
    AnswerTooLong,
    HandAnswered,
    HandLowered,
    HandTaken,
    NothingWritten,
    QuestionTooLong,
    TooManyHands,
)
from quintain.helpqueue.models import MOST_ANSWER_LETTERS, MOST_LETTERS, Hand
from quintain.helpqueue.permissions import LOWER_HAND, RAISE_HAND, READ_ANSWER, SEE_HANDS
from quintain.helpqueue.queries import hand_of
from quintain.judge.verdict import Result
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
    _lower_all(Hand.objects.filter(person=instance.person_id, in_class=instance.in_class_id, lowered_at=None))


def lower_of_prover(instance: Submission, **_: object) -> None:
    """Lower the hand that a student has raised in a lab, once the judge has proven their fix of it."""
    is_proof = (instance.kind, instance.state, instance.result) == (Kind.VERDICT, State.FINISHED, Result.PROVEN)
    if is_proof and not instance.is_check:
        lower_after_help(instance.workspace.user_id, instance.workspace.lab)


def lower_after_help(student: UUID, lab: UUID) -> None:
    """Lower the hand of a student that is about a lab, or about none: help has come, or is not needed any more."""
    _lower_all(Hand.objects.filter(Q(lab=lab) | Q(lab=None), person=student, lowered_at=None))


def _lower_all(hands: QuerySet[Hand]) -> None:
    for hand in hands:  # one by one, so that walls are told
        hand.lowered_at = timezone.now()
        hand.save(update_fields=["lowered_at"])


def read_question(text: str) -> str:
    """Return a question as it is shown: one line, without characters that are not seen or turn the text around.

    Raises:
        QuestionTooLong: It has more than 280 letters.

    """
    words = one_line(text[: 4 * MOST_LETTERS + 1])
    if len(words) > MOST_LETTERS or len(text) > 4 * MOST_LETTERS:
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
        current = _locked(hand)
        if current.lowered_at is not None:
            raise HandLowered
        _require_not_taken(current, by)
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
        current = _locked(hand)
        if current.lowered_at is None:
            current.lowered_at = timezone.now()
            current.save(update_fields=["lowered_at"])
            if current.person_id != by.pk:
                _record(Action.LOWER_HAND, current, by, request)


def answer(hand: Hand, text: str, *, by: User, request: HttpRequest | None = None) -> None:
    """Answer a question in writing, and lower the hand. One that the student has just lowered is answered as well.

    Raises:
        AnswerTooLong: It has more than 1,000 letters.
        HandAnswered: There is an answer.
        HandTaken: Another instructor goes there.
        NothingWritten: It has no words.
        PermissionDenied: ``by`` does not instruct the class.

    """
    require_person(by, SEE_HANDS, hand.in_class)
    words = one_line(text[: 4 * MOST_ANSWER_LETTERS + 1])
    if len(words) > MOST_ANSWER_LETTERS or len(text) > 4 * MOST_ANSWER_LETTERS:
        raise AnswerTooLong
    if not words:
        raise NothingWritten
    with transaction.atomic():
        current = _locked(hand)
        if current.answer:
            raise HandAnswered
        _require_not_taken(current, by)
        now = timezone.now()
        current.answer, current.answered_by, current.answered_at = words, by, now
        current.lowered_at = current.lowered_at or now
        current.save(update_fields=["answer", "answered_by", "answered_at", "lowered_at"])
        _record(Action.ANSWER_HAND, current, by, request)


def read_answer(hand: Hand, *, by: User) -> None:
    """Note that a student has read an answer; it stays among their questions.

    Raises:
        PermissionDenied: It is somebody else's.

    """
    require_person(by, READ_ANSWER, hand)
    with transaction.atomic():
        current = _locked(hand)
        if current.answer and current.answer_read_at is None:
            current.answer_read_at = timezone.now()
            current.save(update_fields=["answer_read_at"])


def _locked(hand: Hand) -> Hand:
    """Return a hand as it is now, and keep it so until the end of the transaction."""
    return Hand.objects.select_for_update(of=("self",)).select_related("taken_by").get(pk=hand.pk)


def _require_not_taken(hand: Hand, by: User) -> None:
    if hand.taken_by is not None and hand.taken_by.pk != by.pk:
        raise HandTaken(hand.taken_by.display_name)


def _record(act: Action, hand: Hand, by: User, request: HttpRequest | None) -> None:
    record(act, actor=by, request=request, about=hand.person_id, in_class=hand.in_class_id)
