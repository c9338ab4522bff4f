"""Students raise their hand, instructors take and lower it; nobody touches anybody else's."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from quintain.accounts.models import AuditEntry, Membership, Role, User
from quintain.accounts.people.personal_data import erase_person, export_person
from quintain.attempts.models import Kind
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.helpqueue import actions
from quintain.helpqueue.errors import (
    AnswerTooLong,
    HandAnswered,
    HandLowered,
    HandTaken,
    NothingWritten,
    QuestionTooLong,
    TooManyHands,
)
from quintain.helpqueue.models import Hand
from quintain.packs.model.lab import Lab
from tests.arena.work import store
from tests.audit_log import erasable_log
from tests.dashboards.conftest import SignIn, a_class, mara, operator, page_of_mara, sign_in
from tests.dashboards.filling import Story, fill, make_class, make_instructor

__all__ = ["a_class", "erasable_log", "mara", "operator", "page_of_mara", "sign_in"]

NAMES = (Story("Elif"), Story("Hugo"))


@pytest.fixture
def pair(a_class: Class, lab: Lab) -> tuple[User, User]:
    """Return two students with seats."""
    one, other = fill(a_class, lab, NAMES)
    return one, other


@pytest.mark.django_db
def test_hand_goes_up_once_and_keeps_its_place(a_class: Class, pair: tuple[User, User]) -> None:
    """Raised again, it takes the new question, and not another place."""
    first = actions.raise_hand(a_class, by=pair[0], question="  Why\r\n does 5   land? ")
    assert first.question == "Why does 5 land?"
    again = actions.raise_hand(a_class, by=pair[0], question="And 6?")
    assert (again.pk, again.question, again.raised_at) == (first.pk, "And 6?", first.raised_at)
    assert actions.raise_hand(a_class, by=pair[0]).question == "And 6?"
    assert Hand.objects.count() == 1


@pytest.mark.django_db
def test_only_students_with_a_seat_raise_it(a_class: Class, pair: tuple[User, User], mara: User) -> None:
    """Not instructors, not students of another class, not without a seat, and not in an archived class."""
    other = make_class(mara, title="Another")
    for person, in_class in ((mara, a_class), (pair[0], other)):
        with pytest.raises(PermissionDenied):
            actions.raise_hand(in_class, by=person)
    cohorts.free_seat(a_class, pair[0].pk, by=mara)
    with pytest.raises(PermissionDenied):
        actions.raise_hand(a_class, by=pair[0])
    cohorts.archive(a_class, by=mara)
    with pytest.raises(PermissionDenied):
        actions.raise_hand(a_class, by=pair[1])


@pytest.mark.django_db
def test_the_hand_of_a_student_who_is_removed_is_lowered(a_class: Class, pair: tuple[User, User], mara: User) -> None:
    """Nobody goes to an empty seat; the hands of others stay."""
    gone, stays = (actions.raise_hand(a_class, by=person) for person in pair)
    cohorts.remove_student(a_class, pair[0].pk, by=mara)
    assert Hand.objects.get(pk=gone.pk).lowered_at is not None
    assert Hand.objects.get(pk=stays.pk).lowered_at is None


@pytest.mark.django_db
def test_the_hand_in_another_class_stays_up(a_class: Class, pair: tuple[User, User], mara: User) -> None:
    """Somebody who is in two classes and leaves one waits for help in the other."""
    other = make_class(mara, title="Another")
    Membership.objects.create(person=pair[0], in_class=other, role=Role.STUDENT)
    here = actions.raise_hand(a_class, by=pair[0])
    there = Hand.objects.create(person=pair[0], in_class=other)
    cohorts.remove_student(a_class, pair[0].pk, by=mara)
    assert Hand.objects.get(pk=here.pk).lowered_at is not None
    assert Hand.objects.get(pk=there.pk).lowered_at is None


@pytest.mark.django_db
def test_a_check_of_the_judge_lowers_no_hand(a_class: Class, pair: tuple[User, User], lab: Lab) -> None:
    """What it proves is a sound fix of the lab's own; the student still waits."""
    hand = actions.raise_hand(a_class, by=pair[0], lab=lab.uuid)
    submission = store(pair[0], lab, Kind.VERDICT, "still-open", files={"shop.py": "x"})
    for is_check, is_lowered in ((True, False), (False, True)):
        submission.result, submission.is_check = "proven", is_check
        submission.save()
        assert (Hand.objects.get(pk=hand.pk).lowered_at is not None) == is_lowered


