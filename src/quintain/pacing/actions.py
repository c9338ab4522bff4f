"""Writes about the pace of a class. Each is one transaction, and tells the open pages of the class once it is done."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.models import Membership, User
from quintain.accounts.permissions import require_person
from quintain.attempts.models import Comment, Submission
from quintain.cohorts.models import Class
from quintain.helpqueue.models import Hand
from quintain.pacing import queries
from quintain.pacing.errors import (
    AlreadyAsked,
    NoSuchChoice,
    NoteTooLong,
    NothingToSend,
    NotLeading,
    NotShown,
    PollOver,
    PollRunning,
)
from quintain.pacing.models import (
    MOST_HINT_LETTERS,
    MOST_NOTE_LETTERS,
    Pace,
    Poll,
    SentHint,
    SharedFix,
    Vote,
)
from quintain.pacing.permissions import ANSWER_ABOUT_FIX, FOLLOW_PACE, SET_PACE
from quintain.pacing.places import Place, stored_place
from quintain.packs.model.lab import Lab
from quintain.packs.model.question import Question
from quintain.quizzes.queries import find_question
from quintain.web.bodies import one_line
from quintain.web.live import publish

pace_changed: Final = Signal()
"""Sent with the ``class_id`` of a class whose pace changes, in the transaction that does it."""
MOST_HOLD_SECONDS: Final = 60
MOST_TIMER_MINUTES: Final = 180


def group_of(class_id: UUID) -> str:
    """Name the sockets of a class's students and instructors."""
    return f"pace-{class_id.hex}"


def group_of_instructors(class_id: UUID) -> str:
    """Name the sockets of a class's instructors."""
    return f"pace-{class_id.hex}-instructors"


def hold(a_class: Class, seconds: int, note: str = "", *, by: User) -> None:
    """Cover the students' pages in some seconds, 0 to 60, until ``release``. What they have typed stays.

    Raises:
        PermissionDenied: ``by`` does not instruct the class, or it is archived.
        NoteTooLong: The note has more than 120 letters.

    """
    words = _read(note, MOST_NOTE_LETTERS)
    with _changing(a_class, by) as pace:
        pace.held_at = timezone.now() + timedelta(seconds=min(max(seconds, 0), MOST_HOLD_SECONDS))
        pace.held_note = words


def release(a_class: Class, *, by: User) -> None:
    """Uncover the students' pages."""
    with _changing(a_class, by) as pace:
        pace.held_at, pace.held_note = None, ""


def start_timer(a_class: Class, minutes: int, note: str = "", *, by: User) -> None:
    """Show a countdown of 1 to 180 minutes on the students' pages.

    Raises:
        NoteTooLong: The note has more than 120 letters.

    """
    words = _read(note, MOST_NOTE_LETTERS)
    with _changing(a_class, by) as pace:
        pace.timer_ends_at = timezone.now() + timedelta(minutes=min(max(minutes, 1), MOST_TIMER_MINUTES))
        pace.timer_note = words


def stop_timer(a_class: Class, *, by: User) -> None:
    """Take the countdown away."""
    with _changing(a_class, by) as pace:
        pace.timer_ends_at, pace.timer_note = None, ""


def lead(a_class: Class, *, by: User) -> None:
    """Have the class follow this instructor. An instructor leads one class at a time, and a class has one leader."""
    with _changing(a_class, by) as pace:
        for other in Pace.objects.filter(leader=by).exclude(in_class=a_class):
            other.leader, other.place = None, {}
            other.save(update_fields=["leader", "place"])
        pace.leader, pace.place = by, {}


def stop_leading(a_class: Class, *, by: User) -> None:
    """Let each student go their own way again."""
    with _changing(a_class, by) as pace:
        pace.leader, pace.place = None, {}


def move(a_class: Class, to: Place, *, by: User) -> None:
    """Have the class follow to a place, and do there what the instructor did.

    Raises:
        NotLeading: The class does not follow ``by``.

    """
    require_person(by, SET_PACE, a_class)
    with transaction.atomic():
        pace = Pace.objects.select_for_update().filter(in_class=a_class, leader=by).first()
        if pace is None:
            raise NotLeading
        before = stored_place(pace.place)
        place = before.moved(to) if before else to
        pace.place = place.to_json()
        pace.save(update_fields=["place"])
    news = place.to_json() | {"acts": to.to_json()["acts"]}
    publish(group_of(a_class.pk), {"type": "place", "place": news})


