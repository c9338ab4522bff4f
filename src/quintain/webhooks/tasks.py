"""The jobs that send events: one at a time for each endpoint, on whatever back end of Django's Tasks API there is.

What is to be sent is a row of the database. Jobs only begin the sending, and one that is lost is queued again once the
lease of its endpoint is over.
"""

import logging
from uuid import UUID

from django.tasks import task

from quintain.attempts.submissions.queue import has_room
from quintain.webhooks import sending

log = logging.getLogger(__name__)


@task
def send_events(*, endpoint: str, student: str) -> None:  # noqa: ARG001  turns are given by student
    """Send the events that are due to an endpoint."""
    try:
        sending.send_due(UUID(endpoint))
    finally:
        sending.give_back(UUID(endpoint))


def queue_due() -> int:
    """Queue a job for each endpoint to which something is due and nobody sends anything; return how many."""
    queued = 0
    for endpoint in sending.take_due() if has_room() else ():
        try:
            send_events.enqueue(endpoint=str(endpoint), student=f"webhooks-{endpoint}")
            queued += 1
        except Exception:  # each back end has its own
            log.exception("the events for the endpoint %s could not be queued", endpoint)
            sending.give_back(endpoint)
    return queued
