"""The queue of the judge's jobs, as far as this room asks about it; `tasks` puts jobs into it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, runtime_checkable
from uuid import UUID

from django.db.models import Model, QuerySet
from django.tasks import task_backends
from django.tasks.base import DEFAULT_TASK_BACKEND_ALIAS

MOST_ATTEMPTS: Final = 5
"""How often a job is begun whose worker stops each time, before it is given up."""


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up: the task's dotted name, whose turn it was, and how often it was begun."""

    number: int
    task: str
    user: str
    attempts: int
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    """How many jobs wait and run, how many workers live, and the last jobs that were given up, the latest first."""

    waiting: int
    running: int
    workers: int
    dead: Sequence[DeadJob]


@dataclass(frozen=True, slots=True)
class Figures:
    """What those are told who watch the servers: jobs by their state, how long the oldest waits, judges by theirs."""

    waiting: int
    running: int
    dead: int
    oldest_seconds: float
    living: int
    stalled: int
    """Judges that have jobs, and have not said for ten seconds that they live."""


@runtime_checkable
class Queue(Protocol):
    """What a back end may know beyond Django's API."""

    def place(self, **kwargs: str) -> int | None:
        """Return how many jobs will be begun before the one with these arguments, plus one."""

    def has_room(self) -> bool:
        """Tell whether one more job is taken."""


@runtime_checkable
class SharedQueue(Queue, Protocol):
    """A queue in the database: a job is queued in the caller's transaction, and done by a process anywhere."""

    def places(self, argument: str) -> Mapping[str, int]:
        """Return the places of all jobs that wait, from 1, by the value of an argument of theirs."""

    def living(self, argument: str) -> frozenset[str]:
        """Return the values of an argument in all jobs that wait or run."""

    def dead(self, argument: str) -> frozenset[str]:
        """Return the values of an argument in all jobs that were given up and are still remembered."""

    def overview(self) -> Overview:
        """Return what an operator is shown."""

    def figures(self) -> Figures:
        """Return what those are told who watch the servers."""


def shared_queue() -> SharedQueue | None:
    """Return the queue if it is in the database; None if this process does its jobs itself."""
    queue = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    return queue if isinstance(queue, SharedQueue) else None


def requeue_lost[Work: Model](
    under_way: QuerySet[Work], argument: str, queue: Callable[[Work], object], give_up: Callable[[Work], object]
) -> int:
    """Queue again what is under way without a job, and end what was given up; return how many.

    A queue in memory loses nothing before its process ends, and nothing is looked up then.

    Args:
        under_way: What should have a job that waits or runs.
        argument: The argument of the jobs that holds its primary key.
        queue: Queues one again.
        give_up: Ends one whose job was given up.

    """
    shared = shared_queue()
    if shared is None or not (found := list(under_way)):
        return 0
    living, dead = shared.living(argument), shared.dead(argument)
    lost = [each for each in found if str(each.pk) not in living]
    for each in lost:
        (give_up if str(each.pk) in dead else queue)(each)
    return len(lost)


def place_in_queue(submission: UUID) -> int | None:
    """Return the place of a waiting submission, from 1; None if the back end does not know."""
    queue = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    return queue.place(submission=str(submission)) if isinstance(queue, Queue) else None


def places_in_queue(submissions: Iterable[UUID]) -> dict[UUID, int | None]:
    """Return the places of waiting submissions; if the queue is in the database, it is asked once."""
    queue = shared_queue()
    if queue is None:
        return {submission: place_in_queue(submission) for submission in submissions}
    places = queue.places("submission")
    return {submission: places.get(str(submission)) for submission in submissions}


def is_queued(**argument: str) -> bool:
    """Tell whether a job with this one argument waits; in a queue in the database also, whether one runs."""
    queue = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    if isinstance(queue, SharedQueue):
        (name, value), *_ = argument.items()
        return value in queue.living(name)
    return queue.place(**argument) is not None if isinstance(queue, Queue) else False


def has_room() -> bool:
    """Tell whether the queue takes one more job."""
    queue = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    return queue.has_room() if isinstance(queue, Queue) else True
