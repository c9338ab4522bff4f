"""Behind the verdict on a proven fix, the judge goes on searching; what it finds changes the verdict, and says so."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.models import Role, User
from quintain.attempts import actions, tasks
from quintain.attempts.judging.grading import grade
from quintain.attempts.judging.searching import search_slice
from quintain.attempts.models import Kind, Search, SearchState, State, Submission, Workspace
from quintain.attempts.progress.class_progress import labs_in_search
from quintain.attempts.submissions import searches
from quintain.attempts.submissions.jobs import hand_in
from quintain.catalog import pack_store, progress
from quintain.certificates.earning import earned_by, record_of
from quintain.certificates.requirements import Requirement
from quintain.judge.verdict import Difference, Fault, Outcome, Result, SearchResult
from quintain.packs.model.lab import Lab
from quintain.packs.model.pack import Pack
from quintain.server.databases import read_seconds
from tests.attempts.handing_in import fix_of, open_hints, submit, try_text
from tests.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(course: Pack) -> Pack:
    """Give the course's first lab a model."""
    labs = {slug: replace(lab, has_model=slug == "shop") for slug, lab in course.labs.items()}
    changed = replace(course, labs=labs)
    pack_store.put(changed)
    return changed


@pytest.fixture
def unsearched(settings: Settings) -> None:
    """Have jobs wait, as no thread takes them."""
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


def proven(user: User, lab: Lab, text: str = "fixed") -> Submission:
    """Have a text judged that the judge proves; its search has not begun, with a queue that nobody works at."""
    submission = try_text(user, lab, text)
    if submission.state == State.WAITING:
        grade(submission.pk)
        submission.refresh_from_db()
    return submission


def word(user: User, lab: Lab) -> str:
    """Return the state of a lab as other pages tell it."""
    return progress.reader().states(user, [lab])[lab.uuid].word


def test_a_proven_fix_is_searched_until_the_time_is_used(page: Client, learner: User, lab: Lab) -> None:
    """Twenty seconds are four slices; the page tells how much held, and the lab stays proven."""
    proven(learner, lab)
    search = Search.objects.get()
    assert (search.state, search.rounds, search.sequences, search.calls) == (SearchState.HELD, 4, 12, 48)
    assert search.used_seconds == 20.0
    assert word(learner, lab) == "proven"
    assert "12 further sequences of calls held." in page.get(reverse("fix", args=[lab.slug])).content.decode()


@pytest.mark.parametrize("difference", Difference)
def test_what_is_found_changes_the_verdict_and_the_debrief_stays(
    page: Client, learner: User, lab: Lab, difference: Difference
) -> None:
    """The lab is not proven any more; the calls and the reason are on the page, and what was open stays readable."""
    gives = difference is Difference.GIVES
    result, outcome = (Result.STILL_OPEN, Outcome.LANDED) if gives else (Result.BROKEN, Outcome.FAILED)
    submission = proven(learner, lab, f"search {difference}")
    assert (submission.result, submission.sentence) == (result, "Bo gets Ana's orders.")
    assert submission.checks[-1]["outcome"] == outcome
    assert Search.objects.get().state == SearchState.FOUND
    workspace = Workspace.objects.get(user=learner)
    assert workspace.proven_at is None
    assert workspace.proof_lost_at is not None
    assert word(learner, lab) == str(result)
    shown = page.get(reverse("fix", args=[lab.slug])).content.decode()
    assert "bo asks for ana&#x27;s orders" in shown
    assert "This fix was proven at first." in shown
    debrief = page.get(reverse("debrief", args=[lab.slug]))
    assert debrief.status_code == 200
    told = debrief.content.decode()
    assert "The search found calls that your fix answers wrongly." in told
    assert "It holds." not in told
    assert "Why it worked" in told


def test_a_fix_that_holds_counts_again(page: Client, learner: User, lab: Lab) -> None:
    """The page after the proof is then that of the new one."""
    proven(learner, lab, "search gives")
    proven(learner, lab, "fixed")
    assert word(learner, lab) == "proven"
    told = page.get(reverse("debrief", args=[lab.slug])).content.decode()
    assert "It holds." in told
    assert "The search found calls that your fix answers wrongly." not in told


