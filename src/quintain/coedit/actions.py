"""Writes of pair sessions: who asks, who lets in, who ends it. Each is one transaction, and goes into the audit log."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone

from quintain.accounts.audit import Action, record
from quintain.accounts.models import Membership, User
from quintain.accounts.permissions import may, require_person
from quintain.attempts.actions import Document, Typed, exploit_file, fix_file, save
from quintain.attempts.reports.submission_report import group_name as group_of_lab
from quintain.cells.ownership import STILL_OWNED, Hold, lock
from quintain.coedit import queries
from quintain.coedit.documents import SharedDocument, seeded
from quintain.coedit.errors import AlreadyAnswered, AlreadyPaired, NoLabToShare, SessionOver
from quintain.coedit.models import Consent, PairSession
from quintain.coedit.permissions import ANSWER, ASK_TO_PAIR, PAIR
from quintain.cohorts.models import Class
from quintain.helpqueue.actions import lower_after_help
from quintain.helpqueue.permissions import RAISE_HAND
from quintain.packs.model.lab import Lab
from quintain.web.live import publish

LEFT_BEHIND: Final = timedelta(hours=1)
"""After this long, nobody brings texts home any more that a server has left in its database."""
SAVE_HELD: Final = f"""
    WITH held AS ({STILL_OWNED}), saved AS (
        UPDATE coedit_pairsession SET state = %s WHERE id = %s AND ended_at IS NULL AND EXISTS (SELECT FROM held)
    ) SELECT FROM held
"""  # noqa: S608  a statement of our own

session_ended: Final = Signal()
"""Sent with the ``session`` that has ended, once that is committed."""


def group_of(session: UUID) -> str:
    """Name the sockets of a session."""
    return f"pair-{session.hex}"


def ask(a_class: Class, student: User, lab: Lab, *, by: User, request: HttpRequest | None = None) -> PairSession:
    """Ask a student to be let into the editor of a lab. Who asks again for the same gets the same session.

    Raises:
        PermissionDenied: ``by`` does not instruct the class.
        NoLabToShare: The student has no seat, or no code is written in this lab.
        AlreadyPaired: Another instructor was first.

    """
    require_person(by, ASK_TO_PAIR, a_class)
    seated = may(User.objects.get(pk=student.pk), RAISE_HAND, a_class)  # which is for students with a seat
    if not lab.is_fixed or not seated:
        raise NoLabToShare
    try:
        with transaction.atomic():
            for earlier in PairSession.objects.select_for_update(of=("self",)).filter(student=student, ended_at=None):
                if earlier.instructor_id == by.pk and earlier.lab == lab.uuid and not queries.is_stale(earlier):
                    return earlier
                if earlier.instructor_id != by.pk and not queries.is_stale(earlier):
                    raise AlreadyPaired(earlier.instructor.display_name)
                _end(earlier, by, request)
            session = PairSession.objects.create(student=student, instructor=by, in_class=a_class, lab=lab.uuid)
            _record(Action.ASK_TO_PAIR, session, by, request)
            transaction.on_commit(lambda: tell_page(session))
    except IntegrityError:  # two asked at the same moment
        first = queries.session_of(student)
        raise AlreadyPaired(first.instructor.display_name if first else "") from None
    return session


def answer(
    session: PairSession, consent: Consent | None, lab: Lab, *, by: User, request: HttpRequest | None = None
) -> None:
    """Let the instructor watch or type, or say no. The shared document begins with what the student has saved.

    Raises:
        PermissionDenied: It is not the student who answers.
        SessionOver: The instructor does not wait any more.
        AlreadyAnswered: The student has answered before.

    """
    require_person(by, ANSWER, session)
    with transaction.atomic():
        current = _locked(session)
        if current.ended_at is not None or queries.is_stale(current):
            raise SessionOver
        if current.consent:
            raise AlreadyAnswered
        if consent is None:
            _end(current, by, request)
            return
        current.consent, current.answered_at = consent, timezone.now()
        current.state = seeded(queries.texts_of(current.student, lab)).state()
        current.save(update_fields=["consent", "answered_at", "state"])
        _record(Action.BEGIN_PAIRING, current, by, request, consent=str(consent))
        transaction.on_commit(lambda: _tell_all(current, "answered"))


def end(session: PairSession, *, by: User, request: HttpRequest | None = None) -> None:
    """End a session, by either of both. One that is over stays so.

    Raises:
        PermissionDenied: ``by`` is neither.

    """
    require_person(by, PAIR, session)
    with transaction.atomic():
        current = _locked(session)
        if current.ended_at is None:
            _end(current, by, request)


def end_of_leaver(instance: Membership, **_: object) -> None:
    """End the sessions of somebody who is not in the class any more."""
    both = Q(student=instance.person_id) | Q(instructor=instance.person_id)
    with transaction.atomic():
        for each in PairSession.objects.filter(both, in_class=instance.in_class_id, ended_at=None):
            _end(each, None)


def save_states(states: Mapping[UUID, bytes]) -> None:
    """Store the documents of open sessions, all in one transaction."""
    with transaction.atomic():
        for session, state in states.items():
            PairSession.objects.filter(pk=session, ended_at=None).update(state=state)


def save_held(states: Mapping[UUID, bytes], holds: Mapping[UUID, Hold]) -> frozenset[UUID]:
    """Store the documents of open sessions of classes that this cell still has; return the other sessions.

    Each is one statement: a process that is stopped in the middle keeps nobody from taking the class.
    """
    lost = set()
    for session, state in states.items():
        with connection.cursor() as cursor:
            cursor.execute(SAVE_HELD, [*holds[session].parameters, state, session])
            if cursor.fetchone() is None:
                lost.add(session)
    return frozenset(lost)


def bring_home(session: PairSession, document: SharedDocument, lab: Lab) -> None:
    """Save shared texts among the student's own, for a student whose page is not there to do so."""
    for name, text in document.texts().items():
        with transaction.atomic():
            own = _document_of(session.student, lab, name)
            save(own, Typed(text, own.load().revision))


