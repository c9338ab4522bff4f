"""The entry and exit test: each once, in order, no answer told before the end, and nobody else's to see."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quintain.accounts.models import Membership, Role, User
from quintain.attempts.models import Workspace
from quintain.catalog import pack_store, sequence
from quintain.catalog.models import TopicRead
from quintain.cohorts import actions as cohorts
from quintain.packs.model.pack import Pack
from quintain.quizzes import assessment
from quintain.quizzes.errors import NoSuchOption, NotYet, TakenAlready
from quintain.quizzes.models import AssessmentAnswer, AssessmentDraft, AssessmentTaken, Occasion
from tests.classroom import ASSESSMENT
from tests.people import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

WHY = "It is 1."
RIGHT = {question.uuid: 1 for question in ASSESSMENT}


@pytest.fixture(autouse=True)
def tested(course: Pack) -> Pack:
    """Put a course with a test of three questions into the pack store."""
    pack = replace(course, assessment=ASSESSMENT)
    pack_store.put(pack)
    return pack


def finish(person: User) -> None:
    """Have somebody read each lesson and begin each lab, as the last step of the course."""
    for stop in sequence.stops():
        if lesson := pack_store.lesson_of(stop.unit):
            TopicRead.objects.create(user=person, lesson=lesson.uuid)
        for lab in stop.labs:
            Workspace.objects.create(user=person, lab=lab.uuid)


def fields(*options: str) -> dict[str, str]:
    """Return the form of a test; an empty option is a question left open."""
    return {f"question-{q.uuid}": option for q, option in zip(ASSESSMENT, options, strict=True)}


def test_the_same_questions_before_and_after_show_what_was_learnt(page: Client, learner: User) -> None:
    """What was left open counts as not known; the right answers and their reasons come after the exit test."""
    asked = page.get("/assessment/entry/").content.decode()
    assert "Question <em>1</em>?" in asked
    assert WHY not in asked
    assert page.post("/assessment/entry/review/", fields("1", "0", "")).headers["Location"] == "/assessment/"
    between = page.get("/assessment/").content.decode()
    assert "1 of 3 answers are right" in between
    assert WHY not in between
    finish(learner)
    assert WHY not in page.get("/assessment/exit/").content.decode()
    page.post("/assessment/exit/review/", fields("1", "1", "0"))
    after = page.get("/assessment/").content.decode()
    assert "1 of 3 right before the course, 2 after it." in after
    assert WHY in after
    gain = assessment.assessment_of(learner)
    assert [(m.title, m.questions, m.entry, m.exit) for m in gain.modules] == [
        ("Start", 1, 0, 0),
        ("Injection", 2, 1, 2),
    ]


def test_each_test_is_taken_once_and_the_entry_test_never_after_the_exit(page: Client, learner: User) -> None:
    """A second form changes nothing, neither does a reload of the first."""
    page.post("/assessment/entry/review/", fields("1", "1", "1"))
    assert page.post("/assessment/entry/review/", fields("0", "0", "0")).status_code == 409
    assert page.get("/assessment/entry/").status_code == 409
    assert AssessmentAnswer.objects.filter(right=True).count() == 3
    finish(learner)
    page.post("/assessment/exit/review/", fields("", "", ""))
    assert [page.get(f"/assessment/{each}/").status_code for each in ("entry", "exit")] == [409, 409]
    assert AssessmentTaken.objects.count() == 2


def test_an_exit_test_without_an_entry_test_tells_no_gain(page: Client, learner: User) -> None:
    """And closes the entry test."""
    finish(learner)
    page.post("/assessment/exit/review/", fields("1", "1", "1"))
    assert "3 of 3 right after the course." in page.get("/assessment/").content.decode()
    with pytest.raises(TakenAlready):
        assessment.take(learner, Occasion.ENTRY, RIGHT)


def test_two_forms_at_once_are_one_test(learner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database holds it where both have passed the look at what was taken."""
    monkeypatch.setattr(assessment, "require_open", lambda *_: None)
    assessment.take(learner, Occasion.ENTRY, RIGHT)
    with pytest.raises(TakenAlready):
        assessment.take(learner, Occasion.ENTRY, {})
    assert AssessmentAnswer.objects.filter(right=True).count() == 3


