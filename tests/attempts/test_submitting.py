"""Submissions: one at a time, truthfully reported, and never counted when the fault is ours."""

import json
import uuid
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.attempts import actions, errors, tasks
from quintain.attempts.judging import grading
from quintain.attempts.models import Copy, Kind, State, Submission, Workspace
from quintain.attempts.submissions.jobs import SUBMISSIONS_PER_MINUTE
from quintain.attempts.tasks import judge_submission
from quintain.judge.verdict import Verdict
from quintain.packs.model.lab import Lab
from tests.attempts.handing_in import save_file, submit, try_text

pytestmark = pytest.mark.django_db(transaction=True)


def send(page: Client, body: Any = None) -> Any:
    """Submit as the page's script does."""
    return page.post(
        "/labs/shop/submissions",
        json.dumps({"kind": "verdict"} if body is None else body),
        content_type="application/json",
    )


def test_a_proof_opens_the_debrief(page: Client, learner: User, lab: Lab) -> None:
    """The report names the next page, and that page is there."""
    save_file(learner, lab, "shop.py", "proven", 0)
    created = send(page)
    assert created.status_code == 201
    report = page.get(f"/labs/shop/submissions/{created.json()['id']}").json()
    assert (report["state"], report["result"], report["number"]) == ("finished", "proven", 1)
    assert (report["attacks"], report["attacks_stopped"], report["sentence"]) == (2, 2, "It holds.")
    assert '<a class="button primary main" href="/labs/shop/debrief/">' in report["evidence"]
    debrief = page.get("/labs/shop/debrief/")
    assert debrief.status_code == 200
    assert "Why it worked" in debrief.content.decode()
    assert page.get("/labs/shop/")["Location"] == "/labs/shop/debrief/"


def test_a_report_carries_checks_by_field_name_and_their_evidence_drawn(page: Client, learner: User, lab: Lab) -> None:
    """Checks have what is drawn while the judge works; an author's Markdown is markup, what a program sent is text."""
    submission = try_text(learner, lab, "open")
    landed = next(check for check in submission.checks if check["outcome"] == "landed")
    landed["steps"][1] |= {"text": "a<script>b</script>", "label": "<img>", "file": "<b>.py", "line": 3}
    submission.save()
    report = page.get(f"/labs/shop/submissions/{submission.pk}").json()
    told = next(check for check in report["checks"] if check["outcome"] == "landed")
    assert (told["id"], told["kind"], told["number"]) == ("exploits/union", "attack", 1)
    assert "steps" not in told
    evidence = report["evidence"]
    assert "a<mark>&lt;</mark>script&gt;b&lt;/script&gt;" in evidence
    assert '&lt;img&gt; at <span data-file="&lt;b&gt;.py" data-line="3">line 3 of &lt;b&gt;.py</span>' in evidence
    assert "<script" not in evidence
    assert "No <em>quote</em> there." in evidence
    assert "Who ends it?" in evidence


def test_the_evidence_in_a_report_is_that_of_the_page(page: Client, learner: User, lab: Lab) -> None:
    """A page that was open when the judge spoke and one that is opened later show the same markup."""
    submission = try_text(learner, lab, "open")
    report = page.get(f"/labs/shop/submissions/{submission.pk}").json()
    shown = page.get("/labs/shop/fix/")
    assert report["evidence"].strip() in shown.content.decode()
    assert shown.context["page"].data["last"] == report | {"evidence": None}


def test_attempts_are_counted_where_one_has_been_made(page: Client, learner: User, lab: Lab) -> None:
    """The phase bar says how many there are on the phase's own page and elsewhere, and nothing before the first."""

    def notes() -> list[str]:
        return [page.get(f"/labs/shop/{phase}/").context["page"].header.phases[-1].note for phase in ("find", "fix")]

    assert notes() == ["", ""], "before the first attempt"
    try_text(learner, lab, "open")
    assert notes() == ["1 attempt", "1 attempt"], "after the first attempt"
    try_text(learner, lab, "broken")
    assert notes() == ["2 attempts", "2 attempts"], "after the second attempt"


