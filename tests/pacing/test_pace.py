"""What an instructor has a class do: who may, what students see of it, and what is told of nobody."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.utils import timezone

from quintain.accounts.models import AuditEntry, Membership, User
from quintain.attempts.models import Submission
from quintain.catalog.pack_store import modules
from quintain.cohorts import actions as cohorts
from quintain.cohorts.models import Class
from quintain.pacing import actions, days, queries
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
from quintain.pacing.models import Poll, SentHint, SharedFix, Vote
from quintain.pacing.places import Place
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from quintain.packs.model.question import Question
from tests.audit_log import erasable_log
from tests.dashboards.conftest import SignIn, a_class, mara, operator, page_of_mara, sign_in
from tests.dashboards.filling import Story, fill, make_class, make_instructor

__all__ = ["a_class", "erasable_log", "mara", "operator", "page_of_mara", "sign_in"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def students(a_class: Class, lab: Lab) -> list[User]:
    """Return Elif, who has made an attempt, and Hugo."""
    return fill(a_class, lab, (Story("Elif", 20, 15, 10, ((5, "still-open", 3),)), Story("Hugo")))


@pytest.fixture
def question(course: Pack) -> Question:
    """Return a question of a lesson."""
    lessons = (unit.lesson for module in modules() for unit in module.units)
    return next(each for lesson in lessons if lesson for each in lesson.questions)


@pytest.fixture
def attempt(students: list[User]) -> Submission:
    """Return Elif's attempt."""
    return Submission.objects.select_related("workspace").get(workspace__user=students[0])


def acts() -> list[str]:
    """Return what the audit log says of hints and shown fixes, oldest first."""
    found = AuditEntry.objects.filter(action__regex="hint|show").order_by("pk")
    return [entry.action for entry in found]


def students_part(a_class: Class, student: User) -> queries.StudentsPart:
    """Return what a page of a student shows that is asked for now."""
    a_class.refresh_from_db()
    return queries.students_part(RequestFactory().get("/"), a_class, student)


def test_others_do_not_set_the_pace(
    a_class: Class, students: list[User], question: Question, attempt: Submission, operator: User
) -> None:
    """Not a student, not an operator, not the instructor of another class, and nobody of a class that is archived."""
    otto = make_instructor("otto", "Otto")
    make_class(otto)
    place = Place("/", "a", 0)
    for person in (students[0], operator, otto):
        for act in (
            lambda by: actions.hold(a_class, 0, by=by),
            lambda by: actions.start_timer(a_class, 5, by=by),
            lambda by: actions.lead(a_class, by=by),
            lambda by: actions.move(a_class, place, by=by),
            lambda by: actions.ask_poll(a_class, question, by=by),
            lambda by: actions.close_poll(a_class, by=by),
            lambda by: actions.send_hint(a_class, [students[0].pk], "Look", by=by),
            lambda by: actions.ask_to_show(a_class, attempt, by=by),
            lambda by: actions.stop_showing(a_class, uuid4(), by=by),
            lambda by: actions.end_day(a_class, 1, by=by),
        ):
            with pytest.raises(PermissionDenied):
                act(person)
    assert not queries.pace_of(a_class).held_at
    instructor = User.objects.get(username="mara")
    Class.objects.filter(pk=a_class.pk).update(archived_at=timezone.now())
    with pytest.raises(PermissionDenied):
        actions.hold(Class.objects.get(pk=a_class.pk), 0, by=instructor)


def test_a_hold_begins_within_a_minute(a_class: Class, mara: User) -> None:
    """However many seconds a form sends; a note that is too long is refused, and one line is kept of it."""
    before = timezone.now()
    actions.hold(a_class, 9999, " Look \n up\u202e! ", by=mara)
    pace = queries.pace_of(a_class)
    assert pace.held_at is not None
    assert before <= pace.held_at <= timezone.now() + timedelta(seconds=actions.MOST_HOLD_SECONDS)
    assert pace.held_note == "Look up!"
    for note in ("x" * 121, "x" * 10_000_000):
        with pytest.raises(NoteTooLong, match="120"):
            actions.hold(a_class, 0, note, by=mara)
    actions.release(a_class, by=mara)
    assert queries.pace_of(a_class).held_at is None


