"""A back end of Django's Tasks API that queues jobs in the database, in the transaction of the caller."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import connection
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.signals import task_enqueued
from procrastinate.contrib.django import app
from psycopg.types.json import Jsonb

from quintain.attempts.submissions.queue import DeadJob, Figures, Overview
from quintain.server.jobs.timing import STALLED_SECONDS
from quintain.server.queue import QueueFull, new_result

if TYPE_CHECKING:
    from django.tasks.base import Task, TaskResult

QUEUE: Final = "judge"
BEHIND: Final = -10_000
"""The priority of jobs for which nobody waits, before their users' other jobs are counted."""
MOST_SHOWN: Final = 100

WAITING: Final = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'"
OF_USER: Final = "SELECT count(*) FROM procrastinate_jobs WHERE lock = %s AND status IN ('todo', 'doing')"
COUNTS: Final = "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status"
WORKERS: Final = """
    SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)
"""
FIGURES: Final = """
    SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),
        count(*) FILTER (WHERE status = 'failed'),
        coalesce(extract(epoch FROM now() - min((
            SELECT max(at) FROM procrastinate_events WHERE job_id = job.id
        )) FILTER (WHERE status = 'todo')), 0)::float,
        (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)),
        (SELECT count(DISTINCT worker.id) FROM procrastinate_workers AS worker
            JOIN procrastinate_jobs AS begun ON begun.worker_id = worker.id AND begun.status = 'doing'
            WHERE worker.last_heartbeat <= now() - make_interval(secs => %s))
    FROM procrastinate_jobs AS job
"""
PLACE: Final = """
    SELECT place FROM (
        SELECT args, row_number() OVER (ORDER BY priority DESC, id) AS place
        FROM procrastinate_jobs WHERE status = 'todo'
    ) AS line WHERE args @> %s ORDER BY place LIMIT 1
"""
PLACES: Final = """
    SELECT value, place FROM (
        SELECT args->>%s AS value, args ? %s AS has_value, row_number() OVER (ORDER BY priority DESC, id) AS place
        FROM procrastinate_jobs WHERE status = 'todo'
    ) AS line WHERE has_value ORDER BY place DESC
"""
VALUES: Final = """
    SELECT DISTINCT args->>%s FROM procrastinate_jobs
    WHERE status = ANY(%s::procrastinate_job_status[]) AND args ? %s
"""
DEAD: Final = """
    SELECT id, task_name, coalesce(args->>%s, ''), attempts,
        (SELECT max(at) FROM procrastinate_events WHERE job_id = job.id)
    FROM procrastinate_jobs AS job WHERE status = 'failed' ORDER BY id DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Options:
    """The OPTIONS of a back end."""

    capacity: int = 1000
    """How many jobs may wait."""
    user: str = ""
    """The keyword argument of tasks that names the user whose job it is."""
    first: tuple[str, ...] = ()
    """The dotted names of the tasks for which somebody waits; all others come after them."""


class DatabaseBackend(BaseTaskBackend):
    """Queues jobs in PostgreSQL; see `Options`.

    One job of a user runs at a time, in all workers together. Of those that wait, the one comes first whose user had
    fewest others waiting or running when it was queued, and among them the oldest.
    """

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self._options = Options(**self.options)

    def enqueue[**P, R](self, task: "Task[P, R]", args: list[Any], kwargs: dict[str, Any]) -> "TaskResult[P, R]":
        """Queue a job with this transaction; if that is rolled back, there is none.

        Raises:
            QueueFull: As many wait as are taken.

        """
        self.validate_task(task)
        if not self.has_room():
            raise QueueFull
        lock = f"user-{kwargs.get(self._options.user, '')}"
        base = 0 if task.module_path in self._options.first else BEHIND
        priority = base - _one(OF_USER, [lock])
        deferrer = app.configure_task(name=task.module_path, queue=QUEUE, lock=lock, priority=priority)
        number = deferrer.defer(**kwargs)
        result = new_result(task, args, kwargs, self.alias, str(number))
        task_enqueued.send(type(self), task_result=result)
        return result

    def has_room(self) -> bool:
        """Tell whether one more job is taken."""
        return _one(WAITING, []) < self._options.capacity

    def place(self, **kwargs: str) -> int | None:
        """Return the place, from 1, of the first waiting job with these arguments; None if none waits."""
        rows = _all(PLACE, [Jsonb(kwargs)])
        return rows[0][0] if rows else None

    def places(self, argument: str) -> Mapping[str, int]:
        """Return the places of all jobs that wait, from 1, by the value of an argument of theirs."""
        return dict(_all(PLACES, [argument, argument]))

    def living(self, argument: str) -> frozenset[str]:
        """Return the values of an argument in all jobs that wait or run."""
        return _values(argument, "todo", "doing")

    def dead(self, argument: str) -> frozenset[str]:
        """Return the values of an argument in all jobs that were given up and are still remembered."""
        return _values(argument, "failed")

    def overview(self) -> Overview:
        """Return what an operator is shown."""
        counts = dict(_all(COUNTS, []))
        workers = _one(WORKERS, [STALLED_SECONDS])
        dead = _all(DEAD, [self._options.user, MOST_SHOWN])
        return Overview(counts.get("todo", 0), counts.get("doing", 0), workers, tuple(DeadJob(*row) for row in dead))

    def figures(self) -> Figures:
        """Return what those are told who watch the servers."""
        ((waiting, running, dead, oldest, living, stalled),) = _all(FIGURES, [STALLED_SECONDS, STALLED_SECONDS])
        return Figures(waiting, running, dead, max(0.0, oldest), living, stalled)


def _values(argument: str, *states: str) -> frozenset[str]:
    return frozenset(value for (value,) in _all(VALUES, [argument, list(states), argument]))


def _one(query: str, arguments: list[Any]) -> int:
    ((number,),) = _all(query, arguments)
    return int(number)


def _all(query: str, arguments: list[Any]) -> list[tuple[Any, ...]]:  # rows, and arguments of many kinds
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return list(cursor.fetchall())
