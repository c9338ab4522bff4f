"""Brings together what is told at the port for those who watch: used by what serves pages, and by the judge."""

import asyncio
import logging
import socket
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from django.conf import settings

from quintain.server.watching.answers import Answered, Note
from quintain.server.watching.listener import Watched, WatchPort
from quintain.server.watching.readiness import Readiness, last_migrations

if TYPE_CHECKING:
    from quintain.server.watching.metrics import Metrics

log = logging.getLogger("quintain.answers")

_metrics: "Final[list[Metrics]]" = []


def metrics_of_this_process(role: str) -> "Metrics":
    """Return the figures of this process, which are made and begin to be counted with the first call."""
    if not _metrics:
        from quintain.server.watching.collectors import JobsCollector, ProcessesOwn  # noqa: PLC0415  an extra
        from quintain.server.watching.metrics import Metrics  # noqa: PLC0415  as above

        metrics = Metrics(role, version("quintain"))
        for collector in (JobsCollector(), ProcessesOwn()):
            metrics.registry.register(collector)
        metrics.listen()
        _metrics.append(metrics)
    return _metrics[0]


def notes_of_answers() -> tuple[Note, ...]:
    """Return whom each answer is told to, as the settings say: nobody, unless there is a port, or a log of JSON."""
    counted = (metrics_of_this_process("web").note_answer,) if settings.METRICS_PORT else ()
    return (*counted, write_answer) if settings.LOGS_JSON else counted


def write_answer(answered: Answered) -> None:
    """Write an answer into the log, without the address, which may be a secret."""
    log.info(
        "%s %s",
        answered.method,
        answered.status,
        extra={
            "route": answered.route,
            "status": answered.status,
            "seconds": round(answered.seconds, 4),
            "request": answered.request,
        },
    )


def open_watch_port(listener: socket.socket, role: str, loop: asyncio.AbstractEventLoop) -> WatchPort:
    """Answer at a listening socket, for a process with this role and this event loop."""
    port = WatchPort(listener)
    readiness = Readiness(last_migrations())
    metrics = metrics_of_this_process(role)
    port.start(Watched(loop, readiness.look, metrics.render))
    return port