def test_nothing_is_handed_in_before_the_review(page: Client, learner: User) -> None:
    """The first form, or one Enter in it, keeps the answers and leads to a page that says what is open."""
    asked = page.get("/assessment/entry/").content.decode()
    assert " checked" not in asked, "no answer is chosen for anybody"
    kept = page.post("/assessment/entry/", fields("1", "unknown", ""))
    assert kept.headers["Location"] == "/assessment/entry/review/"
    assert not AssessmentTaken.objects.exists()
    review = page.get("/assessment/entry/review/").content.decode()
    assert "1 answered, 1 “I do not know”, 1 open." in review
    assert 'href="/assessment/entry/#question-3"' in review
    assert review.count('type="hidden" name="question-') == 2
    assert page.get("/assessment/entry/").content.decode().count(" checked") == 2
    page.post("/assessment/entry/review/", fields("1", "unknown", ""))
    assert assessment.assessment_of(learner).total.entry == 1


def test_each_answer_is_kept_as_it_is_chosen(page: Client, learner: User) -> None:
    """So a reload loses none; the last choice counts, and the other test has a draft of its own."""

    def keep(question: int, option: str) -> object:
        sent = {"question": str(ASSESSMENT[question].uuid), "option": option}
        return page.post("/assessment/entry/answers", sent, content_type="application/json").json()

    assert keep(0, "0") == {"answered": 1}
    assert keep(0, "1") == {"answered": 1}
    assert keep(1, "unknown") == {"answered": 2}
    states = [each.state for each in assessment.draft_of(learner, Occasion.ENTRY).questions]
    assert states == ["answered", "unknown", "open"]
    assert assessment.draft_of(learner, Occasion.ENTRY).questions[0].value == "1"
    assert len(assessment.draft_of(learner, Occasion.EXIT).open) == 3


def test_a_draft_goes_when_the_test_is_handed_in(page: Client, learner: User) -> None:
    """What comes later, from a second tab, is refused and kept nowhere."""
    assessment.keep_draft(learner, Occasion.ENTRY, RIGHT)
    assessment.take(learner, Occasion.ENTRY, RIGHT)
    assert not AssessmentDraft.objects.exists()
    with pytest.raises(TakenAlready):
        assessment.keep_draft(learner, Occasion.ENTRY, RIGHT)
    assert page.get("/assessment/entry/review/").status_code == 409


@pytest.mark.parametrize("written_first", [Occasion.ENTRY, Occasion.EXIT])
def test_the_drafts_of_both_tests_are_kept_apart(page: Client, learner: User, written_first: Occasion) -> None:
    """Also for somebody who may take either: each page, review and count has the answers of its own test."""
    finish(learner)
    drafts = {Occasion.ENTRY: fields("0", "unknown", ""), Occasion.EXIT: fields("1", "0", "1")}
    for occasion in (written_first, *(each for each in Occasion if each != written_first)):
        page.post(f"/assessment/{occasion}/", drafts[occasion])
    for occasion, values in ((Occasion.ENTRY, ["0", "unknown", ""]), (Occasion.EXIT, ["1", "0", "1"])):
        for address in (f"/assessment/{occasion}/", f"/assessment/{occasion}/review/"):
            shown = page.get(address).context["draft"]
            assert [each.value for each in shown.questions] == values, f"{address} shows the answers of its own test"
    sent = {"question": str(ASSESSMENT[0].uuid), "option": "unknown"}
    counted = page.post("/assessment/exit/answers", sent, content_type="application/json").json()
    assert counted == {"answered": 3}, "what is answered in the exit test is counted alone"
    entry = assessment.draft_of(learner, Occasion.ENTRY)
    assert [each.value for each in entry.questions] == ["0", "unknown", ""], "an answer to one test changes no other"


def test_what_is_handed_in_takes_no_draft_that_is_still_needed(learner: User) -> None:
    """The exit test's draft outlives the entry test; the entry test's does not outlive the exit test, which ends it."""
    finish(learner)
    for occasion in Occasion:
        assessment.keep_draft(learner, occasion, RIGHT)
    assessment.take(learner, Occasion.ENTRY, {})
    assert assessment.draft_of(learner, Occasion.ENTRY).answered == 0, "the draft of what was handed in goes"
    assert assessment.draft_of(learner, Occasion.EXIT).answered == 3, "the draft of the other test stays"
    taken = assessment.assessment_of(learner).total
    assert (taken.entry, taken.exit) == (0, None), "nothing of the other test's draft is handed in"


