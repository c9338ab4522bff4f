"""Who is here: people who asked for a page within the last minutes, or have a page of a lab open.

``User.seen_at`` says when somebody was last seen, and is written at most once a minute. What is open now, and since
when somebody is back after a pause, is known to this process alone, and is not kept; processes that share a database
write both there, for walls that are open in another one.
"""

import logging
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone

from quintain.accounts.models import User

log = logging.getLogger(__name__)

HERE: Final = timedelta(minutes=5)
PAUSE: Final = timedelta(minutes=15)
WRITTEN: Final = timedelta(minutes=1)
OPEN_WRITTEN: Final = timedelta(seconds=30)
OPEN: Final = timedelta(seconds=90)
"""How long another process may have said nothing of a page that it has open."""

presence_changed = Signal()
"""Sent with ``person``, a UUID, when somebody comes or goes."""


@dataclass(slots=True)
class Pages:
    """The sockets that people have open, and when somebody came back after a pause. Safe for threads."""

    _open: Counter[UUID] = field(default_factory=Counter)
    _back: dict[UUID, datetime] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self, person: UUID) -> None:
        """Count one more open page."""
        with self._lock:
            self._open[person] += 1

    def close(self, person: UUID) -> None:
        """Count one page less."""
        with self._lock:
            self._open[person] -= 1
            if self._open[person] <= 0:
                del self._open[person]

    def has(self, person: UUID) -> bool:
        """Tell whether somebody has a page open."""
        with self._lock:
            return person in self._open

    def people(self) -> frozenset[UUID]:
        """Return who has a page open."""
        with self._lock:
            return frozenset(self._open)

    def come_back(self, person: UUID, now: datetime) -> None:
        """Note that somebody is back after a pause."""
        with self._lock:
            self._back[person] = now

    def back_since(self) -> Mapping[UUID, datetime]:
        """Return when people came back, of those who had a pause."""
        with self._lock:
            return dict(self._back)


PAGES: Final = Pages()


def note_seen(person: UUID, before: datetime | None = None) -> None:
    """Write that somebody is here now; ``before`` is when they were last seen, as far as the caller knows.

    A learner who works alone is not watched. A database that is busy loses the note and nothing else.
    """
    if not settings.CLASSROOM:
        return
    now = timezone.now()
    try:
        last = before or User.objects.filter(pk=person).values_list("seen_at", flat=True).first()
        if last is not None and last <= now < last + WRITTEN:
            return
        unseen = Q(seen_at=None) | Q(seen_at__lte=now - WRITTEN) | Q(seen_at__gt=now)
        is_back = last is None or now - last > PAUSE
        kept = {"back_at": now} if is_back and settings.IS_GROWN else {}
        if not User.objects.filter(unseen, pk=person).update(seen_at=now, **kept):
            return  # another page of theirs was faster
    except DatabaseError:
        log.exception("it could not be written that somebody is here")
        return
    if is_back:
        PAGES.come_back(person, now)
    if last is None or now - last > HERE:
        presence_changed.send(sender=None, person=person)


def is_here(person: User, now: datetime) -> bool:
    """Tell whether somebody has a page of a lab open, or was seen within the last minutes."""
    return (
        PAGES.has(person.pk)
        or (person.seen_at is not None and now - person.seen_at <= HERE)
        or (person.open_at is not None and now - person.open_at <= OPEN)
    )


def note_open() -> None:
    """Write who has a page of this process open, where other processes may show it."""
    now = timezone.now()
    unwritten = Q(open_at=None) | Q(open_at__lte=now - OPEN_WRITTEN) | Q(open_at__gt=now)
    if people := PAGES.people():
        User.objects.filter(unwritten, pk__in=people).update(open_at=now)