def test_another_proof_of_the_lab_keeps_it_proven(learner: User, lab: Lab) -> None:
    """What is found in the second fix says nothing against the first."""
    first = proven(learner, lab, "fixed")
    second = proven(learner, lab, "search gives")
    workspace = Workspace.objects.get(user=learner)
    assert second.result == Result.STILL_OPEN
    assert workspace.proven_at == first.finished_at
    assert workspace.proof_lost_at is None


@pytest.mark.parametrize("is_copied_first", [True, False])
def test_a_copy_of_the_shown_fix_keeps_no_lab_proven(learner: User, lab: Lab, is_copied_first: bool) -> None:
    """Where the search strikes the learner's only own proof, what they were shown takes its place neither way."""
    open_hints(learner, lab)
    actions.see_solution(learner, lab)
    copied = fix_of(lab).files["shop.py"]
    texts = [copied, "own = 1  # proven, search gives"]
    for text in texts if is_copied_first else reversed(texts):
        proven(learner, lab, text)
    assert set(Submission.objects.values_list("result", flat=True)) == {Result.PROVEN, Result.STILL_OPEN}
    workspace = Workspace.objects.get(user=learner)
    assert workspace.proven_at is None, "a copy of the shown fix is no proof of the learner's own"
    assert (workspace.proof_lost_at is not None, word(learner, lab)) == (True, "seen")
    assert record_of(learner.pk) is None, "no certificate counts the lab"


def test_nothing_is_searched_where_nothing_can_be_found(
    learner: User, lab: Lab, course: Pack, settings: Settings
) -> None:
    """Not behind a refused fix, in a lab without a model, or when the operator gives no time to it."""
    try_text(learner, lab, "open")
    other = next(each for each in course.labs.values() if each.is_fixed and not each.has_model)
    submit(learner, other, Kind.VERDICT)
    settings.SEARCH_SECONDS = 0
    proven(learner, lab)
    assert not Search.objects.exists()


def test_a_search_gives_way_to_everybody_who_waits(learner: User, lab: Lab, unsearched: None) -> None:
    """It begins when nobody waits any more."""
    proven(learner, lab)
    waiting = hand_in(
        Workspace.objects.create(user=make_person("bo", "Bo", Role.STUDENT), lab=uuid4()), lab, Kind.VERDICT, {}
    )
    assert not search_slice()
    assert not tasks.queue_searches()
    Submission.objects.filter(pk=waiting.pk).update(state=State.FAILED)
    assert tasks.queue_searches()
    assert search_slice()
    assert Search.objects.get().sequences == 3


def test_the_learner_for_whom_least_was_searched_comes_next(learner: User, lab: Lab, unsearched: None) -> None:
    """Slices go round; nobody's search waits for the end of another's."""
    proven(learner, lab)
    proven(make_person("bo", "Bo", Role.STUDENT), lab)
    for _ in range(4):
        assert search_slice()
    assert [search.rounds for search in Search.objects.all()] == [2, 2]


def test_a_search_of_a_process_that_stopped_goes_on_elsewhere(learner: User, lab: Lab, unsearched: None) -> None:
    """After a quarter of an hour, or when a server starts that is alone; what the first says late is lost."""
    proven(learner, lab)
    late = searches.claim()
    assert late is not None
    assert searches.claim() is None
    Search.objects.update(claimed_at=timezone.now() - timedelta(minutes=16))
    second = searches.claim()
    assert second is not None
    assert searches.keep(late, SearchResult(1, 9, sequences=99)) is None
    kept = searches.keep(second, SearchResult(1, 1, sequences=3, cpu_seconds=5.0))
    assert kept is not None
    assert Search.objects.get().sequences == 3
    assert searches.claim() is not None
    tasks.resume()
    assert searches.claim() is not None


@pytest.mark.parametrize("text", ["search breaks down", "a changed lab"])
def test_a_search_that_cannot_go_on_leaves_the_verdict(
    page: Client, learner: User, course: Pack, unsearched: None, text: str
) -> None:
    """The page says that the reason is not the learner's."""
    lab = course.labs["shop"]
    submission = proven(learner, lab, text)
    if text == "a changed lab":
        pack_store.put(replace(course, labs={**course.labs, "shop": replace(lab, digest="another")}))
    assert search_slice()
    assert not search_slice()
    submission.refresh_from_db()
    assert submission.result == Result.PROVEN
    search = Search.objects.get()
    assert search.state == SearchState.ENDED
    assert search.fault is not None
    assert "for a reason that is not yours" in page.get(reverse("fix", args=[lab.slug])).content.decode()


