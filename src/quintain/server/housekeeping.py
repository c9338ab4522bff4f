"""What a server does again and again beside its pages: it says that it lives, closes rounds, erases what is to go."""

import asyncio
import logging
import time
from contextlib import suppress
from typing import Final

from django.conf import settings
from django.db import DatabaseError

from quintain.accounts.limits.rate_limits import THROTTLE
from quintain.accounts.limits.shared_throttle import SharedThrottle
from quintain.accounts.people.sanitizing import delete_old_copies, empty_journal, finish_erasures
from quintain.accounts.sessions.presence import note_open
from quintain.arena import tasks as arena_tasks
from quintain.attempts import tasks
from quintain.attempts.submissions import leases
from quintain.certificates.key_store import take_over
from quintain.cohorts.retention import erase_old_work
from quintain.lti import tasks as lti_tasks
from quintain.rejudging import tasks as rejudging_tasks
from quintain.server.shared_cache import forget_expired
from quintain.web.beside import run_in_thread
from quintain.web.once import once_in
from quintain.webhooks import sending
from quintain.webhooks import tasks as webhook_tasks

log = logging.getLogger(__name__)

DAY_SECONDS: Final = 24 * 60 * 60.0
HOUR_SECONDS: Final = 60 * 60.0
"""How often a server that shares its database looks whether what is done once a day was done by one of them."""


async def tend() -> None:
    """Do what is due, until cancelled; what fails is done the next time."""
    every_seconds = HOUR_SECONDS if settings.IS_GROWN else DAY_SECONDS
    daily_at = -every_seconds
    while True:
        await asyncio.sleep(leases.BEAT_SECONDS)
        duties = [
            _keep_lease,
            _close_rounds,
            _begin_rejudging,
            _go_on_searching,
            _send_scores,
            _send_events,
            finish_erasures,
        ]
        if settings.IS_GROWN:
            duties.append(note_open)
        if time.monotonic() - daily_at >= every_seconds:
            daily_at = time.monotonic()
            duties += [
                _erase_old_work,
                _forget_old_events,
                delete_old_copies,
                *([take_over, _forget_what_is_over] if settings.IS_GROWN else []),
            ]
        for duty in duties:
            try:
                await run_in_thread(duty)
            except Exception:  # a database that is away for a moment must not end this
                log.exception("%s failed", duty.__name__.strip("_"))


async def leave_no_journal() -> None:
    """Leave the whole database in its one file, as far as nobody else has it open."""
    with suppress(DatabaseError):
        await run_in_thread(empty_journal)


async def end_lease() -> None:
    """Let other servers take over at once what this one leaves."""
    with suppress(DatabaseError):
        await run_in_thread(_end_lease)


def _keep_lease() -> None:
    """Say that this server lives, and take over what one that does not has left."""
    if not leases.are_needed():
        return
    if taken := tasks.resume(is_starting=False):
        log.info("took over %s submissions of a server that has stopped", taken)
    if rounds := arena_tasks.resume(is_starting=False):
        log.info("took over %s rounds of arenas of a server that has stopped", rounds)
    if runs := rejudging_tasks.resume(is_starting=False):
        log.info("took over %s runs that judge attempts again, of a server that has stopped", runs)


def _begin_rejudging() -> None:
    """Begin to judge again what was asked for on the command line, or found no place in the queue."""
    if begun := rejudging_tasks.pick_up():
        log.info("began to judge attempts again: %s runs", begun)


def _go_on_searching() -> None:
    """Go on with the searches behind verdicts that gave way to somebody, or that a stopped process had."""
    tasks.queue_searches()


def _send_scores() -> None:
    """Have scores sent to the learning platforms that wait for some."""
    if settings.CLASSROOM:
        lti_tasks.queue_due()


def _send_events() -> None:
    """Have events sent to the endpoints that wait for some."""
    webhook_tasks.queue_due()


def _forget_old_events() -> None:
    """Delete events that were sent long ago; two servers that do so at once do no harm."""
    sending.forget_old()


def _close_rounds() -> None:
    """Let the rounds of arenas begin to be tried whose time to enter is up."""
    if closed := arena_tasks.close_due():
        log.info("closed %s rounds of arenas for entries", closed)


def _erase_old_work() -> None:
    """Erase what the operator does not want to keep any longer."""
    once_in(DAY_SECONDS, "erase-old-work", lambda: erase_old_work(settings.RETENTION_DAYS))


def _forget_what_is_over() -> None:
    """Delete what servers have shared for a while only; two that do so at once do no harm."""
    if isinstance(THROTTLE, SharedThrottle):
        THROTTLE.forget_full()
    forget_expired()


def _end_lease() -> None:
    if leases.are_needed():
        leases.end()
