"""The judge's jobs of a run: each does some attempts and queues the next, so that the queue holds one of a run."""

import logging
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.tasks import task

from quintain.accounts.models import User
from quintain.attempts.submissions import leases
from quintain.attempts.submissions.queue import has_room, requeue_lost, shared_queue
from quintain.cohorts.models import Class
from quintain.packs.model.lab import Lab
from quintain.rejudging import actions
from quintain.rejudging.judging import USER, go_on
from quintain.rejudging.models import UNDER_WAY, Run

log = logging.getLogger(__name__)


@task
def rejudge_attempts(*, rejudging: str, lab: str, student: str) -> None:  # noqa: ARG001  turns are given by student
    """Judge attempts of a run again, and queue the rest."""
    try:
        run = go_on(UUID(rejudging), UUID(lab))
        if run is not None and not _queue(run.pk, run.lab):
            actions.give_back(run)
    except Exception:
        log.exception("the run %s could not go on", rejudging)
        actions.give_up(UUID(rejudging))


def ask(
    labs: Sequence[Lab],
    a_class: Class | None,
    *,
    is_of_all: bool,
    by: User | None,
    request: HttpRequest | None = None,
) -> list[Run]:
    """Have attempts judged again: by a judge anywhere, or by the server, which looks for runs every few seconds.

    Raises:
        NothingToJudge, AlreadyJudging: As `actions.ask`.

    """
    with transaction.atomic():
        runs = actions.ask(labs, a_class, is_of_all=is_of_all, by=by, request=request)
        for run in runs:
            _queue_if_shared(run)
    return runs


def let_go_on(run: Run, *, by: User | None, request: HttpRequest | None = None) -> None:
    """Let a stopped run go on.

    Raises:
        CannotGoOn, AlreadyJudging: As `actions.let_go_on`.

    """
    with transaction.atomic():
        actions.let_go_on(run, by=by, request=request)
        _queue_if_shared(run)


def pick_up() -> int:
    """Begin what waits and nobody has, where this process does jobs itself; return how many runs that were."""
    return 0 if shared_queue() is not None else _queue_all(actions.take_waiting())


def resume(*, is_starting: bool = True) -> int:
    """Queue again the runs that a stopped server left; return how many."""
    if shared_queue() is not None:
        return 0  # their jobs are where they were
    return _queue_all(actions.take_over(is_starting=is_starting))


def reconcile() -> int:
    """Queue those runs again that are under way without a job, and end those that were given up; return how many."""
    return requeue_lost(
        Run.objects.filter(state__in=UNDER_WAY),
        "rejudging",
        lambda run: _queue(run.pk, run.lab),
        lambda run: actions.give_up(run.pk),
    )


def _queue_if_shared(run: Run) -> None:
    if shared_queue() is not None and has_room():  # else a sweep finds it
        rejudge_attempts.enqueue(rejudging=str(run.pk), lab=str(run.lab), student=USER)


def _queue_all(runs: Sequence[UUID]) -> int:
    for run in Run.objects.filter(pk__in=runs, server=leases.THIS_SERVER).order_by("asked_at"):
        if not _queue(run.pk, run.lab):
            actions.give_back(run)
    return len(runs)


def _queue(run: UUID, lab: UUID) -> bool:
    try:
        rejudge_attempts.enqueue(rejudging=str(run), lab=str(lab), student=USER)
    except Exception:  # each back end has its own
        log.exception("the run %s could not be queued", run)
        return False
    return True
