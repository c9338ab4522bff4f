"""Writes about submissions, from the button to the verdict."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts import errors
from quintain.attempts.actions.documents import exploit_of
from quintain.attempts.actions.files import files_of, workspace_of
from quintain.attempts.models import UNDER_WAY, Kind, State, Submission, SubmissionCounter, Workspace
from quintain.attempts.reports import count_attacks, exploit_run_json, to_json
from quintain.attempts.tasks import has_room, judge_submission
from quintain.catalog.pack_store import current_pack
from quintain.judge.verdict import ExploitRun, Fault, Outcome, Result, Verdict
from quintain.packs.model import Break, Lab

SUBMISSIONS_PER_MINUTE = 20
KEPT_TEST_RUNS = 20  # not fewer than are counted within a minute
KEPT_RUNS = 30  # of those that worked, and of those that did not


@transaction.atomic
def submit(user: User, lab: Lab, kind: Kind) -> Submission:
    """Hand the saved files to the judge.

    Raises:
        AlreadyJudging: The last submission is still under way.
        TooManyTries: More than 20 submissions within a minute.
        QueueFull: The queue takes no more.

    """
    workspace = workspace_of(user, lab)
    return _hand_in(workspace, lab, kind, files_of(workspace, lab))


@transaction.atomic
def run_exploit(user: User, lab: Lab, phase: Break) -> Submission:
    """Let the saved exploit try the original program; a learner who had skipped the phase has taken it up again.

    Raises:
        AlreadyJudging, TooManyTries, QueueFull: As `submit`.

    """
    workspace = workspace_of(user, lab)
    text, _ = exploit_of(workspace, lab, phase)
    submission = _hand_in(workspace, lab, Kind.EXPLOIT, {}, text)
    Workspace.objects.filter(pk=workspace.pk).update(break_skipped_at=None)
    return submission


@transaction.atomic
def replay(user: User, lab: Lab) -> Submission:
    """Let the learner's last exploit that worked try the learner's own fix, as it is saved.

    Raises:
        NothingToReplay: None has worked yet.
        AlreadyJudging, TooManyTries, QueueFull: As `submit`.

    """
    workspace = workspace_of(user, lab)
    worked = workspace.submissions.filter(kind=Kind.EXPLOIT, result=Outcome.LANDED).first()
    if worked is None:
        raise errors.NothingToReplay
    return _hand_in(workspace, lab, Kind.REPLAY, files_of(workspace, lab), worked.exploit)


@transaction.atomic
def skip_break(user: User, lab: Lab) -> None:
    """Note that the learner goes on without breaking the program; the phase stays open."""
    workspace = workspace_of(user, lab)
    if workspace.broken_at is None:
        workspace.break_skipped_at = timezone.now()
        workspace.save(update_fields=["break_skipped_at", "touched_at"])


def _hand_in(workspace: Workspace, lab: Lab, kind: Kind, files: Mapping[str, str], exploit: str = "") -> Submission:
    if workspace.submissions.filter(state__in=UNDER_WAY).exists():
        raise errors.AlreadyJudging
    if _count_recent(workspace) >= SUBMISSIONS_PER_MINUTE:
        raise errors.TooManyTries
    if not has_room():
        raise errors.QueueFull
    try:
        with transaction.atomic():
            submission = _create_submission(workspace, lab, kind, files, exploit)
    except IntegrityError as twin:  # a double click on a database that lets two transactions write at once
        raise errors.AlreadyJudging from twin
    workspace.save(update_fields=["touched_at"])
    _enqueue(submission)
    return submission


def _count_recent(workspace: Workspace) -> int:
    """Count the learner's submissions of the last minute; those of the future, before a clock was set back, are old."""
    now = timezone.now()
    mine = Submission.objects.filter(workspace__user=workspace.user_id)
    return mine.filter(created_at__gt=now - timedelta(minutes=1), created_at__lte=now).count()


def _create_submission(
    workspace: Workspace, lab: Lab, kind: Kind, files: Mapping[str, str], exploit: str
) -> Submission:
    last: int | None = workspace.submissions.aggregate(last=Max("number"))["last"]
    return Submission.objects.create(
        workspace=workspace,
        sequence=_next_in_sequence(),
        kind=kind,
        number=(last or 0) + 1 if kind is Kind.VERDICT else None,
        files=dict(files),
        exploit=exploit,
        pack_digest=current_pack().digest,
        lab_digest=lab.digest,
    )


def _next_in_sequence() -> int:
    counted = SubmissionCounter.objects.create()
    sequence: int = counted.pk
    counted.delete()
    return sequence


def _enqueue(submission: Submission) -> None:
    job = {"submission": str(submission.pk), "student": str(submission.workspace.user_id)}
    transaction.on_commit(lambda: judge_submission.enqueue(**job))


def resume() -> int:
    """Queue again what a stopped server left waiting or running, oldest first; return how many."""
    left = list(Submission.objects.filter(state__in=UNDER_WAY).select_related("workspace").order_by("sequence"))
    for submission in left:
        submission.state = State.WAITING
        submission.started_at = None
        submission.checks = []
        submission.restarts += 1
        submission.events = 0
        submission.save(update_fields=["state", "started_at", "checks", "restarts", "events"])
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
    submission.save(update_fields=["checks", "events"])


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
    _forget_older(submission, KEPT_TEST_RUNS, kind=Kind.TESTS, state__in=[State.FINISHED, State.FAILED])
    if verdict.result is Result.PROVEN and submission.kind == Kind.VERDICT:
        Workspace.objects.filter(pk=submission.workspace_id, proven_at=None).update(proven_at=submission.finished_at)


@transaction.atomic
def finish_run(submission: Submission, exploit_run: ExploitRun) -> None:
    """Store what became of an exploit; the first that works on the original program ends the phase *break*."""
    submission.state = State.FINISHED
    landed = Outcome.LANDED if exploit_run.has_landed else Outcome.REPELLED
    submission.result = Outcome.ERROR if exploit_run.fault else landed
    submission.sentence = exploit_run.sentence
    submission.assault = exploit_run_json(exploit_run)
    submission.fault = to_json(exploit_run.fault) if exploit_run.fault else None
    submission.wall_seconds = exploit_run.wall_seconds
    submission.finished_at = timezone.now()
    submission.save()
    if submission.kind == Kind.EXPLOIT and submission.result == Outcome.LANDED:
        Workspace.objects.filter(pk=submission.workspace_id, broken_at=None).update(broken_at=submission.finished_at)
    # Those that worked are counted apart, for one of them is replayed.
    _forget_older(submission, KEPT_RUNS, kind=submission.kind, result=submission.result, state=State.FINISHED)


def _forget_older(submission: Submission, kept: int, **alike: object) -> None:
    """Delete what nobody looks at again: all but the last of a workspace's submissions of a kind."""
    for old in submission.workspace.submissions.filter(**alike).only("pk")[kept:]:
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
