"""Which server has a submission in its queue, where several use one database.

Each server says every few seconds that it lives. What a server has under way is left alone as long as it lives, and
taken over by another one after that; a server that was only slow then finds that its submissions are not its own any
more, and stores nothing. A single server on SQLite needs none of this and writes none of it, and neither do servers
whose jobs are in the database themselves.
"""

from datetime import timedelta
from typing import Final
from uuid import uuid4

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.functions import Now

from quintain.attempts.models import Server
from quintain.attempts.submissions.queue import shared_queue

THIS_SERVER: Final = uuid4()
BEAT_SECONDS: Final = 10.0
LEASE: Final = timedelta(seconds=60)
FORGOTTEN: Final = timedelta(days=1)


def are_needed() -> bool:
    """Tell whether other servers may use the database, each with a queue of its own."""
    return connection.vendor != "sqlite" and shared_queue() is None


def beat() -> None:
    """Say that this server lives, by the clock of the database, which is one for all."""
    Server.objects.update_or_create(pk=THIS_SERVER, defaults={"seen_at": Now()})
    Server.objects.filter(seen_at__lt=Now() - FORGOTTEN).delete()


def lock_left[Row: Model](rows: QuerySet[Row], *, is_starting: bool, is_alone: bool | None) -> list[Row]:
    """Lock those of the rows, which have a ``server``, that a stopped server left, in their order.

    A server that is starting has nothing under way itself. One that is alone with its database takes all: on SQLite,
    whose file belongs to one server. Otherwise those of servers that live are left to them.
    """
    if not is_starting:
        rows = rows.exclude(server=THIS_SERVER)
    if are_needed() if is_alone is None else not is_alone:
        others = Server.objects.filter(seen_at__gt=Now() - LEASE).exclude(pk=THIS_SERVER)
        rows = rows.exclude(server__in=others.values("pk"))
    return list(rows.select_for_update(skip_locked=True, of=("self",)))


def end() -> None:
    """Say that this server is about to stop, so that others need not wait."""
    Server.objects.filter(pk=THIS_SERVER).delete()
