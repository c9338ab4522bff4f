"""The judge's jobs of a round: one for each exploit, one after another, so that the queue holds one of an arena."""

import logging
from collections.abc import Collection
from contextlib import suppress
from uuid import UUID

from django.tasks import task

from quintain.arena import actions, playing
from quintain.arena.errors import QueueFull
from quintain.arena.models import Round
from quintain.attempts.submissions import leases
from quintain.attempts.submissions.queue import requeue_lost, shared_queue

log = logging.getLogger(__name__)


@task
def play_round(*, of_round: str, student: str) -> None:
    """Let an exploit of a round try the fixes that wait for it, and queue the next one."""
    try:
        if shared_queue() is not None:
            actions.claim(UUID(of_round))
        while playing.play_one(UUID(of_round)):
            if _queue(of_round, student):
                return
    except Exception:
        log.exception("the round %s could not go on", of_round)
        for begun in Round.objects.select_related("arena").filter(pk=of_round, server=leases.THIS_SERVER):
            actions.give_up(begun)


def enqueue(begun: Round) -> None:
    """Let a round wait for the judge, behind all learners.

    Raises:
        QueueFull: The queue takes no more; the round is over.

    """
    if not _queue(str(begun.pk), playing.user_of(begun.arena)):
        actions.give_up(begun)
        raise QueueFull


def resume(*, is_starting: bool = True) -> int:
    """Queue again the rounds that a stopped server left; return how many."""
    if shared_queue() is not None:
        return 0  # their jobs are where they were
    return _enqueue_all(actions.take_over(is_starting=is_starting))


def reconcile() -> int:
    """Queue those rounds again that run without a job, and end those that were given up; return how many."""
    rounds = Round.objects.select_related("arena").filter(ended_at=None, planned_at__isnull=False)
    return requeue_lost(rounds, "of_round", _enqueue, actions.give_up)


def close_due() -> int:
    """Close the rounds whose time to enter is up, and let them wait for the judge; return how many."""
    return _enqueue_all(actions.close_due())


def _enqueue_all(rounds: Collection[Round]) -> int:
    for begun in rounds:
        _enqueue(begun)
    return len(rounds)


def _enqueue(begun: Round) -> None:
    with suppress(QueueFull):
        enqueue(begun)


def _queue(of_round: str, user: str) -> bool:
    try:
        play_round.enqueue(of_round=of_round, student=user)
    except Exception:  # each back end has its own
        log.exception("the round %s could not be queued", of_round)
        return False
    return True
