"""The judge's jobs, for whatever back end of Django's Tasks API the server has; views and the start queue them."""

import logging
from uuid import UUID

from django.tasks import task

from quintain.attempts import actions, errors
from quintain.attempts.judging import demonstrations
from quintain.attempts.judging.grading import grade
from quintain.attempts.models import Submission
from quintain.attempts.submissions import leases
from quintain.packs.model.lab import Lab

log = logging.getLogger(__name__)


@task
def judge_submission(*, submission: str, student: str) -> None:  # noqa: ARG001  turns are given by student
    """Let the judge try a submission."""
    grade(UUID(submission))


@task
def demonstrate_lab(*, lab: str, student: str) -> None:  # noqa: ARG001  as above
    """Let the judge's attacks try the original code of a lab."""
    demonstrations.demonstrate(UUID(lab))


def enqueue(submission: Submission) -> None:
    """Let a submission wait for the judge.

    Raises:
        QueueFull: The queue has filled up since it was asked; the submission is forgotten.

    """
    try:
        _enqueue(submission)
    except Exception as error:  # each back end has its own
        log.exception("submission %s could not be queued", submission.pk)
        actions.withdraw(submission)
        raise errors.QueueFull from error


def resume(*, is_starting: bool = True) -> int:
    """Queue again what a stopped server left waiting or running, oldest first; return how many."""
    if leases.are_needed():
        leases.beat()
    left = actions.rewind(is_starting=is_starting)
    for submission in left:
        _enqueue(submission)
    return len(left)


def _enqueue(submission: Submission) -> None:
    judge_submission.enqueue(submission=str(submission.pk), student=str(submission.workspace.user_id))


def ask_for_demonstration(lab: Lab) -> None:
    """Have the original code of a lab tried, unless it was, is being tried, or cannot be."""
    if not demonstrations.begin(lab):
        return
    try:
        demonstrate_lab.enqueue(lab=str(lab.uuid), student=demonstrations.USER)
    except Exception:  # the queue has filled up meanwhile; the page that asked is about something else
        demonstrations.give_up(lab)
        log.exception("the original code of %s could not be queued", lab.slug)
