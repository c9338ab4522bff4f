"""Writes about submissions, from the button to the verdict."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts import errors
from quintain.attempts.actions.files import files_of, workspace_of
from quintain.attempts.models import UNDER_WAY, Kind, State, Submission, Workspace
from quintain.attempts.reports import count_attacks, to_json
from quintain.attempts.tasks import has_room, judge_submission
from quintain.catalog.shelf import current_pack
from quintain.judge.verdict import Fault, Result, Verdict
from quintain.packs.model import Lab

SUBMISSIONS_PER_MINUTE = 20


KEPT_TEST_RUNS = 20  # not fewer than are counted within a minute


@transaction.atomic
def submit(user: User, lab: Lab, kind: Kind) -> Submission:
    """Hand the saved files to the judge.

    Raises:
        AlreadyJudging: The last submission is still under way.
        TooManyTries: More than 20 submissions within a minute.
        QueueFull: The queue takes no more.

    """
    workspace = workspace_of(user, lab)
    if workspace.submissions.filter(state__in=UNDER_WAY).exists():
        raise errors.AlreadyJudging
    minute_ago = timezone.now() - timedelta(minutes=1)
    recent = Submission.objects.filter(workspace__user=user, created_at__gt=minute_ago)
    if recent.count() >= SUBMISSIONS_PER_MINUTE:
        raise errors.TooManyTries
    if not has_room():
        raise errors.QueueFull
    try:
        with transaction.atomic():
            submission = _create_submission(workspace, lab, kind)
    except IntegrityError as twin:  # a double click on a database that lets two transactions write at once
        raise errors.AlreadyJudging from twin
    workspace.save(update_fields=["touched_at"])
    _enqueue(submission)
    return submission


def _create_submission(workspace: Workspace, lab: Lab, kind: Kind) -> Submission:
    last: int | None = workspace.submissions.aggregate(last=Max("number"))["last"]
    return Submission.objects.create(
        workspace=workspace,
        kind=kind,
        number=(last or 0) + 1 if kind is Kind.VERDICT else None,
        files=files_of(workspace, lab),
        pack_digest=current_pack().digest,
        lab_digest=lab.digest,
    )


def _enqueue(submission: Submission) -> None:
    job = {"submission": str(submission.pk), "student": str(submission.workspace.user_id)}
    transaction.on_commit(lambda: judge_submission.enqueue(**job))


def resume() -> int:
    """Queue again what a stopped server left waiting or running, oldest first; return how many."""
    left = list(Submission.objects.filter(state__in=UNDER_WAY).select_related("workspace").order_by("created_at"))
    for submission in left:
        submission.state = State.WAITING
        submission.started_at = None
        submission.checks = []
        submission.save(update_fields=["state", "started_at", "checks"])
        _enqueue(submission)
    return len(left)


@transaction.atomic
def begin(submission_id: UUID) -> Submission | None:
    """Take a waiting submission to the judge; None if there is none that waits under this id."""
    submission = Submission.objects.select_related("workspace").filter(pk=submission_id, state=State.WAITING).first()
    if submission:
        submission.state = State.RUNNING
        submission.started_at = timezone.now()
        submission.save(update_fields=["state", "started_at"])
    return submission


def save_progress(submission: Submission) -> None:
    """Store the checks as far as the judge is, for pages that poll or are opened meanwhile."""
    submission.save(update_fields=["checks"])


@transaction.atomic
def finish(submission: Submission, verdict: Verdict) -> None:
    """Store the judge's word; a proof counts for the lab, an error of ours gives the attempt's number back."""
    submission.state = State.FINISHED
    submission.result = verdict.result
    submission.sentence = verdict.sentence
    submission.checks = [to_json(check) for check in verdict.checks]
    submission.recognised = to_json(verdict.recognised) if verdict.recognised else None
    submission.fault = to_json(verdict.fault) if verdict.fault else None
    submission.attacks, submission.stopped = count_attacks(verdict.checks)
    submission.seed = verdict.seed
    submission.wall_seconds = verdict.wall_seconds
    submission.finished_at = timezone.now()
    if verdict.result is Result.ERROR:
        submission.number = None
    submission.save()
    _forget_old_test_runs(submission)
    if verdict.result is Result.PROVEN and submission.kind == Kind.VERDICT:
        Workspace.objects.filter(pk=submission.workspace_id, proven_at=None).update(proven_at=submission.finished_at)


def _forget_old_test_runs(submission: Submission) -> None:
    """Delete all but the last runs of the tests, which nobody looks at again; attempts are kept for ever."""
    runs = submission.workspace.submissions.filter(kind=Kind.TESTS, state__in=[State.FINISHED, State.FAILED])
    for old in runs.only("pk")[KEPT_TEST_RUNS:]:
        old.delete()


def fail(submission: Submission, fault: Fault) -> None:
    """Store that the judge broke down; this costs the learner no attempt."""
    submission.state = State.FAILED
    submission.result = Result.ERROR
    submission.sentence = fault.message
    submission.fault = to_json(fault)
    submission.number = None
    submission.finished_at = timezone.now()
    submission.save()