def settle(session: PairSession, document: SharedDocument | None, lab: Lab | None, hold: Hold) -> None:
    """Bring the texts of a session that is over home, and delete its document; once, and only by the cell of its class.

    Without a ``document`` it is the one that was saved last. What the student has saved alone since the end stays.
    """
    with transaction.atomic():
        if not lock(hold):
            return
        row = PairSession.objects.select_for_update(of=("self",)).filter(pk=session.pk).exclude(ended_at=None).first()
        if row is None or not row.state or row.ended_at is None:
            return
        if lab is not None and timezone.now() - row.ended_at < LEFT_BEHIND:
            found = document or SharedDocument(queries.names_of(lab), bytes(row.state))
            for name, text in found.texts().items():
                own = _document_of(session.student, lab, name)
                stored = own.load()
                if not stored.changed_at or stored.saved_at <= row.ended_at:
                    save(own, Typed(text, stored.revision))
        PairSession.objects.filter(pk=row.pk).update(state=b"")


def forget_held(session: UUID, hold: Hold) -> None:
    """Delete the shared document of a session that is over, if this cell still has its class."""
    with transaction.atomic():
        if lock(hold):
            forget_document(session)


def note_exchange(session: UUID) -> None:
    """Have the cell with the document of a session put the student's own texts into it."""
    PairSession.objects.filter(pk=session, ended_at=None).update(exchanged_at=timezone.now())


def forget_exchange(session: PairSession) -> None:
    """Note that the texts are in the document, unless they were exchanged once more since."""
    PairSession.objects.filter(pk=session.pk, exchanged_at=session.exchanged_at).update(exchanged_at=None)


def forget_document(session: UUID) -> None:
    """Delete the shared document of a session that is over: its texts are the student's files."""
    PairSession.objects.filter(pk=session).exclude(ended_at=None).update(state=b"")


def _document_of(student: User, lab: Lab, name: str) -> Document:
    if name.startswith(queries.FIX):
        return fix_file(student, lab, name.removeprefix(queries.FIX))
    assert lab.break_ is not None  # noqa: S101  queries.texts_of named it
    return exploit_file(student, lab, lab.break_)


def load_document(session: UUID, lab: Lab) -> SharedDocument:
    """Return the document of a session as it was saved last."""
    state = PairSession.objects.values_list("state", flat=True).get(pk=session)
    return SharedDocument(queries.names_of(lab), bytes(state))


def _locked(session: PairSession) -> PairSession:
    rows = PairSession.objects.select_for_update(of=("self",)).select_related("student", "instructor")
    return rows.get(pk=session.pk)


def _end(session: PairSession, by: User | None, request: HttpRequest | None = None) -> None:
    session.ended_at, session.ended_by = timezone.now(), by
    session.save(update_fields=["ended_at", "ended_by"])
    if session.consent:
        lower_after_help(session.student_id, session.lab)
    is_refused = not session.consent and by is not None and by.pk == session.student_id
    _record(Action.REFUSE_TO_PAIR if is_refused else Action.END_PAIRING, session, by, request)
    transaction.on_commit(lambda: _tell_all(session, "ended"))


def _tell_all(session: PairSession, what: str) -> None:
    if what == "ended" and session.consent:
        session_ended.send(PairSession, session=session)  # first: who is in the session is known until they are told
    publish(group_of(session.pk), {"type": what})
    tell_page(session)


def tell_page(session: PairSession) -> None:
    """Have the student's pages of the lab look who is there."""
    publish(group_of_lab(session.student_id, session.lab), {"type": "pairing"})


def _record(act: Action, session: PairSession, by: User | None, request: HttpRequest | None, **details: str) -> None:
    record(act, actor=by, request=request, about=session.student_id, in_class=session.in_class_id, **details)
