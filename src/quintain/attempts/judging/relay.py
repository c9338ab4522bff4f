"""Tells the open pages of this process what judges in other processes have written into the database.

It is for servers whose live messages do not cross processes, or do not at the moment since Valkey is away: judges
publish by themselves otherwise. Pages get whole reports then, about once a second, and no news of single checks; which
of two reports is newer they know anyway. One query a second costs less than every page that asks by itself.
"""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import DatabaseError
from django.db.models import Max, Q

from quintain.attempts.judging.recorder import Recorder
from quintain.attempts.models import UNDER_WAY, Kind, Submission
from quintain.attempts.reports.submission_report import usual_seconds
from quintain.catalog.pack_store import source_lab
from quintain.web import live
from quintain.web.beside import run_in_thread

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 1.0
LAST: Final = 50
"""So many of the last submissions are looked at. Some may be committed after later ones, or end between two looks."""

type Age = tuple[int, str, int]  # restarts, state, events: what tells which of two reports is newer


@dataclass(slots=True)
class Relay:
    """Remembers how far each submission was when it was last looked at.

    The last ones that were handed in are looked at whatever their state is: a verdict may take less time than passes
    between two looks, and nobody would ever be told of its end. The first look tells of them, too.
    """

    _known: dict[UUID, Age] = field(default_factory=dict)
    _newest: int | None = None
    """The highest sequence that the last look has seen."""

    def look(self) -> int:
        """Tell the pages of what has changed since the last look; return how many submissions that were."""
        newest = self._newest_now() if self._newest is None else self._newest
        under_way, last = Q(state__in=UNDER_WAY), Q(sequence__gt=newest - LAST)
        rows = [Submission.objects.filter(which).order_by().values_list(*AGE) for which in (under_way, last)]
        found = list(rows[0].union(rows[1]))
        ages = {pk: (restarts, state, events) for pk, restarts, state, events, _ in found}
        changed = {pk for pk, age in ages.items() if self._known.get(pk) != age}
        ended = {pk for pk, (_, state, _) in self._known.items() if state in UNDER_WAY} - ages.keys()
        self._known, self._newest = ages, max((newest, *(row[-1] for row in found)))
        news = Submission.objects.select_related("workspace").filter(pk__in=changed | ended) if changed or ended else ()
        for submission in news:
            lab = source_lab(submission.workspace.lab)
            if lab is not None:
                Recorder(submission, lab, usual_seconds(lab, Kind(submission.kind))).tell()
        return len(news)

    def _newest_now(self) -> int:
        return Submission.objects.aggregate(newest=Max("sequence"))["newest"] or 0


AGE: Final = ("pk", "restarts", "state", "events", "sequence")


async def relay() -> None:
    """Look once a second, until cancelled."""
    told = Relay()
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        if live.crosses_processes() and not live.is_away():
            told = Relay()  # at the next outage, all that is under way, or was handed in last, is told once
            continue
        try:
            await run_in_thread(told.look)
        except DatabaseError:  # one that is away for a moment must not end this
            log.exception("what judges have written could not be read")