def test_what_waited_while_the_lab_changed_is_searched(learner: User, lab: Lab, unsearched: None) -> None:
    """A file that nobody may change any more ends no search."""
    proven(learner, lab)
    Submission.objects.update(files={"shop.py": "proven", "helpers.py": "was editable"})
    while search_slice():
        pass
    search = Search.objects.get()
    assert (search.state, search.fault) == (SearchState.HELD, None)


def test_a_program_that_sleeps_is_not_searched_for_ever(learner: User, lab: Lab, unsearched: None) -> None:
    """It uses no processor time; a tenth of the clock's counts in its place."""
    proven(learner, lab)
    for _ in range(2):
        search = searches.claim()
        assert search is not None
        searches.keep(search, SearchResult(1, 1, wall_seconds=100.0, is_stopped=True))
    assert Search.objects.get().state == SearchState.HELD


def test_a_fault_of_the_judge_ends_the_search_and_convicts_nobody(learner: User, lab: Lab, unsearched: None) -> None:
    """Whatever else the result says."""
    proven(learner, lab)
    search = searches.claim()
    assert search is not None
    kept = searches.keep(search, SearchResult(1, 1, fault=Fault("judge.E1", "x", "m", "r")))
    assert kept is not None
    assert kept.state == SearchState.ENDED
    assert word(learner, lab) == "proven"


def test_a_proof_counts_for_a_certificate_when_its_search_is_over(learner: User, lab: Lab, unsearched: None) -> None:
    """Until then it is told apart, and counts for nothing, whether all core labs are asked for or a number."""
    asked = (Requirement(labs=1), Requirement(labs=None))

    def earned() -> list[tuple[int, frozenset[str], bool]]:
        found = [earned_by([learner.pk], each)[learner.pk] for each in asked]
        return [(each.labs, frozenset(lab.slug for lab in each.in_search), each.has_labs) for each in found]

    proven(learner, lab)
    assert labs_in_search([learner.pk]) == {learner.pk: frozenset({lab.uuid})}
    assert record_of(learner.pk) is None
    assert earned() == [(0, frozenset({"shop"}), False)] * 2, "a proof that may yet be struck earns nothing"
    while search_slice():
        pass
    assert labs_in_search([learner.pk]) == {}
    assert record_of(learner.pk) is not None
    assert earned() == [(1, frozenset(), True), (1, frozenset(), False)], "one lab of two core labs is proven now"


def test_what_is_found_is_told_to_open_pages(
    learner: User, lab: Lab, unsearched: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a newer number of events, so that a page takes it for newer than the proof."""
    told: list[object] = []
    submission = proven(learner, lab, "search gives")
    monkeypatch.setattr("quintain.attempts.judging.recorder.publish", lambda _group, message: told.append(message))
    while search_slice():
        pass
    report = told[-1]["submission"]  # type: ignore[index]  # JSON
    assert report["result"] == "still-open"
    assert report["events"] > submission.events


@pytest.mark.parametrize(("text", "seconds"), [("", 20.0), ("0", 0.0), (" 60 ", 60.0)])
def test_the_operator_says_how_long_a_search_takes(text: str, seconds: float) -> None:
    """In whole seconds; nothing said is twenty."""
    assert read_seconds(text) == seconds


@pytest.mark.parametrize("text", ["-1", "1.5", "long", "86401"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    """The server does not start, and says which setting it is."""
    with pytest.raises(ImproperlyConfigured, match="QUINTAIN_SEARCH_SECONDS"):
        read_seconds(text)


def test_a_trial_of_the_browser_is_not_searched(learner: User, lab: Lab) -> None:
    """The page that tries a browser before a class asks for a verdict, too."""
    submission = actions.submit(learner, lab, Kind.VERDICT, is_check=True)
    tasks.enqueue(submission)
    assert not Search.objects.exists()
