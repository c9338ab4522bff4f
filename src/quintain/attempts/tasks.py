"""The judge's jobs, for whatever back end of Django's Tasks API the server has; views and the start queue them."""

import logging
from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.db import transaction
from django.tasks import task

from quintain.attempts import actions, errors
from quintain.attempts.judging import demonstrations
from quintain.attempts.judging.grading import give_up, grade
from quintain.attempts.judging.searching import USER as SEARCH_USER
from quintain.attempts.judging.searching import search_slice, somebody_waits
from quintain.attempts.models import UNDER_WAY, Submission
from quintain.attempts.submissions import leases
from quintain.attempts.submissions.queue import MOST_ATTEMPTS, has_room, is_queued, shared_queue
from quintain.attempts.submissions.searches import free_claims, has_search
from quintain.packs.model.lab import Lab
from quintain.web.languages import spoken

log = logging.getLogger(__name__)

SEARCHES: Final = "all"


@task
def judge_submission(*, submission: str, student: str, language: str = "") -> None:  # noqa: ARG001  turns are given by student
    """Let the judge try a submission, which came from a page in ``language``, and go on with the searches."""
    grade(UUID(submission), language)
    queue_searches()


@task
def demonstrate_lab(*, lab: str, judged: str, student: str) -> None:  # noqa: ARG001  as above; and what failed is told by it
    """Let the judge's attacks try the original code of a lab, in the state whose digest is ``judged``."""
    demonstrations.demonstrate(UUID(lab))


@task
def search_behind_verdicts(*, searches: str, student: str) -> None:  # noqa: ARG001  as above
    """Do a slice of a search behind a verdict, and queue the next; so the queue holds one of these."""
    if search_slice() and has_search() and not somebody_waits() and has_room():
        _queue_search()


def hand_over(make: Callable[[], Submission]) -> Submission:
    """Return the submission that ``make`` stores, which waits for the judge from now on.

    A queue in the database takes the job in the transaction that stores the submission: there are both, or neither.

    Raises:
        QueueFull: As `enqueue`; and what ``make`` raises.

    """
    if shared_queue() is None:
        submission = make()
        enqueue(submission)
        return submission
    with transaction.atomic():
        submission = make()
        _enqueue(submission, spoken())
    return submission


def enqueue(submission: Submission) -> None:
    """Let a submission wait for the judge.

    Raises:
        QueueFull: The queue has filled up since it was asked; the submission is forgotten.

    """
    try:
        _enqueue(submission, spoken())
    except Exception as error:  # each back end has its own
        log.exception("submission %s could not be queued", submission.pk)
        actions.withdraw(submission)
        raise errors.QueueFull from error


def resume(*, is_starting: bool = True) -> int:
    """Queue again what a stopped server left waiting or running, oldest first; return how many."""
    if shared_queue() is not None:
        return 0  # their jobs are where they were
    if leases.are_needed():
        leases.beat()
    elif is_starting:
        free_claims()
    left = actions.rewind(is_starting=is_starting)
    for submission in left:
        _enqueue(submission)
    return len(left)


def reconcile() -> int:
    """Queue those again that are under way without a job, and end those that were given up; return how many.

    With a queue in the database, a job and its submission come and go together, but for a few cases: a worker that
    was taken for dead ends a job that another one has begun, a job is given up, or the database is of a server that had
    its queue in memory.
    """
    queue = shared_queue()
    if queue is None:
        return 0
    # In this order: what ends after it was looked up is not under way any more when it is locked.
    under_way = {str(pk): pk for pk in Submission.objects.filter(state__in=UNDER_WAY).values_list("pk", flat=True)}
    lost = under_way.keys() - queue.living("submission") if under_way else set()
    dead = queue.dead("submission") if lost else frozenset()
    return sum(_reconcile_one(under_way[name], is_dead=name in dead) for name in lost)


def _reconcile_one(pk: UUID, *, is_dead: bool) -> bool:
    with transaction.atomic():
        rows = Submission.objects.select_related("workspace").filter(pk=pk, state__in=UNDER_WAY)
        submission = rows.select_for_update(of=("self",), skip_locked=True).first()
        if submission is None:
            return False
        if not is_dead and submission.restarts + 1 < MOST_ATTEMPTS:
            _enqueue(submission)
            return True
    give_up(submission)
    return True


def queue_searches() -> bool:
    """Have the searches behind verdicts go on if there are any and no job does so; tell whether one was queued.

    A search that was left by a process which has stopped is found here, too.
    """
    if somebody_waits() or not has_search() or not has_room() or is_queued(searches=SEARCHES):
        return False
    _queue_search()
    return True


def _queue_search() -> None:
    search_behind_verdicts.enqueue(searches=SEARCHES, student=SEARCH_USER)


def _enqueue(submission: Submission, language: str = "") -> None:
    names = {"submission": str(submission.pk), "student": str(submission.workspace.user_id)}
    judge_submission.enqueue(**names, language=language)


def ask_for_demonstration(lab: Lab) -> None:
    """Have the original code of a lab tried, unless it was, is being tried, or cannot be."""
    if not demonstrations.begin(lab):
        return
    try:
        demonstrate_lab.enqueue(lab=str(lab.uuid), judged=lab.judged, student=demonstrations.USER)
    except Exception:  # the queue has filled up meanwhile; the page that asked is about something else
        demonstrations.give_up(lab)
        log.exception("the original code of %s could not be queued", lab.slug)
