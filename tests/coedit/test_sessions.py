"""An instructor asks, a student answers, either ends it; nobody else learns of it, and the audit log has it all."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.attempts.actions import files_of, reset, workspace_of
from quintain.coedit import actions, queries
from quintain.coedit.errors import AlreadyAnswered, AlreadyPaired, NoLabToShare, SessionOver
from quintain.coedit.models import Consent, PairSession
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.helpqueue.actions import raise_hand
from quintain.helpqueue.models import Hand
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from tests.attempts.handing_in import save_file
from tests.audit_log import erasable_log
from tests.dashboards.conftest import SignIn, a_class, mara, operator, page_of_mara, sign_in
from tests.dashboards.filling import Story, fill, make_class, make_instructor

__all__ = ["a_class", "erasable_log", "mara", "operator", "page_of_mara", "sign_in"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def elif_(a_class: Class, lab: Lab) -> User:
    """Return a student with a seat."""
    return fill(a_class, lab, (Story("Elif"), Story("Hugo")))[0]


@pytest.fixture
def asked(a_class: Class, elif_: User, lab: Lab, mara: User) -> PairSession:
    """Return a session that the student was asked for."""
    return actions.ask(a_class, elif_, lab, by=mara)


def acts() -> list[str]:
    """Return what the audit log says of pair sessions, oldest first."""
    found = AuditEntry.objects.filter(action__contains="pair").order_by("pk")
    return [f"{entry.action} {entry.details.get('consent', '')}".strip() for entry in found]


def test_a_session_from_the_question_to_its_end(asked: PairSession, elif_: User, lab: Lab, mara: User) -> None:
    """Asking twice is asking once; the document begins with what the student has saved."""
    path = lab.run.editable[0]
    save_file(elif_, lab, path, "# mine\n", 0)
    assert actions.ask(asked.in_class, elif_, lab, by=mara).pk == asked.pk
    actions.answer(asked, Consent.TYPE, lab, by=elif_)
    document = actions.load_document(asked.pk, lab)
    assert document.texts()[f"fix/{path}"] == "# mine\n"
    with pytest.raises(AlreadyAnswered):
        actions.answer(asked, Consent.WATCH, lab, by=elif_)
    actions.end(asked, by=elif_)
    actions.end(asked, by=mara)
    with pytest.raises(SessionOver):
        actions.answer(asked, Consent.TYPE, lab, by=elif_)
    assert acts() == ["ask-to-pair", "begin-pairing type", "end-pairing"]


def test_a_student_says_no(asked: PairSession, elif_: User, lab: Lab, mara: User) -> None:
    """There is no document then, and the instructor may ask again."""
    actions.answer(asked, None, lab, by=elif_)
    asked.refresh_from_db()
    assert (asked.is_open, asked.ended_by, bytes(asked.state)) == (False, elif_, b"")
    assert actions.ask(asked.in_class, elif_, lab, by=mara).pk != asked.pk
    assert acts() == ["ask-to-pair", "refuse-to-pair", "ask-to-pair"]


def test_an_answer_comes_too_late_for_an_instructor_who_waits_no_more(
    asked: PairSession, elif_: User, lab: Lab
) -> None:
    """After a quarter of an hour nobody is let in by a page that was left open; a minute before, they are."""
    late = timezone.now() - timedelta(minutes=queries.ASKED_MINUTES, seconds=1)
    PairSession.objects.update(asked_at=late)
    for consent in (Consent.WATCH, None):
        with pytest.raises(SessionOver):
            actions.answer(asked, consent, lab, by=elif_)
    asked.refresh_from_db()
    assert (asked.consent, asked.ended_at, bytes(asked.state)) == ("", None, b"")
    PairSession.objects.update(asked_at=late + timedelta(minutes=1))
    actions.answer(asked, Consent.WATCH, lab, by=elif_)
    asked.refresh_from_db()
    assert asked.is_open


def test_nobody_answers_for_the_student(asked: PairSession, a_class: Class, lab: Lab, mara: User) -> None:
    """Not the instructor, not a classmate, and not the student once the seat is another's."""
    hugo = User.objects.get(display_name="Hugo")
    for person in (mara, hugo):
        with pytest.raises(PermissionDenied):
            actions.answer(asked, Consent.TYPE, lab, by=person)
    with pytest.raises(PermissionDenied):
        actions.end(asked, by=hugo)
    cohorts.free_seat(a_class, asked.student_id, by=mara)
    with pytest.raises(PermissionDenied):
        actions.answer(asked, Consent.TYPE, lab, by=asked.student)


