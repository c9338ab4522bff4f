"""Submissions are ordered by the database's own numbers: a clock that is set back changes nothing."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.attempts import actions, errors, queries, tasks
from quintain.attempts.models import Kind, Submission, SubmissionCounter
from quintain.attempts.reports.submission_report import usual_seconds
from quintain.attempts.submissions.jobs import SUBMISSIONS_PER_MINUTE
from quintain.packs.model.lab import Lab
from tests.attempts.handing_in import save_file, submit

pytestmark = pytest.mark.django_db(transaction=True)


def hand_in(learner: User, lab: Lab, text: str, kind: Kind = Kind.VERDICT) -> Submission:
    """Save a text and have it judged at once."""
    save_file(learner, lab, "shop.py", text, actions.workspace_of(learner, lab).revision)
    submission = submit(learner, lab, kind)
    submission.refresh_from_db()
    return submission


def set_back_the_clock() -> None:
    """Have all that was handed in lie in the future, as it does once the clock is set back."""
    ahead = timezone.now() + timedelta(hours=1)
    Submission.objects.update(created_at=ahead, finished_at=ahead)


def test_numbers_grow_and_are_never_given_twice(learner: User, neighbour: User, lab: Lab) -> None:
    """Across learners, and after the newest is deleted."""
    numbers = [hand_in(each, lab, "open").sequence for each in (learner, neighbour, learner)]
    assert numbers == sorted(set(numbers))
    Submission.objects.filter(sequence=numbers[-1]).delete()
    assert hand_in(learner, lab, "open").sequence > numbers[-1]
    assert not SubmissionCounter.objects.exists()


def test_the_last_one_is_the_last_one_handed_in(page: Client, learner: User, lab: Lab) -> None:
    """On the workbench, in the list of attempts, and in the report that a page compares."""
    before = hand_in(learner, lab, "open")
    set_back_the_clock()
    after = hand_in(learner, lab, "broken")
    assert after.created_at < Submission.objects.get(pk=before.pk).created_at
    assert queries.last_submission(learner, lab) == after
    shown = page.get("/labs/shop/fix/").context["page"]
    assert shown.data["last"]["id"] == str(after.pk)
    assert [row.number for row in shown.attempts] == [2, 1]
    reports = [page.get(f"/labs/shop/submissions/{each.pk}").json() for each in (before, after)]
    assert reports[0]["sequence"] < reports[1]["sequence"]


def test_nobody_is_locked_out_by_submissions_of_the_future(learner: User, lab: Lab) -> None:
    """Only those of the last minute count."""
    for _ in range(SUBMISSIONS_PER_MINUTE):
        submit(learner, lab, Kind.TESTS)
    with pytest.raises(errors.TooManyTries):
        submit(learner, lab, Kind.TESTS)
    set_back_the_clock()
    assert submit(learner, lab, Kind.VERDICT).number == 1


def test_the_newest_runs_are_kept(learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the future are forgotten as any older ones."""
    monkeypatch.setattr("quintain.attempts.submissions.fixes.KEPT_TEST_RUNS", 2)
    for _ in range(2):
        submit(learner, lab, Kind.TESTS)
    set_back_the_clock()
    newest = [submit(learner, lab, Kind.TESTS).pk for _ in range(2)]
    assert list(Submission.objects.order_by("sequence").values_list("pk", flat=True)) == newest


def test_the_usual_time_is_of_the_newest(learner: User, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quicker judge is seen at once."""
    monkeypatch.setattr("quintain.attempts.reports.submission_report.REMEMBERED_VERDICTS", 1)
    hand_in(learner, lab, "open")
    set_back_the_clock()
    hand_in(learner, lab, "proven")
    assert usual_seconds(lab, Kind.VERDICT) == 2.5


def test_a_program_that_does_not_start_tells_no_usual_time(learner: User, lab: Lab) -> None:
    """It is judged at once, however long the others take."""
    hand_in(learner, lab, "unstarted")
    assert usual_seconds(lab, Kind.VERDICT) is None, "only an attempt that did not start"
    hand_in(learner, lab, "proven")
    hand_in(learner, lab, "unstarted")
    assert usual_seconds(lab, Kind.VERDICT) == 2.5, "the attempt that started"


def test_a_restart_goes_on_in_the_order_of_handing_in(
    learner: User, neighbour: User, lab: Lab, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever came first is first."""
    settings.TASKS = settings.TASKS | {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    first = submit(learner, lab, Kind.VERDICT)
    set_back_the_clock()
    second = submit(neighbour, lab, Kind.VERDICT)
    queued: list[UUID] = []
    monkeypatch.setattr(tasks, "_enqueue", lambda each: queued.append(each.pk))
    assert tasks.resume() == 2
    assert queued == [first.pk, second.pk]


BEFORE = [("attempts", "0003_demonstrations")]


def old_submission(apps: Any, workspace: Any, number: int, minutes_ago: int) -> UUID:
    """Store a submission as the version before did."""
    old = apps.get_model("attempts", "Submission")
    made = old.objects.create(
        id=uuid4(), workspace=workspace, kind="verdict", number=number, state="finished", files={}, checks=[]
    )
    old.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(minutes=minutes_ago))
    pk: UUID = made.pk
    return pk


def test_submissions_of_the_version_before_are_numbered_by_their_time(learner: User) -> None:
    """The migration keeps the order that they had, and the next one comes after all of them."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    try:
        apps = executor.loader.project_state(BEFORE).apps
        workspace = apps.get_model("attempts", "Workspace").objects.create(id=uuid4(), user_id=learner.pk, lab=uuid4())
        made = {minutes: old_submission(apps, workspace, 9 - minutes, minutes) for minutes in (3, 8, 1, 5)}
    finally:
        MigrationExecutor(connection).migrate(leaves)
    ordered = list(Submission.objects.values_list("pk", flat=True))
    assert ordered == [made[minutes] for minutes in (1, 3, 5, 8)]
    assert not SubmissionCounter.objects.exists()
    assert SubmissionCounter.objects.create().pk > Submission.objects.all()[0].sequence
