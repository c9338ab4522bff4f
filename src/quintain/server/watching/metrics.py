"""The figures of this process, by Prometheus' own client, in a registry of their own.

Labels are few and known in advance: names of routes, kinds of submissions, classes of statuses. No id of a person, a
class or a submission is one, nor anything else that a request brings.
"""

import logging
from typing import Any, Final, override

from django.conf import settings
from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from quintain.attempts.judging.grading import Phases, submission_judged
from quintain.server.watching.answers import Answered
from quintain.web.live import message_lost

PAGE_SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
VERDICT_SECONDS: Final = (0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 1800.0)
ROOM: Final = "quintain."


class Metrics:
    """What is counted and timed as it happens. Safe for threads."""

    def __init__(self, role: str, version: str, registry: CollectorRegistry | None = None) -> None:
        """Begin to count; ``role`` is what this process does, ``web`` or ``judge``."""
        disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no types; each series would have a second
        self.registry = registry or CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._info = Info("quintain", "What this process is.", registry=self.registry)
        self._info.info({"role": role, "version": version, "name": settings.PROCESS_NAME})
        self._pages = Histogram(
            "quintain_page_seconds",
            "From the last byte of a request to its answer, the wait for a thread included, by the name of its route.",
            ["route"],
            buckets=PAGE_SECONDS,
            registry=self.registry,
        )
        self._answers = Counter(
            "quintain_answers", "Answers to requests, by the class of their status.", ["status"], registry=self.registry
        )
        self._verdicts = Histogram(
            "quintain_verdict_seconds",
            "How long submissions wait for a judge, are judged, and take to be stored, by their kind.",
            ["kind", "phase"],
            buckets=VERDICT_SECONDS,
            registry=self.registry,
        )
        self._errors = Counter(
            "quintain_errors",
            "Errors that were ours: entries of the log at the level ERROR, by the room that wrote them.",
            ["room"],
            registry=self.registry,
        )
        self._lost = Counter(
            "quintain_live_messages_lost",
            "Live messages that could not be handed to the channel layer; pages read what they told later.",
            registry=self.registry,
        )
        for each in ("2xx", "3xx", "4xx", "5xx"):
            self._answers.labels(each)

    def note_answer(self, answered: Answered) -> None:
        """Count an answer, and how long it took."""
        self._pages.labels(answered.route).observe(answered.seconds)
        self._answers.labels(f"{answered.status // 100}xx").inc()

    def note_error(self, logger: str) -> None:
        """Count an error by the logger that has told of it."""
        room = logger.removeprefix(ROOM).partition(".")[0] if logger.startswith(ROOM) else "libraries"
        self._errors.labels(room).inc()

    def note_judged(self, *, kind: str, phases: Phases, **_: Any) -> None:  # Any: Django sends more than is wanted
        """Note how long the phases of a submission took."""
        for phase in ("waiting", "judging", "storing"):
            self._verdicts.labels(kind, phase).observe(getattr(phases, phase))

    def note_lost(self, **_: Any) -> None:  # as above
        """Count a live message that reached nobody."""
        self._lost.inc()

    def listen(self) -> None:
        """Count from now on what the rooms and the log tell; pages are given `note_answer` where they are made."""
        submission_judged.connect(self.note_judged)
        message_lost.connect(self.note_lost)
        logging.getLogger().addHandler(_Errors(self))

    def render(self) -> bytes:
        """Return all figures in Prometheus' text format."""
        return generate_latest(self.registry)


class _Errors(logging.Handler):
    """Counts what the log tells of errors."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__(logging.ERROR)
        self._metrics = metrics

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self._metrics.note_error(record.name)
