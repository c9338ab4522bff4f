"""Ends what works for a session within a second of the session's own end, however that came.

A session ends by signing out, by expiry, or because its row is deleted; only the database knows them all. So one task
looks there twice a second, with one query for all sessions that something works for. Other rooms register what they
have at work, and are told by the signal ``session_ended``. What else has to be looked for as often is looked for then.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Iterable
from importlib import import_module
from typing import Any, Final
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import close_old_connections
from django.dispatch import Signal
from django.utils import timezone

from quintain.web.once import once_in

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 0.5
CLEAR_SECONDS: Final = 24 * 60 * 60.0
CLEAR_LOOK_SECONDS: Final = 60 * 60.0
"""How often it is looked whether it is time to clear; a server that shares its database leaves that to one of all."""

session_ended = Signal()
"""Sent with ``session``, the key of a session that has ended. Receivers may be asynchronous."""

_at_work: list[Callable[[], Iterable[str]]] = []
_looks: list[Callable[[], Awaitable[None]]] = []
_with_all: list[Callable[[Collection[UUID]], object]] = []


def watch(sessions: Callable[[], Iterable[str]]) -> None:
    """Have the sessions watched that ``sessions`` returns; it is called in the event loop, and must not block."""
    _at_work.append(sessions)


def at_each_look(look: Callable[[], Awaitable[None]]) -> None:
    """Have ``look`` called in the event loop each time that the sessions are looked at."""
    _looks.append(look)


def with_all_sessions(end: Callable[[Collection[UUID]], object]) -> None:
    """Have ``end`` called with people all of whose sessions are ended: what lets them in without one ends as well."""
    _with_all.append(end)


def clear_expired() -> None:
    """Delete the rows of sessions that have expired, which nothing else does."""
    store: Any = import_module(settings.SESSION_ENGINE).SessionStore  # Any: Django names its engines by module
    store.clear_expired()


def end_sessions_of(*people: UUID, but: str | None = None) -> int:
    """End the sessions of people, except that of the key ``but``; return how many. The watch closes what they use.

    The rows do not tell whose they are, so each is read; a classroom has some hundreds.
    """
    ended, ids = 0, {str(person) for person in people}
    for row in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if row.session_key != but and row.get_decoded().get(SESSION_KEY) in ids:
            row.delete()
            ended += 1
    if but is None:
        for end in _with_all:
            end(people)
    return ended


async def keep_watch() -> None:
    """Look for ended sessions until cancelled, and clear expired ones at the start and daily."""
    every_seconds = CLEAR_LOOK_SECONDS if settings.IS_GROWN else CLEAR_SECONDS
    cleared_at = -every_seconds
    while True:
        try:
            if time.monotonic() - cleared_at >= every_seconds:
                cleared_at = time.monotonic()
                await _in_thread(once_in, CLEAR_SECONDS, "clear-sessions", clear_expired)
            await look_once()
        except Exception:  # a database that is locked for a moment must not end the watch
            log.exception("the sessions could not be looked at")
        await asyncio.sleep(LOOK_SECONDS)


async def look_once() -> None:
    """Look at the sessions, and at all else that is looked at as often."""
    await end_what_is_over()
    for look in _looks:
        await look()


async def end_what_is_over() -> None:
    """Tell the rooms of each session that has ended since."""
    keys = {key for sessions in _at_work for key in sessions() if key}
    if not keys:
        return
    for key in keys - await _in_thread(_living, keys):
        for receiver, outcome in await session_ended.asend_robust(sender=None, session=key):
            if isinstance(outcome, Exception):
                log.error("%s failed at the end of a session", receiver, exc_info=outcome)


def _living(keys: Iterable[str]) -> set[str]:
    rows = Session.objects.filter(session_key__in=list(keys), expire_date__gt=timezone.now())
    return set(rows.values_list("session_key", flat=True))


async def _in_thread[**P, R](work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Use the database in a thread of asgiref's, as channels does."""

    def done() -> R:
        close_old_connections()
        return work(*args, **kwargs)

    return await sync_to_async(done)()
