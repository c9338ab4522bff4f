"""The jobs that send scores: one at a time for each platform, on whatever back end of Django's Tasks API there is.

What is to be sent is a row of the database. Jobs only begin the sending, and one that is lost is queued again once the
lease of its platform is over.
"""

import logging
from uuid import UUID

from django.tasks import task

from quintain.attempts.submissions.queue import has_room
from quintain.lti import grades

log = logging.getLogger(__name__)


@task
def send_scores(*, platform: str, student: str) -> None:  # noqa: ARG001  turns are given by student
    """Send the scores of a platform that are due."""
    try:
        grades.send_due(UUID(platform))
    finally:
        grades.give_back(UUID(platform))


def queue_due() -> int:
    """Queue a job for each platform of which scores are due and nobody sends any; return how many."""
    queued = 0
    for platform in grades.take_due() if has_room() else ():
        try:
            send_scores.enqueue(platform=str(platform), student=f"lti-{platform}")
            queued += 1
        except Exception:  # each back end has its own
            log.exception("the scores for the learning platform %s could not be queued", platform)
            grades.give_back(platform)
    return queued