def test_only_instructors_of_the_class_ask_students_on_a_seat(
    a_class: Class, elif_: User, lab: Lab, mara: User, operator: User
) -> None:
    """Operators see a wall, and join no editor."""
    otto = make_instructor("otto", "Otto")
    make_class(otto)
    for person in (otto, operator, elif_):
        with pytest.raises(PermissionDenied):
            actions.ask(a_class, elif_, lab, by=person)
    for student in (otto, mara):
        with pytest.raises(NoLabToShare):
            actions.ask(a_class, student, lab, by=mara)
    assert PairSession.objects.count() == 0


def test_the_second_instructor_is_told_of_the_first(asked: PairSession, elif_: User, lab: Lab) -> None:
    """Until a question has waited for a quarter of an hour."""
    otto = make_instructor("otto", "Otto")
    cohorts.add_instructor(asked.in_class, "otto", by=asked.instructor)
    with pytest.raises(AlreadyPaired, match="Mara"):
        actions.ask(asked.in_class, elif_, lab, by=otto)
    PairSession.objects.update(asked_at=timezone.now() - timedelta(minutes=queries.ASKED_MINUTES + 1))
    assert queries.session_of(elif_) is None
    assert actions.ask(asked.in_class, elif_, lab, by=otto).instructor == otto
    assert acts() == ["ask-to-pair", "end-pairing", "ask-to-pair"], "the end of the question that nobody answered, too"


def test_what_was_typed_without_the_student_is_the_students(asked: PairSession, elif_: User, lab: Lab) -> None:
    """At the end of a session in which nobody's page is open, the server itself saves the shared text."""
    path = lab.run.editable[0]
    actions.answer(asked, Consent.TYPE, lab, by=elif_)
    document = actions.load_document(asked.pk, lab)
    document.put(f"fix/{path}", "# by the instructor\n")
    actions.save_states({asked.pk: document.state()})
    actions.end(asked, by=elif_)
    assert files_of(workspace_of(elif_, lab), lab)[path] == "# by the instructor\n"
    asked.refresh_from_db()
    assert bytes(asked.state) == b"", "the document is deleted: its text is the student's file now"


def test_a_reset_reaches_the_shared_text(asked: PairSession, elif_: User, lab: Lab) -> None:
    """Otherwise the next page of the student would bring back what was there before."""
    path = lab.run.editable[0]
    save_file(elif_, lab, path, "# before\n", 0)
    actions.answer(asked, Consent.TYPE, lab, by=elif_)
    reset(elif_, lab)
    assert actions.load_document(asked.pk, lab).texts()[f"fix/{path}"] == lab.starter[path]


def test_a_session_ends_with_the_membership(asked: PairSession, elif_: User, lab: Lab, mara: User) -> None:
    """Whoever leaves the class leaves the editor."""
    actions.answer(asked, Consent.TYPE, lab, by=elif_)
    cohorts.remove_student(asked.in_class, elif_.pk, by=mara)
    asked.refresh_from_db()
    assert asked.ended_at is not None


def test_a_session_of_another_class_goes_on(asked: PairSession, elif_: User, lab: Lab, mara: User) -> None:
    """Neither the student nor the instructor leaves it who leaves one that they share no editor of."""
    actions.answer(asked, Consent.TYPE, lab, by=elif_)
    other = make_class(make_instructor("otto", "Otto"))
    for person, role in ((elif_, Role.STUDENT), (mara, Role.INSTRUCTOR)):
        Membership.objects.create(person=person, in_class=other, role=role).delete()
    asked.refresh_from_db()
    assert asked.is_open


