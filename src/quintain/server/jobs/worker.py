"""A process that does the judge's jobs: it takes them from the database, and says every two seconds that it lives."""

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from django.db import Error as DatabaseTrouble
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import DeleteJobCondition
from procrastinate.worker import Worker

from quintain.arena.tasks import play_round
from quintain.attempts.submissions.queue import MOST_ATTEMPTS
from quintain.attempts.tasks import demonstrate_lab, judge_submission, search_behind_verdicts
from quintain.lti.tasks import send_scores
from quintain.rejudging.tasks import rejudge_attempts
from quintain.server.jobs.backend import QUEUE
from quintain.server.jobs.sweeping import keep_sweeping
from quintain.server.jobs.threads import JobThreads
from quintain.server.jobs.timing import HEARTBEAT_SECONDS, POLL_SECONDS, STALLED_SECONDS
from quintain.server.watching.lifecycle import LIFECYCLE
from quintain.server.watching.listener import Watch
from quintain.web import live
from quintain.web.logs import tell_end_of_outage
from quintain.webhooks.tasks import send_events

if TYPE_CHECKING:
    from django.tasks import Task

log = logging.getLogger(__name__)

TASKS: "Final[tuple[Task[..., None], ...]]" = (
    judge_submission,
    demonstrate_lab,
    play_round,
    rejudge_attempts,
    search_behind_verdicts,
    send_scores,
    send_events,
)
PAUSE_SECONDS: Final = 2.0
CONNECTIONS: Final = 4  # beside those of the threads: one listens, the others fetch, end and beat


async def work(
    jobs_at_once: int, ready: Callable[[], None], leave: Callable[[], None], watch: Watch | None = None
) -> None:
    """Do jobs until SIGTERM or Ctrl-C, and then end those that were begun.

    A database that is away, or was started again, is waited for.

    Args:
        jobs_at_once: how many jobs are done at once.
        ready: called once, before the first job is taken.
        leave: called at a second signal; the jobs are found again by others.
        watch: opens the port for those who watch this process; without it, there is none.

    """
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, _ask_to_stop, stopping, leave)
    live.attach(loop)
    app = _make_app(JobThreads(jobs_at_once))
    sweeping = asyncio.create_task(keep_sweeping())
    watch_port = watch(loop) if watch else None
    LIFECYCLE.has_started = True
    ready()
    try:
        while not stopping.is_set():
            try:
                await _work_until(stopping, app, jobs_at_once)
            except Exception:  # whatever the database does, the worker comes back to it
                log.exception("the worker stopped, and begins again in %.0f seconds", PAUSE_SECONDS)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), PAUSE_SECONDS)
    finally:
        sweeping.cancel()
        live.detach(loop)
        if watch_port is not None:
            await asyncio.to_thread(watch_port.close)


def _ask_to_stop(stopping: asyncio.Event, leave: Callable[[], None]) -> None:
    if stopping.is_set():
        leave()
    LIFECYCLE.is_stopping = True
    stopping.set()


async def _work_until(stopping: asyncio.Event, app: App, jobs_at_once: int) -> None:
    async with app.open_async():
        worker = Worker(
            app,
            queues=[QUEUE],
            name="judge",
            concurrency=jobs_at_once,
            fetch_job_polling_interval=POLL_SECONDS,
            delete_jobs=DeleteJobCondition.SUCCESSFUL,
            install_signal_handlers=False,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
        )
        beside = [asyncio.create_task(_beat(app, worker)), asyncio.create_task(_stop_at(stopping, worker))]
        try:
            await worker.run()  # type: ignore[no-untyped-call]  # Procrastinate gives it no type
        finally:
            for each in beside:
                each.cancel()


async def _beat(app: App, worker: Worker) -> None:
    """Say that the worker lives, also while it ends its last jobs, when Procrastinate itself says so no longer."""
    while True:
        await asyncio.sleep(HEARTBEAT_SECONDS)
        if worker.worker_id is None:
            continue
        try:
            await app.job_manager.update_heartbeat(worker.worker_id)
        except ConnectorException as error:  # the next one may get through
            log.warning("the database was not told that this worker lives", exc_info=error)
        else:
            tell_end_of_outage()


async def _stop_at(stopping: asyncio.Event, worker: Worker) -> None:
    await stopping.wait()
    worker.stop()  # type: ignore[no-untyped-call]  # as above


def _make_app(threads: JobThreads) -> App:
    """Return the application of this worker, which has connections of its own to Django's database."""
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=CONNECTIONS, timeout=10.0)
    app = App(connector=connector)
    for task in TASKS:
        app.task(name=task.module_path, queue=QUEUE, retry=_retry_of(task))(_doing(task, threads))
    return app


def _retry_of(task: "Task[..., None]") -> RetryStrategy | bool:
    """Submissions are tried again if the database failed; of everything else, once is enough."""
    if task is not judge_submission:
        return False
    return RetryStrategy(max_attempts=MOST_ATTEMPTS - 1, wait=2, retry_exceptions={DatabaseTrouble})


def _doing(task: "Task[..., None]", threads: JobThreads) -> Callable[..., Any]:
    async def do(**arguments: str) -> None:
        await threads.do(partial(task.call, **arguments))

    return do