def test_a_draft_of_the_entry_test_goes_with_the_exit_test(learner: User) -> None:
    """It could never be handed in any more."""
    finish(learner)
    for occasion in Occasion:
        assessment.keep_draft(learner, occasion, RIGHT)
    assessment.take(learner, Occasion.EXIT, RIGHT)
    assert not AssessmentDraft.objects.exists(), "no draft is left once the last test is taken"


@pytest.mark.parametrize("times", [1, 2])
def test_a_draft_of_others_is_nobodys_business(learner: User, neighbour: User, times: int) -> None:
    """Who keeps or hands in a test leaves those of others as they are, however often."""
    assessment.keep_draft(neighbour, Occasion.ENTRY, RIGHT)
    for _ in range(times):
        assessment.keep_draft(learner, Occasion.ENTRY, {ASSESSMENT[0].uuid: 0})
    assessment.take(learner, Occasion.ENTRY, {})
    kept = assessment.draft_of(neighbour, Occasion.ENTRY)
    assert [each.value for each in kept.questions] == ["1", "1", "1"], "a neighbour's draft stays"


@pytest.mark.parametrize(
    ("question", "option"),
    [
        (str(ASSESSMENT[0].uuid), "2"),
        (str(ASSESSMENT[0].uuid), ""),
        (str(ASSESSMENT[0].uuid), "-1"),
        ("00000000-0000-0000-0000-000000000000", "0"),
        ("no uuid", "0"),
    ],
)
def test_an_answer_to_nothing_is_not_kept(page: Client, learner: User, question: str, option: str) -> None:
    """An unknown question or option is refused with a reason."""
    sent = {"question": question, "option": option}
    answer = page.post("/assessment/entry/answers", sent, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"] == "No answer was chosen."
    assert not AssessmentDraft.objects.exists()


def test_an_option_that_the_question_has_no_longer_is_open(learner: User, tested: Pack) -> None:
    """The draft outlives an update of the course."""
    assessment.keep_draft(learner, Occasion.ENTRY, RIGHT)
    shorter = replace(ASSESSMENT[0], options=ASSESSMENT[0].options[:1])
    pack_store.put(replace(tested, assessment=(shorter, *ASSESSMENT[1:])))
    assert [each.number for each in assessment.draft_of(learner, Occasion.ENTRY).open] == [1]


@pytest.mark.parametrize("option", ["2", "-1", "x", "1.0", "9" * 400, "\u0661", "1\0"])
def test_a_form_with_something_else_in_it_is_refused_whole(page: Client, option: str) -> None:
    """Nothing is kept, and the test can still be taken."""
    for address in ("/assessment/entry/", "/assessment/entry/review/"):
        assert page.post(address, fields("1", option, "1")).status_code == 400
    assert not AssessmentDraft.objects.exists()
    assert not AssessmentTaken.objects.exists()
    assert page.post("/assessment/entry/review/", fields("1", "0", "1") | {"question-other": "7"}).status_code == 302


def test_an_option_that_is_none_is_refused(learner: User) -> None:
    """Also where no form was in between."""
    with pytest.raises(NoSuchOption):
        assessment.take(learner, Occasion.ENTRY, {ASSESSMENT[0].uuid: 2})


def test_the_exit_test_opens_with_the_last_module(course: Pack) -> None:
    """For students of a class that keeps the module closed, it is closed as well."""
    facts = cohorts.NewClass("Ours", course.id, date(2027, 5, 3), date(2027, 5, 5), "UTC", 2)
    ours = cohorts.make_class(facts, by=None)
    student = User.objects.create_user("elif", "Elif")
    ours.seats.filter(number=1).update(
        membership=Membership.objects.create(person=student, in_class=ours, role=Role.STUDENT)
    )
    ours.closed_modules = ["injection"]
    ours.save()
    with pytest.raises(NotYet):
        assessment.take(User.objects.get(pk=student.pk), Occasion.EXIT, RIGHT)
    assessment.take(User.objects.get(pk=student.pk), Occasion.ENTRY, RIGHT)
    ours.closed_modules = []
    ours.save()
    assessment.take(User.objects.get(pk=student.pk), Occasion.EXIT, RIGHT)


def test_the_exit_test_waits_for_the_end_of_the_course_also_without_a_class(page: Client, learner: User) -> None:
    """Who takes the course alone reads each lesson and begins each core lab first, and is told what is left."""
    assessment.take(learner, Occasion.ENTRY, RIGHT)
    before = page.get("/assessment/").content.decode()
    assert "The exit test opens at the end of the course" in before
    assert 'href="/assessment/exit/"' not in before
    with pytest.raises(NotYet, match="not open yet") as refusal:
        assessment.take(learner, Occasion.EXIT, RIGHT)
    assert "once you have read each lesson and begun each core lab" in refusal.value.remedy
    finish(learner)
    assert 'href="/assessment/exit/"' in page.get("/assessment/").content.decode()
    assessment.take(learner, Occasion.EXIT, RIGHT)


def test_a_class_sees_numbers_and_not_answers(learner: User, neighbour: User) -> None:
    """Shares are of those who took the test; who did not is shown without a number."""
    idle = make_person("idle", "Idle", Role.STUDENT)
    assessment.take(learner, Occasion.ENTRY, {})
    assessment.take(neighbour, Occasion.ENTRY, {ASSESSMENT[0].uuid: 1, ASSESSMENT[1].uuid: 1})
    finish(neighbour)
    assessment.take(neighbour, Occasion.EXIT, RIGHT)
    gain = assessment.class_gain([learner.pk, idle.pk, neighbour.pk])
    assert [(each.entry, each.exit) for each in gain.people] == [(0, None), (None, None), (2, 3)]
    assert gain.modules == (("Start", 0, 100), ("Injection", 50, 100))


def test_questions_that_have_left_the_course_count_no_more(learner: User, tested: Pack) -> None:
    """Nor do answers to them break a page."""
    assessment.take(learner, Occasion.ENTRY, RIGHT)
    pack_store.put(replace(tested, assessment=ASSESSMENT[1:]))
    found = assessment.assessment_of(learner)
    assert (found.total.entry, found.number) == (2, 2)
    assert assessment.class_gain([learner.pk]).people[0].entry == 2


def test_the_course_page_leads_to_the_test_that_is_next(page: Client, learner: User) -> None:
    """The entry test first, then the overview, and nothing after the exit test or in a course without a test."""
    assert "/assessment/entry/" in page.get("/").content.decode()
    assessment.take(learner, Occasion.ENTRY, RIGHT)
    assert 'href="/assessment/"' in page.get("/").content.decode()
    finish(learner)
    assert 'href="/assessment/exit/"' in page.get("/").content.decode()
    assessment.take(learner, Occasion.EXIT, RIGHT)
    assert "/assessment/" not in page.get("/").content.decode()


def test_the_course_page_asks_for_what_is_done_once(page: Client, learner: User) -> None:
    """Whether the exit test is open follows from what the page has read for itself."""
    assessment.take(learner, Occasion.ENTRY, RIGHT)
    page.get("/")
    with CaptureQueriesContext(connection) as queries:
        page.get("/")
    assert [each["sql"] for each in queries if "catalog_topicread" in each["sql"]][1:] == []


def test_a_course_without_a_test_has_no_such_page(page: Client, course: Pack) -> None:
    """Nor is one of another occasion there."""
    assert page.get("/assessment/other/").status_code == 404
    pack_store.put(course)
    assert [page.get(each).status_code for each in ("/assessment/", "/assessment/entry/")] == [404, 404]
    assert "assessment" not in page.get("/").content.decode()


def test_a_test_is_among_the_data_of_a_person(learner: User) -> None:
    """So it is exported and erased with them."""
    assessment.take(learner, Occasion.ENTRY, RIGHT)
    learner.delete()
    assert not AssessmentAnswer.objects.exists()
    assert isinstance(ASSESSMENT[0].uuid, UUID)