@pytest.mark.django_db
def test_hand_that_goes_up_and_down_is_stopped(a_class: Class, pair: tuple[User, User]) -> None:
    """Eight times within ten minutes; later again."""
    for _ in range(actions.MOST_HANDS):
        actions.lower(actions.raise_hand(a_class, by=pair[0]), by=pair[0])
    with pytest.raises(TooManyHands):
        actions.raise_hand(a_class, by=pair[0])
    Hand.objects.update(raised_at=timezone.now() - timedelta(minutes=11))
    assert actions.raise_hand(a_class, by=pair[0]).lowered_at is None


@pytest.mark.django_db
def test_one_instructor_takes_a_hand(a_class: Class, pair: tuple[User, User], mara: User, operator: User) -> None:
    """The second is told who goes; taking it twice is taking it once."""
    hand = actions.raise_hand(a_class, by=pair[0])
    actions.take(hand, by=mara)
    actions.take(hand, by=mara)
    with pytest.raises(HandTaken, match="Mara"):
        actions.take(hand, by=operator)
    actions.lower(hand, by=mara)
    actions.lower(hand, by=mara)
    with pytest.raises(HandLowered):
        actions.take(hand, by=mara)
    assert recorded() == [("take-hand", mara.pk, pair[0].pk), ("lower-hand", mara.pk, pair[0].pk)]


def recorded() -> list[tuple[str, UUID | None, UUID | None]]:
    """Return what the audit log says of hands."""
    entries = AuditEntry.objects.filter(action__endswith="-hand").order_by("pk")
    return [(each.action, each.actor, each.about) for each in entries]


@pytest.mark.django_db
def test_audit_log_tells_what_instructors_do_and_not_what_students_ask(
    a_class: Class, pair: tuple[User, User], page_of_mara: Client, mara: User, sign_in: SignIn
) -> None:
    """From where, and in which class; a student's own hand goes up and down without a line, and no question is kept."""
    page = sign_in(pair[0])
    for act in ("raise", "lower", "raise"):
        page.post(f"/classes/{a_class.pk}/hand/", {"act": act, "question": "How do I fix it?"})
    assert recorded() == []
    hand = Hand.objects.get(lowered_at=None)
    page_of_mara.post(f"/classes/{a_class.pk}/hands/{hand.pk}/take")
    page_of_mara.post(f"/classes/{a_class.pk}/hands/{hand.pk}/lower")
    assert recorded() == [("take-hand", mara.pk, pair[0].pk), ("lower-hand", mara.pk, pair[0].pk)]
    entries = AuditEntry.objects.filter(action__endswith="-hand")
    assert {(each.address, each.in_class, str(each.details)) for each in entries} == {("127.0.0.1", a_class.pk, "{}")}


@pytest.mark.django_db
def test_others_neither_take_nor_lower_it(a_class: Class, pair: tuple[User, User]) -> None:
    """Neither a neighbour nor an instructor of another class, nor the student themselves who would take it."""
    hand = actions.raise_hand(a_class, by=pair[0])
    other = make_instructor("otto", "Otto")
    make_class(other)
    for person in (pair[1], other):
        for act in (actions.take, actions.lower):
            with pytest.raises(PermissionDenied):
                act(hand, by=person)
    with pytest.raises(PermissionDenied):
        actions.take(hand, by=pair[0])
    hand.refresh_from_db()
    assert (hand.lowered_at, hand.taken_by) == (None, None)


@pytest.mark.django_db
def test_student_raises_and_lowers_on_the_page_of_a_lab(a_class: Class, lab: Lab, sign_in: SignIn) -> None:
    """The button is there, tells the state, and leads back to the page."""
    (person,) = fill(a_class, lab, NAMES[:1])
    page = sign_in(person)
    address = f"/classes/{a_class.pk}/hand/"
    assert b"Raise my hand" in page.get("/labs/shop/fix/").content
    facts = {"act": "raise", "lab": "shop", "question": "Why?", "next": "/labs/shop/fix/"}
    assert page.post(address, facts).headers["Location"] == "/labs/shop/fix/"
    hand = Hand.objects.get()
    assert (hand.person, hand.lab, hand.question) == (person, lab.uuid, "Why?")
    assert b"Lower my hand" in page.get("/labs/shop/fix/").content
    part = page.post(
        address, {"act": "lower", "lab": "shop", "next": "/labs/shop/find/"}, headers={"HX-Request": "true"}
    )
    assert b'id="hand"' in part.content
    assert b'value="/labs/shop/find/"' in part.content
    assert Hand.objects.filter(lowered_at=None).count() == 0


