"""The queue of the judge's jobs, as far as this room asks about it; `tasks` puts jobs into it."""

from typing import Protocol, runtime_checkable
from uuid import UUID

from django.tasks import task_backends
from django.tasks.base import DEFAULT_TASK_BACKEND_ALIAS


@runtime_checkable
class Queue(Protocol):
    """What a back end may know beyond Django's API."""

    def place(self, **kwargs: str) -> int | None:
        """Return how many jobs will be begun before the one with these arguments, plus one."""

    def has_room(self) -> bool:
        """Tell whether one more job is taken."""


def place_in_queue(submission: UUID) -> int | None:
    """Return the place of a waiting submission, from 1; None if the back end does not know."""
    queue = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    return queue.place(submission=str(submission)) if isinstance(queue, Queue) else None


def has_room() -> bool:
    """Tell whether the queue takes one more job."""
    queue = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    return queue.has_room() if isinstance(queue, Queue) else True