def test_pages_of_a_session(asked: PairSession, elif_: User, lab: Lab, sign_in: SignIn, page_of_mara: Client) -> None:
    """The instructor waits, is let in, and is told of the end; the student's page says who is there."""
    page, own = f"/pair/{asked.pk}/", sign_in(elif_)
    save_file(elif_, lab, lab.run.editable[0], "# of the student alone\n", 0)
    waiting = page_of_mara.get(page).content.decode()
    assert "is asked whether you may join" in waiting
    assert "of the student alone" not in waiting, "nothing is seen before the answer"
    part = own.get(f"/labs/{lab.slug}/pairing").content.decode()
    assert "asks to join your editor" in part
    assert "data-pair-socket" not in part
    answer = own.post(
        f"{page}answer", {"act": "type", "next": f"/labs/{lab.slug}/fix/"}, headers={"HX-Request": "true"}
    )
    assert f'data-pair-socket="/live/pair/{asked.pk}"' in answer.content.decode()
    let_in = page_of_mara.get(page).content.decode()
    assert "You type in the editor of" in let_in
    assert "of the student alone" in let_in
    assert own.post(f"{page}answer", {"act": "steal"}).status_code == 400
    assert own.post(f"{page}end", {"next": "https://evil.example/"}).headers["location"] == f"/labs/{lab.slug}/fix/"
    assert "works alone again" in page_of_mara.get(page).content.decode()


def test_others_find_no_session(asked: PairSession, lab: Lab, sign_in: SignIn, operator: User) -> None:
    """Nor does the student find the instructor's page of it."""
    hugo = User.objects.get(display_name="Hugo")
    for person in (hugo, operator):
        client = sign_in(person)
        assert client.get(f"/pair/{asked.pk}/").status_code == 404
        for act in ("answer", "end"):
            assert client.post(f"/pair/{asked.pk}/{act}", {"act": "type"}).status_code == 404
    assert sign_in(asked.student).get(f"/pair/{asked.pk}/").status_code == 404
    assert sign_in(asked.student).post(f"/pair/{uuid4()}/end").status_code == 404
    asked.refresh_from_db()
    assert (asked.consent, asked.ended_at) == ("", None)


@pytest.mark.parametrize("who", ["student", "instructor"])
def test_a_hand_goes_down_when_the_help_is_over(
    asked: PairSession, elif_: User, lab: Lab, mara: User, who: str
) -> None:
    """Whoever of both leaves; a student who has said no still waits for help."""
    hand = raise_hand(asked.in_class, by=elif_, lab=lab.uuid, question="How?")
    actions.answer(asked, None, lab, by=elif_)
    hand.refresh_from_db()
    assert hand.lowered_at is None
    again = actions.ask(asked.in_class, elif_, lab, by=mara)
    actions.answer(again, Consent.TYPE, lab, by=elif_)
    hand.refresh_from_db()
    assert hand.lowered_at is None
    actions.end(again, by=elif_ if who == "student" else mara)
    hand.refresh_from_db()
    assert hand.lowered_at is not None


def test_the_instructor_has_the_task_and_the_changes(
    asked: PairSession, elif_: User, lab: Lab, page_of_mara: Client
) -> None:
    """As the student reads it, and line by line what differs; the editor compares with the original code, too."""
    path = lab.run.editable[0]
    save_file(elif_, lab, path, lab.starter[path] + "# mine\n", 0)
    actions.answer(asked, Consent.TYPE, lab, by=elif_)
    page = page_of_mara.get(f"/pair/{asked.pk}/")
    seen = page.content.decode()
    assert page.status_code == 200
    assert [step.title for step in page.context["page"].steps] == [step.title for step in lab.brief]
    assert "1 line added, 0 gone" in seen
    shared = [file for file in page.context["page"].data["files"] if file["editable"]]
    assert shared[0]["original"] == lab.starter[path]
    assert shared[0]["text"].endswith("# mine\n")


