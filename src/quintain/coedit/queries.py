"""Reads of pair sessions."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.models import User
from quintain.accounts.permissions import current_roles
from quintain.attempts.actions import EXPLOIT, exploit_begun, exploit_of, files_of
from quintain.attempts.models import Workspace
from quintain.catalog.pack_store import shown_labs
from quintain.coedit.models import PairSession
from quintain.cohorts.changes import read_once
from quintain.helpqueue.models import Hand
from quintain.packs.model.lab import Lab

ASKED_MINUTES: Final = 15
"""How long a question of an instructor waits for its answer."""
FIX, BREAK = "fix/", "break/"


def find_session(session: UUID) -> PairSession | None:
    """Return a session, asked for, open or over; without its document."""
    return _sessions().filter(pk=session).first()


def session_of(student: User) -> PairSession | None:
    """Return the session that a student is in or was asked for, unless that was long ago."""
    return _not_stale(_sessions().filter(student=student, ended_at=None).first())


def session_seen_by(request: HttpRequest, student: User) -> PairSession | None:
    """Return the same for a page, which may remember it."""
    classes = [each.in_class for each in current_roles(student) if each.in_class is not None]
    going_on = (session for a_class in classes for session in read_once(request, a_class, _going_on))
    return _not_stale(next((session for session in going_on if session.student_id == student.pk), None))


def _going_on(class_id: UUID) -> tuple[PairSession, ...]:
    """Read those of a class that are asked for or open, for ``read_once``."""
    return tuple(_sessions().filter(in_class=class_id, ended_at=None))


def _not_stale(session: PairSession | None) -> PairSession | None:
    return None if session is None or is_stale(session) else session


def _sessions() -> QuerySet[PairSession]:
    return PairSession.objects.defer("state").select_related("student", "instructor", "in_class")


def is_stale(session: PairSession) -> bool:
    """Tell whether nobody has answered for so long that nobody waits any more."""
    return not session.consent and timezone.now() - session.asked_at > timedelta(minutes=ASKED_MINUTES)


def unsettled(rooms: Iterable[UUID], waiting: Iterable[UUID]) -> tuple[PairSession, ...]:
    """Return what a process has to do something about that another one has written.

    That is: sessions that are over, of ``rooms`` that are open here or with a document that nobody has brought home;
    answers to those that ``waiting`` sockets wait for; and texts that were exchanged.
    """
    is_over, is_awaited = Q(ended_at__isnull=False), Q(pk__in=tuple(waiting))
    ended = is_over & (Q(pk__in=tuple(rooms)) | is_awaited | ~Q(state=b""))
    answered = is_awaited & ~Q(consent="")
    return tuple(_sessions().filter(ended | answered | (~is_over & Q(exchanged_at__isnull=False))))


def question_of(session: PairSession) -> str:
    """Return what the student asks with the hand that is up, or asked last."""
    hand = Hand.objects.filter(person=session.student, in_class=session.in_class_id).order_by("-raised_at").first()
    return hand.question if hand else ""


def lab_of(session: PairSession) -> Lab | None:
    """Return the lab whose editor is shared; None if the course has it no more."""
    return next((lab for lab in shown_labs() if lab.uuid == session.lab), None)


def names_of(lab: Lab) -> tuple[str, ...]:
    """Return the names that the texts of a lab have in a shared document."""
    return tuple(texts_at_the_start(lab))


def texts_at_the_start(lab: Lab) -> dict[str, str]:
    """Return what a lab begins with, by the names that a shared document has for it."""
    texts = {f"{FIX}{path}": lab.starter[path] for path in lab.run.editable}
    if lab.break_ is not None:
        texts[f"{BREAK}{EXPLOIT}"] = exploit_begun(lab, lab.break_)
    return texts


def texts_of(student: User, lab: Lab) -> dict[str, str]:
    """Return what a student has saved in a lab, by the names that a shared document has for it."""
    workspace = Workspace.objects.filter(user=student, lab=lab.uuid).first()
    texts = {f"{FIX}{path}": text for path, text in files_of(workspace, lab).items()}
    if lab.break_ is not None:
        texts[f"{BREAK}{EXPLOIT}"] = exploit_of(workspace, lab, lab.break_)[0]
    return texts