def test_a_class_has_one_question_at_a_time(
    a_class: Class, mara: User, students: list[User], question: Question
) -> None:
    """Asked twice it is asked once; answers may be changed until it is closed, and are counted once each."""
    poll = actions.ask_poll(a_class, question, by=mara)
    assert actions.ask_poll(a_class, question, by=mara).pk == poll.pk
    other = replace(question, uuid=uuid4())
    with pytest.raises(PollRunning):
        actions.ask_poll(a_class, other, by=mara)
    elif_, hugo = students
    actions.vote(poll, 0, by=elif_)
    actions.vote(poll, 1, by=elif_)
    actions.vote(poll, 0, by=hugo)
    for option in (-1, len(question.options), 2**40):
        with pytest.raises(NoSuchChoice):
            actions.vote(poll, option, by=hugo)
    with pytest.raises(PermissionDenied):
        actions.vote(poll, 0, by=mara)
    assert sorted(Vote.objects.values_list("person__display_name", "option")) == [("Elif", 1), ("Hugo", 0)]
    actions.close_poll(a_class, by=mara)
    with pytest.raises(PollOver):
        actions.vote(poll, 0, by=hugo)
    actions.end_poll(a_class, by=mara)
    assert queries.poll_view(a_class, hugo) is None
    assert actions.ask_poll(a_class, other, by=mara).pk != poll.pk


def test_students_see_no_counts_before_the_end(
    a_class: Class, mara: User, students: list[User], question: Question
) -> None:
    """Neither counts nor what is right; the instructor sees counts from the beginning, and never who chose what."""
    poll = actions.ask_poll(a_class, question, by=mara)
    for student in students:
        actions.vote(poll, 0, by=student)
    open_view, instructors = queries.poll_view(a_class, students[0]), queries.poll_view(a_class, None)
    assert open_view is not None
    assert instructors is not None
    assert {(each.votes, each.share, each.is_right, each.why) for each in open_view.choices} == {(0, 0, None, None)}
    assert open_view.has_voted
    assert [each.votes for each in instructors.choices][:2] == [2, 0]
    assert instructors.choices[0].share == 100
    assert {(each.is_right, each.why) for each in instructors.choices} == {(None, None)}, "it may be on the projector"
    actions.close_poll(a_class, by=mara)
    closed = queries.poll_view(a_class, students[0])
    assert closed is not None
    assert [each.is_right for each in closed.choices] == [each.right for each in question.options]


def test_the_same_hint_comes_again_once_it_was_read(a_class: Class, mara: User, students: list[User], lab: Lab) -> None:
    """To those who have read it, and not twice to those who have not."""
    elif_, hugo = students
    both = [elif_.pk, hugo.pk]
    assert actions.send_hint(a_class, both, "Who ends the string?", lab, by=mara) == 2
    (read,) = students_part(a_class, elif_).hints
    actions.put_hint_away(a_class, read.pk, by=elif_)
    assert actions.send_hint(a_class, both, "Who ends the string?", lab, by=mara) == 2
    shown = {person.display_name: len(students_part(a_class, person).hints) for person in students}
    assert shown == {elif_.display_name: 1, hugo.display_name: 1}, "each has it before them once"
    assert SentHint.objects.filter(student=elif_).count() == 2, "what was read before stays beside what is new"


def test_a_hint_is_for_those_it_was_sent_to(a_class: Class, mara: User, students: list[User], lab: Lab) -> None:
    """The same words are not doubled while they are unread; others can neither read it nor put it away."""
    elif_, hugo = students
    assert actions.send_hint(a_class, [elif_.pk, uuid4()], "  What ends\nthe string? ", lab, by=mara) == 1
    assert actions.send_hint(a_class, [elif_.pk], "What ends the string?", lab, by=mara) == 1
    (hint,) = SentHint.objects.all()
    assert (hint.text, hint.lab, hint.student) == ("What ends the string?", lab.uuid, elif_)
    assert students_part(a_class, hugo).hints == ()
    actions.put_hint_away(a_class, hint.pk, by=hugo)
    assert students_part(a_class, elif_).hints == (hint,)
    actions.put_hint_away(a_class, hint.pk, by=elif_)
    assert students_part(a_class, elif_).hints == ()
    for text, people in (("", [elif_.pk]), ("\u200b \n", [elif_.pk]), ("Look", []), ("Look", [mara.pk])):
        with pytest.raises(NothingToSend):
            actions.send_hint(a_class, people, text, by=mara)
    with pytest.raises(NoteTooLong, match="600"):
        actions.send_hint(a_class, [elif_.pk], "x" * 601, by=mara)
    assert acts() == ["send-hint"]


def test_a_hint_for_nobody_stays_in_its_form(
    a_class: Class, page_of_mara: Client, students: list[User], lab: Lab
) -> None:
    """The page says what is missing, and nothing that was written or chosen is lost."""
    send = f"/classes/{a_class.pk}/hints/send"
    answer = page_of_mara.post(send, {"text": "What ends <it>?", "lab": lab.slug})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is nothing to send, or nobody to send it to." in page
    assert ">What ends &lt;it&gt;?</textarea>" in page
    assert f'<option value="{lab.slug}" selected>' in page
    too_long = page_of_mara.post(send, {"text": "x" * 601, "student": str(students[0].pk)})
    assert f'value="{students[0].pk}" checked' in too_long.content.decode()
    assert not SentHint.objects.exists()


