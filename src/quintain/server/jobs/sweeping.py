"""Gives the jobs of workers that have stopped to others.

Web processes and workers all do so, as none is sure to live.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

from asgiref.sync import async_to_sync
from django.db import connection, transaction
from procrastinate import sql
from procrastinate.contrib.django import app

from quintain.arena import tasks as arena_tasks
from quintain.attempts import tasks
from quintain.attempts.submissions.queue import MOST_ATTEMPTS
from quintain.rejudging import tasks as rejudging_tasks
from quintain.server.jobs.timing import STALLED_SECONDS, SWEEP_SECONDS
from quintain.web.beside import run_in_thread

log = logging.getLogger(__name__)

REMEMBERED_HOURS: Final = 30 * 24
"""How long an operator is shown a job that was given up."""
FORGET_SECONDS: Final = 24 * 60 * 60.0
# A job that another sweep has locked is left to it, and what that one has done is seen once its lock is gone.
STALLED: Final = """
    SELECT job.id, job.attempts FROM procrastinate_jobs AS job
    LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
    WHERE job.status = 'doing'
      AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
    ORDER BY job.id FOR UPDATE OF job SKIP LOCKED
"""


async def keep_sweeping() -> None:
    """Sweep every few seconds, until cancelled; what fails is done the next time."""
    forgot_at = time.monotonic()
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        is_due = time.monotonic() - forgot_at >= FORGET_SECONDS
        forgot_at = time.monotonic() if is_due else forgot_at
        for duty in DUTIES if is_due else DUTIES[:1]:
            try:
                await run_in_thread(duty)
            except Exception:  # a database that is away for a moment must not end this
                log.exception("a duty beside the jobs failed")


def sweep() -> int:
    """Queue stalled jobs again, or give them up, and queue what is under way without a job; return how many."""
    swept = _sweep_stalled()
    return swept + tasks.reconcile() + arena_tasks.reconcile() + rejudging_tasks.reconcile()


def forget_dead() -> None:
    """Delete jobs that were given up long ago."""
    async_to_sync(app.job_manager.delete_old_jobs)(nb_hours=REMEMBERED_HOURS, include_failed=True)


def _sweep_stalled() -> int:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(STALLED, [STALLED_SECONDS])
            stalled = cursor.fetchall()
        for number, attempts in stalled:
            if attempts + 1 < MOST_ATTEMPTS:
                _retry(number)
                log.warning("job %s is queued again: its worker has stopped (%s)", number, attempts + 1)
            else:
                _give_up(number)
                log.error("job %s is given up: each of %s workers has stopped over it", number, attempts + 1)
    return len(stalled)


def _retry(number: int) -> None:
    # Without a time: the clock of this machine may be ahead of the database's.
    nothing_new = {"retry_at": None, "new_priority": None, "new_queue_name": None, "new_lock": None}
    app.connector.execute_query(sql.queries["retry_job"], job_id=number, **nothing_new)


def _give_up(number: int) -> None:
    app.connector.execute_query(sql.queries["finish_job"], job_id=number, status="failed", delete_job=False)


DUTIES: Final[tuple[Callable[[], object], ...]] = (sweep, forget_dead)
