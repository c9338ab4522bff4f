"""A back end of Django's Tasks API that works within the server's own process.

Jobs live in memory: what must survive a restart is a row in the database, which its room queues again.
"""

import logging
import threading
import time
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import close_old_connections
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task, TaskContext, TaskResult, TaskResultStatus
from django.tasks.signals import task_enqueued, task_finished, task_started
from django.utils import timezone
from django.utils.crypto import get_random_string

from quintain.server.lanes import Lanes

log = logging.getLogger(__name__)

type Result = TaskResult[..., Any]  # tasks of any shape wait here


@dataclass(frozen=True, slots=True)
class Job:
    """A task that waits, with its result, which is filled while it runs."""

    result: Result


@dataclass(eq=False, slots=True)
class Shift:
    """A task that runs: in which lane, since when, and whether its thread has been given up."""

    lane: str
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
    lane: str = ""
    """The keyword argument of tasks that jobs are shared out by."""
    patience: float = 1800
    """How many seconds a job may run."""


class InProcessBackend(BaseTaskBackend):
    """Runs tasks in daemon threads of this process; see `Options`.

    Django makes a back end for each context that asks for one, be it a thread, a request or a coroutine. All of those
    with one alias and the same options serve one queue.
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
            LanesFull: As many wait as are taken.

        """
        self.validate_task(task)
        result = _new_result(task, args, kwargs, self.alias)
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

    One job of a lane runs at a time, and lanes take turns. A job that still runs when its time is over is reported, and
    neither its lane nor a thread waits for it any longer.
    """

    def __init__(self, options: Options) -> None:
        self._lane = options.lane
        self._lanes: Lanes[Job] = Lanes(options.capacity)
        self._changed = threading.Condition()
        self._idle_threads_wanted = options.workers
        self._patience_seconds = options.patience
        self._threads: list[threading.Thread] = []
        self._shifts: list[Shift] = []

    def put(self, result: Result) -> None:
        """Let a job wait.

        Raises:
            LanesFull: As many wait as are taken.

        """
        with self._changed:
            self._lanes.put(str(result.kwargs.get(self._lane, "")), Job(result))
            self._give_up()
            self._start_threads()
            self._changed.notify()

    def has_room(self) -> bool:
        """Tell whether one more job is taken."""
        with self._changed:
            return len(self._lanes) < self._lanes.capacity

    def place(self, **kwargs: str) -> int | None:
        """Return the place, from 1, of the first waiting job with these arguments; None if none waits."""
        with self._changed:
            for place, job in enumerate(self._lanes.order(), start=1):
                if kwargs.items() <= job.result.kwargs.items():
                    return place
        return None

    def _give_up(self) -> None:
        """Go on without the threads that hang; nothing can end them, but what they hold is given to others."""
        late = time.monotonic() - self._patience_seconds
        for shift in self._shifts:
            if shift.began < late and not shift.given_up:
                shift.given_up = True
                self._lanes.done(shift.lane)
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
                while (taken := self._lanes.take()) is None:
                    self._changed.wait()
                shift = Shift(*taken, time.monotonic())
                self._shifts.append(shift)
            try:
                _run(shift.job.result, worker)
            finally:
                with self._changed:
                    self._shifts.remove(shift)
                    if not shift.given_up:
                        self._lanes.done(shift.lane)
                    self._changed.notify_all()
            if shift.given_up:
                with self._changed:
                    self._threads.remove(threading.current_thread())
                return  # another thread has its place


def _new_result[**P, R](task: "Task[P, R]", args: list[Any], kwargs: dict[str, Any], alias: str) -> "TaskResult[P, R]":
    return TaskResult(
        task=task,
        id=get_random_string(32),
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
