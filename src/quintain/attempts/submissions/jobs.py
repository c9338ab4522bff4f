"""Writes that a submission and a run of an exploit have in common: handed in, begun, followed, failed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from quintain.accounts.locking import lock_person
from quintain.attempts import errors
from quintain.attempts.models import UNDER_WAY, Kind, State, Submission, SubmissionCounter, Workspace
from quintain.attempts.submissions import leases
from quintain.attempts.submissions.queue import has_room, shared_queue
from quintain.attempts.submissions.stored import plain, to_json
from quintain.catalog.pack_store import current_pack
from quintain.judge.verdict import Fault, Result
from quintain.packs.model.lab import Lab

SUBMISSIONS_PER_MINUTE = 20
BEGUN_AGAIN: Final = ("checks", "restarts", "events")


def hand_in(
    workspace: Workspace,
    lab: Lab,
    kind: Kind,
    files: Mapping[str, str],
    exploit: str = "",
    *,
    is_check: bool = False,
) -> Submission:
    """Store what the judge is to try; the caller queues it once this is committed.

    Raises:
        AlreadyJudging: The last submission is still under way.
        TooManyTries: More than 20 submissions within a minute.
        QueueFull: The queue takes no more.

    """
    lock_person(workspace.user_id)  # what is counted here stays so until the submission is stored
    if workspace.submissions.filter(state__in=UNDER_WAY).exists():
        raise errors.AlreadyJudging
    if _count_recent(workspace) >= SUBMISSIONS_PER_MINUTE:
        raise errors.TooManyTries
    if not has_room():
        raise errors.QueueFull
    try:
        with transaction.atomic():
            submission = _create_submission(workspace, lab, kind, files, exploit, is_check=is_check)
    except IntegrityError as twin:  # a double click on a database that lets two transactions write at once
        raise errors.AlreadyJudging from twin
    if not is_check:
        workspace.save(update_fields=["touched_at"])
    return submission


def _count_recent(workspace: Workspace) -> int:
    """Count the learner's submissions of the last minute; those of the future, before a clock was set back, are old."""
    now = timezone.now()
    mine = Submission.objects.filter(workspace__user=workspace.user_id)
    return mine.filter(created_at__gt=now - timedelta(minutes=1), created_at__lte=now).count()


def _create_submission(
    workspace: Workspace, lab: Lab, kind: Kind, files: Mapping[str, str], exploit: str, *, is_check: bool
) -> Submission:
    last: int | None = workspace.submissions.aggregate(last=Max("number"))["last"]
    return Submission.objects.create(
        workspace=workspace,
        server=leases.THIS_SERVER if shared_queue() is None else None,
        sequence=_next_in_sequence(),
        kind=kind,
        is_check=is_check,
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


def withdraw(submission: Submission) -> None:
    """Forget a submission that the queue did not take."""
    submission.delete()


@transaction.atomic
def rewind(*, is_starting: bool = True, is_alone: bool | None = None) -> list[Submission]:
    """Take over what a stopped server left waiting or running; return it, oldest first, to be queued."""
    under_way = Submission.objects.filter(state__in=UNDER_WAY).select_related("workspace").order_by("sequence")
    left = leases.lock_left(under_way, is_starting=is_starting, is_alone=is_alone)
    for submission in left:
        submission.server = leases.THIS_SERVER
        submission.state = State.WAITING
        submission.started_at = None
        _begin_again(submission)
        submission.save(update_fields=["server", "state", "started_at", *BEGUN_AGAIN])
    return left


def _begin_again(submission: Submission) -> None:
    """Forget how far the judge was; what it still tells of before is refused from here on."""
    submission.checks = []
    submission.restarts += 1
    submission.events = 0


@transaction.atomic
def begin(submission_id: UUID) -> Submission | None:
    """Take a waiting submission to the judge; None if none waits under this id, or waits for another server.

    From a queue in the database, one that is under way is taken from the process that has it: its job is given to a
    second worker only if the first does not answer.
    """
    if shared_queue() is not None:
        return _take(submission_id)
    submissions = Submission.objects.select_related("workspace").filter(pk=submission_id)
    mine = Q(server=leases.THIS_SERVER) | Q(server=None)
    begun = submissions.filter(mine, state=State.WAITING).update(state=State.RUNNING, started_at=timezone.now())
    return submissions.get() if begun else None


def _take(submission_id: UUID) -> Submission | None:
    under_way = Submission.objects.select_related("workspace").filter(pk=submission_id, state__in=UNDER_WAY)
    submission = under_way.select_for_update(of=("self",)).first()
    if submission is None:
        return None
    if submission.state == State.RUNNING:
        _begin_again(submission)
    submission.server = leases.THIS_SERVER
    submission.state = State.RUNNING
    submission.started_at = timezone.now()
    submission.save(update_fields=["server", "state", "started_at", *BEGUN_AGAIN])
    return submission


def save_progress(submission: Submission) -> None:
    """Store the checks as far as the judge is, for pages that poll or are opened meanwhile."""
    _held(submission).update(checks=submission.checks, events=submission.events)


def is_held(submission: Submission) -> bool:
    """Tell whether a submission is still this server's, and keep it so until this transaction ends.

    It is not if its person was erased, or if this server did not answer for so long that another one took it over.
    """
    # The workspace first, as everywhere: two that lock in other orders wait for each other.
    Workspace.objects.select_for_update(no_key=True).filter(pk=submission.workspace_id).values_list("pk").first()
    return _held(submission).select_for_update(no_key=True).values_list("pk").first() is not None


def _held(submission: Submission) -> QuerySet[Submission]:
    same = Submission.objects.filter(pk=submission.pk, server=submission.server, restarts=submission.restarts)
    return same.filter(state__in=UNDER_WAY).order_by()


def forget_older(submission: Submission, kept: int, **alike: object) -> None:
    """Delete what nobody looks at again: all but the last of a workspace's submissions of a kind."""
    for old in submission.workspace.submissions.filter(**alike).only("pk")[kept:]:
        old.delete()


@transaction.atomic
def fail(submission: Submission, fault: Fault) -> bool:
    """Store that the judge broke down; this costs the learner no attempt.

    False, and nothing is stored, if the submission is not this server's any more.
    """
    if not is_held(submission):
        return False
    submission.state = State.FAILED
    submission.result = Result.ERROR
    submission.sentence = plain(fault.message)
    submission.fault = to_json(fault)
    submission.number = None
    submission.finished_at = timezone.now()
    submission.save()
    return True