def test_an_exchange_is_forgotten_once_its_texts_are_in_the_document(asked: PairSession, elif_: User, lab: Lab) -> None:
    """One that came meanwhile is not forgotten with it, nor one of another session."""
    actions.answer(asked, Consent.TYPE, lab, by=elif_)
    actions.note_exchange(asked.pk)
    first = PairSession.objects.get(pk=asked.pk)
    assert first.exchanged_at is not None
    actions.note_exchange(asked.pk)
    second = PairSession.objects.get(pk=asked.pk)
    actions.forget_exchange(first)
    asked.refresh_from_db()
    assert asked.exchanged_at == second.exchanged_at is not None, "the second exchange has yet to come"
    actions.forget_exchange(replace_pk(second))
    asked.refresh_from_db()
    assert asked.exchanged_at is not None, "it was another session's"
    actions.forget_exchange(second)
    asked.refresh_from_db()
    assert asked.exchanged_at is None


def replace_pk(session: PairSession) -> PairSession:
    """Return a session of another key that is otherwise the same."""
    other = PairSession(**{field.attname: getattr(session, field.attname) for field in PairSession._meta.fields})
    other.pk = uuid4()
    return other


def test_the_question_of_a_session_is_the_last_one_of_its_student_in_its_class(
    asked: PairSession, a_class: Class, elif_: User, lab: Lab
) -> None:
    """Not that of a classmate, and not what the same student asked in another class."""
    assert queries.question_of(asked) == ""
    raise_hand(a_class, by=elif_, lab=lab.uuid, question="First?")
    Hand.objects.update(lowered_at=timezone.now())
    raise_hand(a_class, by=elif_, lab=lab.uuid, question="Second?")
    raise_hand(a_class, by=User.objects.get(display_name="Hugo"), lab=lab.uuid, question="Hugo's?")
    other = make_class(make_instructor("otto", "Otto"))
    Hand.objects.create(person=elif_, in_class=other, question="Elsewhere?")
    assert queries.question_of(asked) == "Second?"


def test_a_document_is_stored_while_its_session_is_open_and_deleted_after_that(
    asked: PairSession, elif_: User, lab: Lab
) -> None:
    """A save that comes late brings back nothing of the student's, and nobody deletes what both work on."""
    actions.answer(asked, Consent.TYPE, lab, by=elif_)
    actions.forget_document(asked.pk)
    asked.refresh_from_db()
    assert bytes(asked.state) != b""
    actions.end(asked, by=elif_)
    actions.forget_document(asked.pk)
    actions.save_states({asked.pk: b"late"})
    asked.refresh_from_db()
    assert bytes(asked.state) == b""


def test_a_session_that_is_over_does_not_end_once_more(
    asked: PairSession, a_class: Class, elif_: User, lab: Lab, mara: User
) -> None:
    """When its student leaves the class later, the log has one end of it."""
    actions.answer(asked, Consent.TYPE, lab, by=elif_)
    actions.end(asked, by=elif_)
    asked.refresh_from_db()
    ended_at = asked.ended_at
    cohorts.remove_student(a_class, elif_.pk, by=mara)
    asked.refresh_from_db()
    assert (asked.ended_at, asked.ended_by) == (ended_at, elif_)
    assert acts() == ["ask-to-pair", "begin-pairing type", "end-pairing"]


def test_the_same_instructor_asks_for_another_lab(
    asked: PairSession, elif_: User, lab: Lab, course: Pack, mara: User
) -> None:
    """That is another session, and the first one is over."""
    other = next(each for each in course.labs.values() if each.is_fixed and each != lab)
    session = actions.ask(asked.in_class, elif_, other, by=mara)
    asked.refresh_from_db()
    assert (session.lab, session.is_open, asked.ended_at is None) == (other.uuid, False, False)
    assert acts() == ["ask-to-pair", "end-pairing", "ask-to-pair"]