@pytest.mark.parametrize(
    ("text", "found"),
    [("open", "One attack of two succeeds."), ("broken", "Staff cannot sign in."), ("proven", "See why")],
)
def test_the_last_verdict_stands_on_the_workbench_before_any_script_runs(
    page: Client, learner: User, lab: Lab, text: str, found: str
) -> None:
    """What it says needs no script, and the script draws it in the same place."""
    try_text(learner, lab, text)
    shown = page.get("/labs/shop/fix/").content.decode()
    assert shown.count('id="evidence"') == 1
    assert found in shown.partition('id="page-data"')[0]
    assert "No attack has been sent yet" not in shown


def test_an_error_of_ours_leaves_the_workbench_to_the_script(page: Client, learner: User, lab: Lab) -> None:
    """It offers to try again, which takes a script."""
    try_text(learner, lab, "error")
    assert "No attack has been sent yet" in page.get("/labs/shop/fix/").content.decode()


def test_numbers_count_attempts_without_gaps(learner: User, lab: Lab) -> None:
    """An error of the judge and a judge that breaks down give their number back."""
    numbers = [try_text(learner, lab, text).number for text in ("open", "error", "boom", "broken")]
    assert numbers == [1, None, None, 2]


def test_a_judge_that_breaks_down_makes_no_verdict(learner: User, lab: Lab, page: Client) -> None:
    """The submission fails with an id to quote, and the lab stays as it was."""
    submission = try_text(learner, lab, "boom")
    assert (submission.state, submission.result) == (State.FAILED, "error")
    assert submission.fault
    assert submission.fault["id"].startswith("attempts.")
    assert "straw" not in json.dumps(page.get(f"/labs/shop/submissions/{submission.pk}").json())
    assert Workspace.objects.get().proven_at is None


def test_a_judge_that_returns_something_else_makes_no_verdict(learner: User, lab: Lab, settings: Settings) -> None:
    """Only a verdict is a verdict."""
    settings.JUDGE = f"{__name__}.make_confused_judge"
    assert try_text(learner, lab, "proven").state == State.FAILED


class ConfusedJudge:
    """Says yes without looking."""

    def grade(self, *_args: object, **_options: object) -> object:
        """Return what only looks like a proof."""
        return {"result": "proven"}

    run_tests = grade


def make_confused_judge() -> ConfusedJudge:
    """Return it."""
    return ConfusedJudge()


def test_an_earlier_proof_outlives_later_tries(learner: User, lab: Lab) -> None:
    """Whoever goes on trying things does not lose the lab."""
    try_text(learner, lab, "proven")
    try_text(learner, lab, "open")
    assert Workspace.objects.get().proven_at


def test_a_run_of_the_tests_is_no_attempt(page: Client, learner: User, lab: Lab) -> None:
    """It has no number, and passing tests prove nothing."""
    save_file(learner, lab, "shop.py", "proven", 0)
    report = page.get(f"/labs/shop/submissions/{send(page, {'kind': 'tests'}).json()['id']}").json()
    assert (report["number"], report["kind"], report["result"]) == (None, "tests", "proven")
    assert "See why" not in report["evidence"]
    assert Workspace.objects.get().proven_at is None
    assert page.get("/labs/shop/debrief/").status_code == 302


@pytest.mark.parametrize("body", [{"kind": "all"}, {"kind": 1}, {"kind": None}, [], "x", {"kinds": "tests"}])
def test_what_is_no_submission_is_refused(page: Client, body: Any) -> None:
    """Only tests and verdict can be asked for."""
    assert send(page, body).status_code == 400
    assert not Submission.objects.exists()