def ask_poll(a_class: Class, question: Question, *, by: User) -> Poll:
    """Ask the class a question of a lesson. The same question twice is asked once.

    Raises:
        PollRunning: Another one is asked at the moment.

    """
    require_person(by, SET_PACE, a_class)
    running = queries.running_poll(a_class)
    if running is not None and running.question == question.uuid:
        return running
    try:
        with transaction.atomic():
            poll = Poll.objects.create(in_class=a_class, question=question.uuid)
            _tell(a_class)
    except IntegrityError:
        raise PollRunning from None
    return poll


def vote(poll: Poll, option: int, *, by: User) -> None:
    """Take a student's answer, or another one in its place.

    Raises:
        PermissionDenied: ``by`` has no seat in the class, or it is archived.
        NoSuchChoice: ``option``, counted from 0, is none of the question's.
        PollOver: The poll is closed.

    """
    require_person(by, FOLLOW_PACE, poll.in_class)
    unit_and_question = find_question(poll.question)
    if unit_and_question is None or not 0 <= option < len(unit_and_question[1].options):
        raise NoSuchChoice
    with transaction.atomic():
        current = Poll.objects.select_for_update().get(pk=poll.pk)
        if current.closed_at is not None or current.ended_at is not None:
            raise PollOver
        Vote.objects.update_or_create(poll=current, person=by, defaults={"option": option})
        _tell(poll.in_class, group_of_instructors(poll.in_class_id))


def close_poll(a_class: Class, *, by: User) -> None:
    """Take no answers any more, and show the class its answers and what is right."""
    require_person(by, SET_PACE, a_class)
    with transaction.atomic():
        Poll.objects.filter(in_class=a_class, ended_at=None, closed_at=None).update(closed_at=timezone.now())
        _tell(a_class)


def end_poll(a_class: Class, *, by: User) -> None:
    """Put the question away."""
    require_person(by, SET_PACE, a_class)
    with transaction.atomic():
        Poll.objects.filter(in_class=a_class, ended_at=None).update(ended_at=timezone.now())
        _tell(a_class)


def send_hint(
    a_class: Class,
    students: Collection[UUID],
    text: str,
    lab: Lab | None = None,
    *,
    by: User,
    request: HttpRequest | None = None,
) -> int:
    """Send a hint to students on seats of the class, and return to how many.

    One who has the same words unread gets them once.

    Raises:
        NothingToSend: There are no words, or none of the students has a seat.
        NoteTooLong: The hint has more than 600 letters.

    """
    require_person(by, SET_PACE, a_class)
    words = _read(text, MOST_HINT_LETTERS)
    people = [each.person for each in queries.seated(a_class) if each.person_id in students]
    if not words or not people:
        raise NothingToSend
    with transaction.atomic():
        unread = SentHint.objects.filter(in_class=a_class, text=words, seen_at=None).values_list("student", flat=True)
        new = [person for person in people if person.pk not in set(unread)]
        for person in new:
            SentHint.objects.create(
                in_class=a_class, student=person, lab=lab.uuid if lab else None, text=words, sent_by=by
            )
            record(Action.SEND_HINT, actor=by, request=request, about=person.pk, in_class=a_class.pk)
        _tell(a_class)
    return len(people)


def put_hint_away(a_class: Class, hint: int, *, by: User) -> None:
    """Note that a student has read a hint; one of somebody else is not found, and nothing happens."""
    require_person(by, FOLLOW_PACE, a_class)
    with transaction.atomic():
        SentHint.objects.filter(pk=hint, in_class=a_class, student=by, seen_at=None).update(seen_at=timezone.now())
        _tell(a_class, group_of_instructors(a_class.pk))


def ask_to_show(a_class: Class, submission: Submission, *, by: User, request: HttpRequest | None = None) -> SharedFix:
    """Ask a student whether an attempt may be shown to the class without their name.

    Raises:
        NothingToSend: The student has no seat in the class.
        AlreadyAsked: The student was asked about it, or it is shown.

    """
    require_person(by, SET_PACE, a_class)
    student = submission.workspace.user_id
    if student not in {each.person_id for each in queries.seated(a_class)}:
        raise NothingToSend
    try:
        with transaction.atomic():
            fix = SharedFix.objects.create(in_class=a_class, submission=submission, student_id=student, asked_by=by)
            record(Action.ASK_TO_SHOW_FIX, actor=by, request=request, about=student, in_class=a_class.pk)
            _tell(a_class)
    except IntegrityError:
        raise AlreadyAsked from None
    return fix