def test_a_fix_is_shown_only_while_its_student_allows_it(
    a_class: Class, mara: User, students: list[User], attempt: Submission
) -> None:
    """Not before the answer, not after it was taken back, and nobody else answers."""
    elif_, hugo = students
    fix = actions.ask_to_show(a_class, attempt, by=mara)
    with pytest.raises(AlreadyAsked):
        actions.ask_to_show(a_class, attempt, by=mara)
    assert queries.shown_fix(fix, hugo) is None
    assert students_part(a_class, hugo).asked == ()
    for person in (hugo, mara):
        with pytest.raises(PermissionDenied):
            actions.answer_about_fix(fix, is_allowed=True, by=person)
    actions.answer_about_fix(fix, is_allowed=True, by=elif_)
    fix.refresh_from_db()
    shown = queries.shown_fix(fix, hugo)
    assert shown is not None
    assert not shown.is_mine
    actions.answer_about_fix(fix, is_allowed=False, by=elif_)
    fix.refresh_from_db()
    assert queries.shown_fix(fix, hugo) is None
    with pytest.raises(NotShown):
        actions.answer_about_fix(fix, is_allowed=True, by=elif_)
    assert acts() == ["ask-to-show-fix", "allow-to-show-fix", "refuse-to-show-fix"]
    assert actions.ask_to_show(a_class, attempt, by=mara).pk != fix.pk


def test_nothing_is_shown_of_somebody_who_left(
    a_class: Class, mara: User, students: list[User], attempt: Submission
) -> None:
    """Who leaves the class takes along what was allowed, and a leader who leaves leads no more."""
    fix = actions.ask_to_show(a_class, attempt, by=mara)
    actions.answer_about_fix(fix, is_allowed=True, by=students[0])
    actions.lead(a_class, by=mara)
    cohorts.remove_student(a_class, students[0].pk, by=mara)
    fix.refresh_from_db()
    assert not fix.is_shown
    Membership.objects.get(person=mara, in_class=a_class).delete()
    assert queries.pace_of(a_class).leader is None


def test_a_fix_of_another_class_is_shown_on(
    a_class: Class, mara: User, students: list[User], attempt: Submission
) -> None:
    """An instructor puts away what their own class is shown, whatever id a form sends."""
    fix = actions.ask_to_show(a_class, attempt, by=mara)
    actions.answer_about_fix(fix, is_allowed=True, by=students[0])
    otto = make_instructor("otto", "Otto")
    actions.stop_showing(make_class(otto), fix.pk, by=User.objects.get(pk=otto.pk))
    fix.refresh_from_db()
    assert fix.is_shown
    actions.stop_showing(a_class, fix.pk, by=mara)
    fix.refresh_from_db()
    assert not fix.is_shown


def test_an_instructor_leads_one_class_at_a_time(a_class: Class, mara: User) -> None:
    """Who does not lead moves nobody."""
    second = make_class(mara, title="The other one")
    place = Place("/glossary/", "a", 3)
    with pytest.raises(NotLeading):
        actions.move(a_class, place, by=mara)
    actions.lead(a_class, by=mara)
    actions.move(a_class, place, by=mara)
    assert queries.pace_of(a_class).place["path"] == "/glossary/"
    actions.lead(second, by=mara)
    assert queries.led_class(mara) == second
    assert queries.pace_of(a_class).place == {}
    with pytest.raises(NotLeading):
        actions.move(a_class, place, by=mara)


def test_the_end_of_a_day_puts_everything_away(
    a_class: Class, mara: User, students: list[User], question: Question, attempt: Submission
) -> None:
    """And each student has a page about the day, with their own work alone."""
    actions.hold(a_class, 0, by=mara)
    actions.start_timer(a_class, 5, by=mara)
    actions.lead(a_class, by=mara)
    actions.ask_poll(a_class, question, by=mara)
    actions.ask_to_show(a_class, attempt, by=mara)
    actions.end_day(a_class, 2, "Sleep well.", by=mara)
    part = students_part(a_class, students[0])
    assert (part.pace.held_at, part.pace.timer_ends_at, part.pace.leader, part.poll, part.asked) == (
        None,
        None,
        None,
        None,
        (),
    )
    assert not Poll.objects.filter(ended_at=None).exists()
    assert not SharedFix.objects.filter(ended_at=None).exists()
    mine, others = (days.day_of(a_class, student, 2) for student in students)
    assert mine is not None
    assert others is not None
    assert (mine.note, mine.tries, others.tries) == ("Sleep well.", 1, 0)
    assert [each.lab.uuid for each in mine.left] == [attempt.workspace.lab]
    assert days.day_of(a_class, students[0], 9) is None
    whole = days.day_of(a_class, students[0], 0)
    assert whole is not None
    assert (whole.tries, whole.note, len(whole.labs) >= len(mine.labs)) == (1, "", True)
    actions.begin_day(a_class, by=mara)
    assert queries.pace_of(a_class).day_over is None


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("set", {"act": "explode"}),
        ("set", {}),
        ("set", {"act": "stop-showing", "fix": "x"}),
        ("set", {"act": "hold", "seconds": "-1e9", "note": "x" * 200}),
        ("set", {"act": "end-day", "day": "๓", "note": "x" * 700}),
    ],
)
def test_forms_that_make_no_sense_are_refused_in_words(
    a_class: Class, page_of_mara: Client, name: str, form: dict[str, str]
) -> None:
    """Nothing is changed by them."""
    answer = page_of_mara.post(f"/classes/{a_class.pk}/pace/{name}", form)
    assert answer.status_code in {400, 404, 422}
    assert "Traceback" not in answer.content.decode()
    assert queries.pace_of(a_class).day_over is None


