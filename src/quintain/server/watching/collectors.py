"""Figures that are looked up when they are asked for: jobs and judges in the database, connections, boxes."""

import logging
from collections.abc import Iterator
from concurrent.futures import TimeoutError as NotInTime
from typing import TYPE_CHECKING, Final, override

from django.db import Error as DatabaseTrouble
from django.db import connection
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from quintain.attempts.models import UNDER_WAY, State, Submission
from quintain.attempts.submissions.queue import Figures, shared_queue
from quintain.sandbox import STARTS
from quintain.server.connections import CONNECTIONS
from quintain.web.rarely import Rarely

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)

FRESH_SECONDS: Final = 5.0
"""However many ask, and however often, the database is asked once in this time."""
PATIENCE_SECONDS: Final = 3.0


class JobsCollector(Collector):
    """Tells of jobs and judges. All processes of one database tell the same, so take the largest of them, no sum."""

    def __init__(self) -> None:
        self._looks = Rarely(_ask, FRESH_SECONDS, "figures")

    @override
    def collect(self) -> Iterator[Metric]:
        """Yield whether the database answers, and what it says."""
        jobs = self._look()
        yield GaugeMetricFamily(
            "quintain_database_up", "Whether the database answers this process.", value=float(jobs is not None)
        )
        states = GaugeMetricFamily("quintain_jobs", "Jobs of the judge in the database, by state.", labels=["state"])
        oldest = GaugeMetricFamily("quintain_oldest_job_seconds", "How long the job that waits longest has waited.")
        judges = GaugeMetricFamily(
            "quintain_judges", "Processes that do jobs; a stalled one has jobs, and says no more.", labels=["state"]
        )
        if jobs is not None:
            states.add_metric(["waiting"], jobs.waiting)
            states.add_metric(["running"], jobs.running)
            states.add_metric(["dead"], jobs.dead)
            oldest.add_metric([], jobs.oldest_seconds)
            judges.add_metric(["living"], jobs.living)
            judges.add_metric(["stalled"], jobs.stalled)
        yield from (states, oldest, judges)

    def _look(self) -> Figures | None:
        try:
            return self._looks.ask().result(PATIENCE_SECONDS)
        except NotInTime:
            return None


class ProcessesOwn(Collector):
    """Tells of the connections and the boxes of this process."""

    @override
    def collect(self) -> Iterator[Metric]:
        """Yield how many connections are open, and how many boxes were."""
        lines = GaugeMetricFamily("quintain_connections", "Open connections, by what they carry.", labels=["kind"])
        for kind, count in CONNECTIONS.counts().items():
            lines.add_metric([kind], count)
        boxes = CounterMetricFamily("quintain_boxes", "Sandboxes since the start, by how they began.", labels=["start"])
        for start, count in STARTS.counts().items():
            boxes.add_metric([start.value], count)
        yield from (lines, boxes)


def _ask() -> Figures | None:
    """Ask the database, by a connection that is closed afterwards: a scrape is rare, and a connection is dear."""
    try:
        queue = shared_queue()
        return _ask_submissions() if queue is None else queue.figures()
    except DatabaseTrouble as error:
        log.warning("the database gave no figures: %s", error)
        return None
    finally:
        connection.close()


def _ask_submissions() -> Figures:
    """Count submissions under way: this process has their jobs in memory, and is its own judge."""
    rows = Submission.objects.filter(state__in=UNDER_WAY).values_list("state").annotate(Count("pk"), Min("created_at"))
    found: dict[str, tuple[int, datetime]] = {state: (count, since) for state, count, since in rows.order_by()}
    waiting, since = found.get(State.WAITING, (0, None))
    age = (timezone.now() - since).total_seconds() if since else 0.0
    return Figures(waiting, found.get(State.RUNNING, (0, None))[0], 0, max(0.0, age), 1, 0)