@pytest.mark.django_db
def test_a_page_that_asks_again_learns_who_is_coming(a_class: Class, lab: Lab, mara: User, sign_in: SignIn) -> None:
    """The button as it is now, for the person who asks; nothing is changed by asking, and others are told nothing."""
    (person,) = fill(a_class, lab, NAMES[:1])
    page, address = sign_in(person), f"/classes/{a_class.pk}/hand/?lab=shop&next=%2Flabs%2Fshop%2Ffix%2F"
    assert b"data-renewed" not in page.get(address).content
    hand = actions.raise_hand(a_class, by=person, lab=lab.uuid)
    waiting = page.get("/labs/shop/fix/").content.decode()
    assert f'data-renewed="{address.replace("&", "&amp;")}"' in waiting
    actions.take(hand, by=mara)
    told = page.get(address).content.decode()
    assert "Help is coming" in told
    assert 'value="/labs/shop/fix/"' in told
    actions.lower(hand, by=mara)
    assert "Ask for help" in page.get(address).content.decode()
    assert Hand.objects.count() == 1
    assert page.get(f"/classes/{a_class.pk}/hand/?lab=none").status_code == 404
    assert sign_in(mara).get(address).status_code == 404


@pytest.mark.django_db
def test_who_has_no_class_has_no_button(page: Client) -> None:
    """A learner who works alone sees nothing of it."""
    assert b"hand-button" not in page.get("/labs/shop/fix/").content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({}, 400),
        ({"act": "wave"}, 400),
        ({"act": "raise", "lab": "none"}, 404),
        ({"act": "raise", "question": "x" * 281}, 400),
        ({"act": "raise", "question": "\U0001f600" * 2000}, 400),
        ({"act": "raise", "question": "x\x01y", "next": "//evil.example"}, 302),
        ({"act": "raise", "question": "x\0y"}, 400),
        ({"act": "raise", "next": "https://evil.example/"}, 302),
        ({"act": "lower"}, 302),
    ],
)
def test_bad_requests_are_told(a_class: Class, lab: Lab, sign_in: SignIn, facts: dict[str, str], status: int) -> None:
    """And lead to no other site."""
    (person,) = fill(a_class, lab, NAMES[:1])
    answer = sign_in(person).post(f"/classes/{a_class.pk}/hand/", facts)
    assert answer.status_code == status
    assert "evil" not in answer.headers.get("Location", "")


@pytest.mark.django_db
def test_addresses_of_hands_tell_strangers_nothing(
    a_class: Class, pair: tuple[User, User], mara: User, page_of_mara: Client, sign_in: SignIn
) -> None:
    """Nor does the id of a hand work under another class."""
    hand = actions.raise_hand(a_class, by=pair[0])
    other = make_class(mara, title="Another")
    for act in ("take", "lower"):
        own = f"/classes/{a_class.pk}/hands/{hand.pk}/{act}"
        for page in (sign_in(pair[1]), sign_in(pair[0]), sign_in(make_instructor(f"otto-{act}", "Otto"))):
            assert page.post(own).status_code == 404
        for class_id, number in ((other.pk, hand.pk), (uuid4(), hand.pk), (a_class.pk, 10**30), (a_class.pk, 0)):
            assert page_of_mara.post(f"/classes/{class_id}/hands/{number}/{act}").status_code == 404
        assert page_of_mara.get(own).status_code == 405
    assert sign_in(pair[1]).post(f"/classes/{other.pk}/hand/", {"act": "raise"}).status_code == 404
    hand.refresh_from_db()
    assert (hand.lowered_at, hand.taken_by) == (None, None)
    wall = f"/classes/{a_class.pk}/wall/"
    assert page_of_mara.post(f"/classes/{a_class.pk}/hands/{hand.pk}/take", {"next": wall}).headers["Location"] == wall
    assert (
        page_of_mara.post(f"/classes/{a_class.pk}/hands/{hand.pk}/lower", headers={"HX-Request": "true"}).status_code
        == 204
    )
    hand.refresh_from_db()
    assert hand.taken_by == mara
    assert hand.lowered_at is not None


@given(st.text(max_size=400))
def test_question_is_one_line_that_turns_nothing_around(text: str) -> None:
    """No control characters, no bidi marks, at most 280 letters."""
    try:
        words = actions.read_question(text)
    except QuestionTooLong:
        return
    assert len(words) <= 280
    assert words == " ".join(words.split())
    assert not set(words) & set("\u202e\u202d\u2066\u2067\u200f\u200e\x00\n")
    assert actions.read_question(words) == words