@pytest.fixture
def idle_judge(course: Any, settings: Settings) -> None:
    """Take jobs and never do them."""
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.mark.usefixtures("idle_judge")
def test_a_double_click_submits_once(page: Client) -> None:
    """The second gets 429 and a sentence."""
    assert [send(page).status_code, send(page).status_code] == [201, 429]
    assert Submission.objects.count() == 1


@pytest.mark.usefixtures("idle_judge")
def test_the_database_itself_holds_one_submission_under_way(learner: User, lab: Lab) -> None:
    """Even code that forgets to ask cannot make a second."""
    first = submit(learner, lab, Kind.VERDICT)
    with pytest.raises(errors.AlreadyJudging):
        submit(learner, lab, Kind.TESTS)
    assert Submission.objects.get() == first


def test_more_than_twenty_a_minute_are_too_many(learner: User, lab: Lab, page: Client) -> None:
    """A script in a loop does not keep the judge from others."""
    for _ in range(SUBMISSIONS_PER_MINUTE):
        submit(learner, lab, Kind.TESTS)
    answer = send(page)
    assert (answer.status_code, answer.json()["remedy"]) == (429, "Wait a minute, then submit again.")


def test_a_queue_that_fills_up_at_the_last_moment_locks_nobody_out(
    page: Client, learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it did not take is forgotten, number and all, and the next one is judged."""

    def refuse(_submission: Submission) -> None:
        raise OverflowError

    with monkeypatch.context() as moment:
        moment.setattr(tasks, "_enqueue", refuse)
        assert send(page).status_code == 429
    assert not Submission.objects.exists()
    assert send(page).json()["number"] == 1


@pytest.mark.usefixtures("idle_judge")
def test_a_restart_takes_up_what_was_left(learner: User, neighbour: User, lab: Lab, settings: Settings) -> None:
    """Waiting and running submissions of a killed server are judged after all; finished ones are not touched."""
    waiting = submit(learner, lab, Kind.VERDICT)
    running = submit(neighbour, lab, Kind.VERDICT)
    assert actions.begin(running.pk)
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    assert tasks.resume() == 2
    assert tasks.resume() == 0
    for submission in (waiting, running):
        submission.refresh_from_db()
        assert (submission.state, submission.number) == (State.FINISHED, 1)


@pytest.mark.parametrize("kind", [Kind.VERDICT, Kind.TESTS])
def test_what_waited_while_the_lab_changed_is_judged(learner: User, lab: Lab, settings: Settings, kind: Kind) -> None:
    """A file that nobody may change any more is the lab's own again; the others are judged as they were handed in."""
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    waiting = actions.submit(learner, lab, kind)
    Submission.objects.update(files={"shop.py": "proven", "helpers.py": "was editable"})
    grading.grade(waiting.pk)
    waiting.refresh_from_db()
    assert waiting.fault is None, "the learner is not told of a fault of ours"
    assert (waiting.state, waiting.result) == (State.FINISHED, "proven")


def test_a_job_that_comes_twice_is_done_once(learner: User, lab: Lab) -> None:
    """A queue that delivers again cannot change a verdict."""
    submission = try_text(learner, lab, "open")
    finished_at = submission.finished_at
    grading.grade(submission.pk)
    judge_submission.enqueue(submission=str(uuid.uuid4()), student="x")
    submission.refresh_from_db()
    assert submission.finished_at == finished_at


def test_the_usual_time_is_the_median_of_earlier_verdicts(learner: User, lab: Lab, page: Client) -> None:
    """Errors do not count."""
    for text in ("open", "broken", "proven", "error"):
        last = try_text(learner, lab, text)
    assert page.get(f"/labs/shop/submissions/{last.pk}").json()["usually_seconds"] == 1.5


def test_a_neighbours_submission_is_out_of_reach(page: Client, neighbour: User, lab: Lab) -> None:
    """Neither its report nor its files nor its number lead to it."""
    theirs = try_text(neighbour, lab, "their secret text")
    assert page.get(f"/labs/shop/submissions/{theirs.pk}").status_code == 403
    assert page.get("/labs/shop/attempts/1/").status_code == 404
    assert page.post("/labs/shop/attempts/1/restore").status_code == 404
    for name in ("find", "fix"):
        assert "secret text" not in page.get(reverse(name, args=["shop"])).content.decode()


def test_a_submission_is_found_at_its_own_lab_only(page: Client, learner: User, lab: Lab) -> None:
    """An address that names another lab leads nowhere."""
    submission = try_text(learner, lab, "open")
    assert page.get(f"/labs/store/submissions/{submission.pk}").status_code == 404


def test_an_attempt_shows_its_difference_and_comes_back(page: Client, learner: User, lab: Lab) -> None:
    """Restoring keeps what was in the editor as a copy."""
    changed = lab.starter["shop.py"].replace('DB = "shop.db"', 'DB = "other.db"')
    try_text(learner, lab, changed)
    save_file(learner, lab, "shop.py", "later", Workspace.objects.get().revision)
    shown = page.get("/labs/shop/attempts/1/").content.decode()
    assert "other.db" in shown
    assert "shop.db" in shown
    assert page.post("/labs/shop/attempts/1/restore").status_code == 302
    assert actions.files_of(Workspace.objects.get(), lab)["shop.py"] == changed
    assert Copy.objects.get().files == {"shop.py": "later"}


def test_the_home_page_tells_how_far_the_lab_is(page: Client, learner: User, lab: Lab) -> None:
    """It goes on where the learner was, and shows what the last verdict said."""
    try_text(learner, lab, "open")
    home = page.get("/").context["home"]
    assert home.continue_.url == "/labs/shop/"
    assert (home.continue_.state.word, home.continue_.sentence) == ("still-open", "One attack of two succeeds.")
    assert [dot.outcome for dot in home.continue_.dots] == ["passed", "landed", "repelled"]
    assert [line.number for line in home.continue_.code if line.marked] == [1]
    try_text(learner, lab, "proven")
    home = page.get("/").context["home"]
    assert (home.tally.labs_proven, home.continue_.title) == (1, "The store")


def test_a_lab_that_left_the_course_fails_its_submissions(
    learner: User, lab: Lab, settings: Settings, idle_judge: None
) -> None:
    """Nobody waits for ever."""
    submission = submit(learner, lab, Kind.VERDICT)
    Workspace.objects.update(lab=uuid.uuid4())
    grading.grade(submission.pk)
    submission.refresh_from_db()
    assert (submission.state, submission.number) == (State.FAILED, None)


def test_a_database_that_is_busy_gets_the_outcome_later(
    learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A verdict that could not be stored at once is not lost."""
    refusals = [OperationalError("database is locked")]
    finish = actions.finish

    def finish_late(submission: Submission, verdict: Verdict) -> None:
        if refusals:
            raise refusals.pop()
        finish(submission, verdict)

    monkeypatch.setattr(actions, "finish", finish_late)
    monkeypatch.setattr(grading, "STORE_PAUSES_SECONDS", (0,))
    assert try_text(learner, lab, "proven").result == "proven"


def test_a_progress_that_cannot_be_stored_does_not_disturb_the_judge(
    learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The verdict counts, not the way there."""

    def refuse(_submission: Submission) -> None:
        raise OperationalError

    monkeypatch.setattr(actions, "save_progress", refuse)
    assert try_text(learner, lab, "proven").result == "proven"


def test_old_runs_of_the_tests_are_forgotten_and_attempts_are_not(
    learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Evidence of a run takes a hundred kibibytes."""
    monkeypatch.setattr("quintain.attempts.submissions.fixes.KEPT_TEST_RUNS", 2)
    try_text(learner, lab, "open")
    for _ in range(4):
        submit(learner, lab, Kind.TESTS)
    assert Submission.objects.filter(kind=Kind.TESTS).count() == 2
    assert Submission.objects.filter(kind=Kind.VERDICT).count() == 1
