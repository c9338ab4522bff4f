"""The judge's jobs, handed to whatever back end of Django's Tasks API the server has."""

from typing import Protocol, runtime_checkable
from uuid import UUID

from django.tasks import task


@task
def judge_submission(*, submission: str, student: str) -> None:  # noqa: ARG001  the back end shares itself out by student
    """Let the judge try a submission."""
    from quintain.attempts.grading import grade  # noqa: PLC0415  grading reports through this module's queue

    grade(UUID(submission))


@task
def demonstrate_lab(*, lab: str, student: str) -> None:  # noqa: ARG001  as above
    """Let the judge's attacks try the original code of a lab."""
    from quintain.attempts.demonstrations import demonstrate  # noqa: PLC0415  it queues through this module

    demonstrate(UUID(lab))


@runtime_checkable
class Queue(Protocol):
    """What a back end may know beyond Django's API."""

    def place(self, **kwargs: str) -> int | None:
        """Return how many jobs will be begun before the one with these arguments, plus one."""

    def has_room(self) -> bool:
        """Tell whether one more job is taken."""


def place_in_queue(submission: UUID) -> int | None:
    """Return the place of a waiting submission, from 1; None if the back end does not know."""
    queue = judge_submission.get_backend()
    return queue.place(submission=str(submission)) if isinstance(queue, Queue) else None


def has_room() -> bool:
    """Tell whether the queue takes one more job."""
    queue = judge_submission.get_backend()
    return queue.has_room() if isinstance(queue, Queue) else True