def answer_about_fix(fix: SharedFix, *, is_allowed: bool, by: User, request: HttpRequest | None = None) -> None:
    """Allow that a fix is shown, or refuse it, or take it back later; only the student who wrote it does so.

    Raises:
        PermissionDenied: It is somebody else's fix.
        NotShown: It is over already.

    """
    require_person(by, ANSWER_ABOUT_FIX, fix)
    with transaction.atomic():
        current = SharedFix.objects.select_for_update().get(pk=fix.pk)
        if current.ended_at is not None:
            raise NotShown
        if is_allowed:
            current.allowed_at = current.allowed_at or timezone.now()
        else:
            current.ended_at = timezone.now()
        current.save(update_fields=["allowed_at", "ended_at"])
        act = Action.ALLOW_TO_SHOW_FIX if is_allowed else Action.REFUSE_TO_SHOW_FIX
        record(act, actor=by, request=request, about=by.pk, in_class=fix.in_class_id)
        _tell(fix.in_class)


def stop_showing(a_class: Class, fix: UUID, *, by: User) -> None:
    """Show a fix no more, or wait no more for the answer."""
    require_person(by, SET_PACE, a_class)
    with transaction.atomic():
        SharedFix.objects.filter(pk=fix, in_class=a_class, ended_at=None).update(ended_at=timezone.now())
        _tell(a_class)


def end_day(a_class: Class, day: int, note: str = "", *, by: User) -> None:
    """Tell the class that a day is over, with a note; what was begun for all of them is put away.

    Raises:
        NoteTooLong: The note has more than 600 letters.

    """
    words = _read(note, MOST_HINT_LETTERS)
    with _changing(a_class, by) as pace:
        pace.day_over, pace.day_note = day, words
        pace.held_at, pace.held_note = None, ""
        pace.timer_ends_at, pace.timer_note = None, ""
        pace.leader, pace.place = None, {}
        now = timezone.now()
        Poll.objects.filter(in_class=a_class, ended_at=None).update(ended_at=now)
        SharedFix.objects.filter(in_class=a_class, ended_at=None).update(ended_at=now)


def begin_day(a_class: Class, *, by: User) -> None:
    """Take the note about the end of a day away."""
    with _changing(a_class, by) as pace:
        pace.day_over, pace.day_note = None, ""


def forget_leaver(instance: Membership, **_: object) -> None:
    """Show nothing more of somebody who is not in the class, and follow them no more."""
    now = timezone.now()
    with transaction.atomic():
        SharedFix.objects.filter(in_class=instance.in_class_id, student=instance.person_id, ended_at=None).update(
            ended_at=now
        )
        Pace.objects.filter(in_class=instance.in_class_id, leader=instance.person_id).update(leader=None, place={})


def tell_of_answer(instance: Hand, **_: object) -> None:
    """Have the open pages of a student look when a question of theirs was answered in writing, or put away."""
    if instance.answered_at is not None:
        class_id = instance.in_class_id
        transaction.on_commit(lambda: publish(group_of(class_id), {"type": "pace"}))


def tell_of_comment(instance: Comment, **_: object) -> None:
    """Have the open pages of a class look when a comment on an attempt was written, read or deleted."""
    class_id = instance.in_class_id
    if class_id is not None:
        transaction.on_commit(lambda: publish(group_of(class_id), {"type": "pace"}))


@contextmanager
def _changing(a_class: Class, by: User) -> Iterator[Pace]:
    """Change the row of a class, and tell its pages."""
    require_person(by, SET_PACE, a_class)
    with transaction.atomic():
        Pace.objects.get_or_create(in_class=a_class)
        pace = Pace.objects.select_for_update().get(in_class=a_class)
        yield pace
        pace.save()
        _tell(a_class)


def _tell(a_class: Class, group: str = "") -> None:
    """Have open pages look what is new, once it is committed: those of the whole class, or of one group."""
    class_id = a_class.pk
    pace_changed.send(Class, class_id=class_id)
    transaction.on_commit(lambda: publish(group or group_of(class_id), {"type": "pace"}))


def _read(text: str, most: int) -> str:
    words = one_line(text[: 4 * most + 1])
    if len(words) > most or len(text) > 4 * most:
        raise NoteTooLong(most)
    return words
