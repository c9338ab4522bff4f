"""A back end of Django's Tasks API that works within the server's own process.

Jobs live in memory: what must survive a restart is a row in the database, which its room queues again.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import close_old_connections
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task, TaskContext, TaskResult, TaskResultStatus
from django.tasks.signals import task_enqueued, task_finished, task_started
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

type Result = TaskResult[..., Any]  # tasks of any shape wait here
type Served = Callable[[str], float]


class QueueFull(Exception):  # noqa: N818  a state, not a mistake
    """As many jobs wait as the queue takes."""


@dataclass(frozen=True, eq=False, slots=True)
class Job:
    """A task that waits, with its result, which is filled while it runs, and the user whose job it is."""

    result: Result
    user: str


@dataclass(eq=False, slots=True)
class Shift:
    """A task that runs: since when, and whether its thread has been given up."""

    job: Job
    began: float
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """The OPTIONS of a back end."""

    workers: int = 2
    """How many threads do jobs."""
    capacity: int = 200
    """How many jobs may wait."""
    user: str = ""
    """The keyword argument of tasks that names the user whose job it is."""
    served: str = ""
    """The dotted name of a function that says how much was done for a user lately; without one, the oldest is next."""
    patience: float = 1800
    """How many seconds a job may run."""


class InProcessBackend(BaseTaskBackend):
    """Runs tasks in daemon threads of this process; see `Options`.

    Django makes a back end for each context that asks for one, be it a thread, a request or a coroutine. All of those
    with one alias and the same options put their jobs into one queue.
    """

    _queues: ClassVar[dict[tuple[str, Options], "Queue"]] = {}
    _making: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        options = Options(**self.options)
        with self._making:
            if (alias, options) not in self._queues:
                self._queues[alias, options] = Queue(options)
            self._queue = self._queues[alias, options]

    def enqueue[**P, R](self, task: "Task[P, R]", args: list[Any], kwargs: dict[str, Any]) -> "TaskResult[P, R]":
        """Let a task wait for a thread.

        Raises:
            QueueFull: As many wait as are taken.

        """
        self.validate_task(task)
        result = new_result(task, args, kwargs, self.alias, get_random_string(32))
        self._queue.put(result)
        task_enqueued.send(type(self), task_result=result)
        return result

    def has_room(self) -> bool:
        """Tell whether one more job is taken."""
        return self._queue.has_room()

    def place(self, **kwargs: str) -> int | None:
        """Return the place, from 1, of the first waiting job with these arguments; None if none waits."""
        return self._queue.place(**kwargs)


class Queue:
    """Jobs that wait, and the threads that do them. Safe for threads.

    One job of a user runs at a time, and the user for whom least was done lately comes next. A job that still runs when
    its time is over is reported, and neither its user nor a thread waits for it any longer.
    """

    def __init__(self, options: Options) -> None:
        self._user = options.user
        self._capacity = options.capacity
        self._served: Served = import_string(options.served) if options.served else _nothing
        self._waiting: list[Job] = []
        self._busy: set[str] = set()
        self._changed = threading.Condition()
        self._idle_threads_wanted = options.workers
        self._patience_seconds = options.patience
        self._threads: list[threading.Thread] = []
        self._shifts: list[Shift] = []

    def put(self, result: Result) -> None:
        """Let a job wait.

        Raises:
            QueueFull: As many wait as are taken.

        """
        with self._changed:
            if not self.has_room():
                raise QueueFull
            self._waiting.append(Job(result, str(result.kwargs.get(self._user, ""))))
            self._give_up()
            self._start_threads()
            self._changed.notify()

    def has_room(self) -> bool:
        """Tell whether one more job is taken."""
        with self._changed:
            return len(self._waiting) < self._capacity

    def place(self, **kwargs: str) -> int | None:
        """Return the place, from 1, of the first waiting job with these arguments; None if none waits."""
        with self._changed:
            for place, job in enumerate(self._order(), start=1):
                if kwargs.items() <= job.result.kwargs.items():
                    return place
        return None

    def _order(self) -> list[Job]:
        """Return the waiting jobs in the order in which they will be taken, as far as can be known now."""
        served = self._served_users()
        earlier: Counter[str] = Counter()
        turns = []
        for job in self._waiting:
            turns.append((earlier[job.user], served[job.user]))
            earlier[job.user] += 1
        return [job for _, job in sorted(zip(turns, self._waiting, strict=True), key=lambda pair: pair[0])]

    def _take(self) -> Job | None:
        """Take the next job whose user has none that runs; None if there is none."""
        ready = [job for job in self._waiting if job.user not in self._busy]
        if not ready:
            return None
        served = self._served_users()
        job = min(ready, key=lambda job: served[job.user])
        self._waiting.remove(job)
        self._busy.add(job.user)
        return job

    def _served_users(self) -> dict[str, float]:
        return {user: self._served(user) for user in {job.user for job in self._waiting}}

    def _give_up(self) -> None:
        """Go on without the threads that hang; nothing can end them, but what they hold is given to others."""
        late = time.monotonic() - self._patience_seconds
        for shift in self._shifts:
            if shift.began < late and not shift.given_up:
                shift.given_up = True
                self._busy.discard(shift.job.user)
                log.error("%s hangs, after %.0f seconds", shift.job.result.kwargs, time.monotonic() - shift.began)

    def _start_threads(self) -> None:
        while len(self._threads) - sum(shift.given_up for shift in self._shifts) < self._idle_threads_wanted:
            name = f"judge-{len(self._threads) + 1}"
            thread = threading.Thread(target=self._work, args=(name,), name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _work(self, worker: str) -> None:
        while True:
            with self._changed:
                while (job := self._take()) is None:
                    self._changed.wait()
                shift = Shift(job, time.monotonic())
                self._shifts.append(shift)
            try:
                _run(shift.job.result, worker)
            finally:
                with self._changed:
                    self._shifts.remove(shift)
                    if not shift.given_up:
                        self._busy.discard(shift.job.user)
                    self._changed.notify_all()
            if shift.given_up:
                with self._changed:
                    self._threads.remove(threading.current_thread())
                return  # another thread has its place


def _nothing(_user: str) -> float:
    return 0.0


def new_result[**P, R](
    task: "Task[P, R]", args: list[Any], kwargs: dict[str, Any], alias: str, job: str
) -> "TaskResult[P, R]":
    """Return the result of a task that waits, as the job of this name in the back end of this alias."""
    return TaskResult(
        task=task,
        id=job,
        status=TaskResultStatus.READY,
        enqueued_at=timezone.now(),
        started_at=None,
        last_attempted_at=None,
        finished_at=None,
        args=args,
        kwargs=kwargs,
        backend=alias,
        errors=[],
        worker_ids=[],
    )


def _run(result: Result, worker: str) -> None:
    """Run one task to its end; a task that fails is logged and never takes its thread along."""
    close_old_connections()
    _set(result, status=TaskResultStatus.RUNNING, started_at=timezone.now(), last_attempted_at=timezone.now())
    result.worker_ids.append(worker)
    task_started.send(InProcessBackend, task_result=result)
    try:
        context: tuple[object, ...] = (TaskContext(task_result=result),) if result.task.takes_context else ()
        result.task.call(*context, *result.args, **result.kwargs)
        status = TaskResultStatus.SUCCESSFUL
    except Exception:
        log.exception("task %s failed", result.task.name)
        status = TaskResultStatus.FAILED
    _set(result, status=status, finished_at=timezone.now())
    task_finished.send(InProcessBackend, task_result=result)
    close_old_connections()


def _set(result: Result, **facts: object) -> None:
    """Change a frozen result, as Django's own back ends do."""
    for name, fact in facts.items():
        object.__setattr__(result, name, fact)
