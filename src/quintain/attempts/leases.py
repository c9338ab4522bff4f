"""Which server has a submission in its queue, where several use one database.

Each server says every few seconds that it lives. What a server has under way is left alone as long as it lives, and
taken over by another one after that; a server that was only slow then finds that its submissions are not its own any
more, and stores nothing. A single server on SQLite needs none of this and writes none of it.
"""

from datetime import timedelta
from typing import Final
from uuid import uuid4

from django.db import connection
from django.db.models.functions import Now

from quintain.attempts.models import Server

THIS_SERVER: Final = uuid4()
BEAT_SECONDS: Final = 10.0
LEASE: Final = timedelta(seconds=60)
FORGOTTEN: Final = timedelta(days=1)


def are_needed() -> bool:
    """Tell whether other servers may use the database."""
    return connection.vendor != "sqlite"


def beat() -> None:
    """Say that this server lives, by the clock of the database, which is one for all."""
    Server.objects.update_or_create(pk=THIS_SERVER, defaults={"seen_at": Now()})
    Server.objects.filter(seen_at__lt=Now() - FORGOTTEN).delete()


def end() -> None:
    """Say that this server is about to stop, so that others need not wait."""
    Server.objects.filter(pk=THIS_SERVER).delete()