@pytest.mark.django_db
def test_a_question_is_answered_in_writing(
    a_class: Class, pair: tuple[User, User], page_of_mara: Client, mara: User, sign_in: SignIn
) -> None:
    """The hand goes down; the answer is on all pages of its student until it is read, and later among the questions."""
    hand = actions.raise_hand(a_class, by=pair[0], question="Why does 5 land?")
    address = f"/classes/{a_class.pk}/hands/{hand.pk}"
    answer = page_of_mara.post(f"{address}/answer", {"answer": " Look at\n the <b>quote</b>. "})
    assert answer.status_code == 302
    hand.refresh_from_db()
    assert (hand.answer, hand.answered_by, hand.lowered_at is None) == ("Look at the <b>quote</b>.", mara, False)
    page = sign_in(pair[0])
    for each in ("/", "/labs/shop/fix/"):
        seen = page.get(each).content.decode()
        assert "Look at the &lt;b&gt;quote&lt;/b&gt;." in seen, each
        assert "Why does 5 land?" in seen, each
    assert page.post(f"{address}/read", {"next": "/"}).status_code == 302
    assert "Look at the" not in page.get("/").content.decode()
    later = page.get(f"/classes/{a_class.pk}/questions/").content.decode()
    assert "Look at the &lt;b&gt;quote&lt;/b&gt;." in later
    assert recorded() == [("answer-hand", mara.pk, pair[0].pk)]
    assert "Look at the" in page_of_mara.get(f"/classes/{a_class.pk}/help/").content.decode()


@pytest.mark.django_db
def test_an_answer_is_its_students_alone(
    a_class: Class, pair: tuple[User, User], page_of_mara: Client, mara: User, sign_in: SignIn
) -> None:
    """A classmate neither sees it nor puts it away, and students answer nobody."""
    hand = actions.raise_hand(a_class, by=pair[0], question="Why?")
    other = sign_in(pair[1])
    address = f"/classes/{a_class.pk}/hands/{hand.pk}"
    assert other.post(f"{address}/answer", {"answer": "No."}).status_code == 404
    actions.answer(hand, "Because.", by=mara)
    for each in ("/", f"/classes/{a_class.pk}/questions/"):
        assert "Because." not in other.get(each).content.decode()
    assert other.post(f"{address}/read").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.read_answer(hand, by=mara)
    hand.refresh_from_db()
    assert hand.answer_read_at is None
    assert page_of_mara.get(f"/classes/{a_class.pk}/questions/").status_code == 404


@pytest.mark.django_db
def test_one_answer_with_words_is_given(a_class: Class, pair: tuple[User, User], mara: User, operator: User) -> None:
    """Not none, not a long one, not two, and not by another than who goes there; a hand just lowered gets its own."""
    hand = actions.raise_hand(a_class, by=pair[0])
    for text, refused in (("", NothingWritten), (" \u200b\n", NothingWritten), ("x" * 1001, AnswerTooLong)):
        with pytest.raises(refused):
            actions.answer(hand, text, by=mara)
    actions.take(hand, by=mara)
    with pytest.raises(HandTaken, match="Mara"):
        actions.answer(hand, "Yes.", by=operator)
    actions.lower(hand, by=pair[0])
    actions.answer(hand, "x" * 1000, by=mara)
    with pytest.raises(HandAnswered):
        actions.answer(hand, "Again.", by=mara)


@pytest.mark.django_db
def test_an_answer_is_exported_and_erased_with_its_student(a_class: Class, pair: tuple[User, User], mara: User) -> None:
    """It is in the file of the person's raised hands, and no row of it stays."""
    hand = actions.raise_hand(a_class, by=pair[0], question="Why?")
    actions.answer(hand, "Because of the quote.", by=mara)
    into = BytesIO()
    export_person(pair[0], into, by=None)
    with ZipFile(into) as archive:
        assert b"Because of the quote." in archive.read("tables/helpqueue.hand.jsonl")
    erase_person(pair[0], by=None)
    assert not Hand.objects.exists()


@pytest.mark.django_db
def test_a_hand_goes_down_with_the_proof(a_class: Class, pair: tuple[User, User], lab: Lab) -> None:
    """That of the lab, of its student; neither a run of the tests nor the check of a browser lowers it."""
    for person in pair:
        actions.raise_hand(a_class, by=person, lab=lab.uuid, question="How?")
    store(pair[0], lab, Kind.TESTS, "proven", files={"shop.py": "x"})
    store(pair[0], lab, Kind.VERDICT, "still-open", files={"shop.py": "x"})
    assert Hand.objects.filter(lowered_at=None).count() == 2
    store(pair[0], lab, Kind.VERDICT, "proven", files={"shop.py": "y"})
    assert [hand.person for hand in Hand.objects.filter(lowered_at=None)] == [pair[1]]
    Hand.objects.filter(person=pair[1]).update(lab=uuid4())
    store(pair[1], lab, Kind.VERDICT, "proven", files={"shop.py": "y"})
    assert Hand.objects.filter(lowered_at=None).count() == 1, "a question about another lab is still open"
