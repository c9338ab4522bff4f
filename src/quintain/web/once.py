"""Work that is done once for all servers that share a database, and not by each."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import connection

log = logging.getLogger(__name__)

DONE: Final = "once."


def once_in(seconds: float, name: str, work: Callable[[], object]) -> bool:
    """Do some work, unless another server does it now, or did it within so many seconds; return whether it was done.

    A server that is alone with its database always does it. A server that is killed at work leaves it undone. ``name``
    has letters and hyphens.

    Raises:
        Exception: What the work raises; it counts as not done.

    """
    if not settings.IS_GROWN:
        work()
        return True
    with locked_in_database(name) as is_ours:
        key = f"{DONE}{name}"
        if not is_ours or cache.get(key):
            return False
        work()
        cache.set(key, "done", seconds)
    return True


@contextmanager
def locked_in_database(name: str) -> Iterator[bool]:
    """Hold a lock by name, if nobody else has it; it goes with the connection, and so with a process that is killed.

    PostgreSQL alone has such locks; a PgBouncer in between must keep sessions together.
    """
    number = int.from_bytes(hashlib.sha256(f"quintain {name}".encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        ((is_ours,),) = cursor.fetchall()
    try:
        yield bool(is_ours)
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