def test_forms_of_students_that_make_no_sense_are_refused(
    a_class: Class, mara: User, students: list[User], question: Question, sign_in: SignIn
) -> None:
    """Polls of other classes, options that are no numbers, hints that are no hints."""
    page = sign_in(students[0])
    poll = actions.ask_poll(a_class, question, by=mara)
    base = f"/classes/{a_class.pk}"
    for path, form, status in (
        ("polls/vote", {"poll": str(uuid4()), "option": "0"}, 404),
        ("polls/vote", {"poll": "'", "option": "0"}, 404),
        ("polls/vote", {"poll": str(poll.pk), "option": "0x1"}, 422),
        ("polls/vote", {"poll": str(poll.pk)}, 422),
        (f"hints/{2**70}/put-away", {}, 302),
        ("hints/send", {"text": "x"}, 404),
        (f"fixes/{uuid4()}/answer", {"act": "allow"}, 404),
        ("my-day/9/", None, 404),
    ):
        answer = page.post(f"{base}/{path}", form) if form is not None else page.get(f"{base}/{path}")
        assert answer.status_code == status, path
    assert Vote.objects.count() == 0


def test_a_hint_about_an_answer_goes_back_only_to_us(
    a_class: Class, page_of_mara: Client, students: list[User]
) -> None:
    """An address of another site in the form is not linked."""
    answer = page_of_mara.post(
        f"/classes/{a_class.pk}/hints/send",
        {"text": "Look", "to": "all", "next": "https://evil.test/"},
    )
    assert answer.status_code == 200
    assert b"evil.test" not in answer.content
    assert SentHint.objects.count() == len(students)


def test_a_page_of_a_student_has_what_the_class_does(
    a_class: Class, mara: User, students: list[User], sign_in: SignIn
) -> None:
    """Also one who comes late; who waits for a seat has nothing of it."""
    actions.start_timer(a_class, 7, "<b>Find it</b>", by=mara)
    late = cohorts.join(a_class.join_code, "Late").person
    shown = sign_in(late).get("/").content.decode()
    assert "&lt;b&gt;Find it&lt;/b&gt;" in shown
    assert f"/live/pace/{a_class.pk}" in shown
    cohorts.free_seat(a_class, late.pk, by=mara)
    assert "Find it" not in sign_in(User.objects.get(pk=late.pk)).get("/", follow=True).content.decode()


def test_a_page_that_does_not_follow_names_the_place_of_the_class(
    a_class: Class, mara: User, students: list[User], sign_in: SignIn
) -> None:
    """With a link, on all pages: forms are left by their readers alone."""
    actions.lead(a_class, by=mara)
    student = sign_in(students[1])
    assert "The class is at" not in student.get("/account/").content.decode()
    unit = next(unit for module in modules() for unit in module.units)
    actions.move(a_class, Place(f"/topics/{unit.id}/", "a", 0), by=mara)
    shown = student.get("/account/").content.decode()
    assert f"The class is at “<bdi>{unit.title}</bdi>”" in shown
    assert f'href="/topics/{unit.id}/">Go there</a>' in shown


def test_each_page_that_leads_has_a_name(course: Pack) -> None:
    """Another address has none."""
    unit = next(unit for module in modules() for unit in module.units)
    assert queries.title_of_place(f"/topics/{unit.id}/") == unit.title
    assert queries.title_of_place("/") == course.title
    assert queries.title_of_place("/timetable/") == "Timetable"
    assert queries.title_of_place("/glossary/") == "Glossary"
    assert queries.title_of_place("/topics/none/") == ""
    assert queries.title_of_place("/cases/none/") == ""
    assert queries.title_of_place("/account/") == ""
    assert queries.title_of_place("//[") == ""
