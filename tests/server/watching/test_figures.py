"""Figures say what happens, by labels that nobody outside can choose."""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone

from quintain.accounts.models import User
from quintain.attempts import actions
from quintain.attempts.judging.grading import Phases, submission_judged
from quintain.attempts.models import Kind, Submission
from quintain.packs.model.lab import Lab
from quintain.sandbox.starts import Start, Starts
from quintain.server.page_threads import Handler, Pages
from quintain.server.watching.collectors import JobsCollector, ProcessesOwn
from quintain.server.watching.metrics import Metrics
from quintain.web.live import message_lost
from quintain.web.origins import Scope
from tests.aside import run_aside

if TYPE_CHECKING:
    from quintain.server.watching.answers import Answered


@pytest.fixture
def metrics() -> Iterator[Metrics]:
    """Return figures that are counted, and forgotten afterwards."""
    metrics = Metrics("web", "1")
    before = logging.getLogger().handlers[:]
    metrics.listen()
    yield metrics
    logging.getLogger().handlers = before
    submission_judged.disconnect(metrics.note_judged)
    message_lost.disconnect(metrics.note_lost)


async def ask(pages: Pages, path: str) -> int:
    """Ask for a page, and return the status."""
    sent: list[int] = []
    whole = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Scope:
        if not whole:
            await asyncio.Event().wait()
        return whole.pop()

    async def send(message: Scope) -> None:
        if message["type"] == "http.response.start":
            sent.append(message["status"])

    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "scheme": "http"}
    await pages(scope | {"headers": [(b"host", b"127.0.0.1")], "server": ("127.0.0.1", 80)}, receive, send)
    return sent[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("course")
def test_a_page_is_counted_by_the_name_of_its_route(metrics: Metrics) -> None:
    """Never by its address, however many of them a client makes up."""
    told: list[Answered] = []

    async def visit() -> None:
        pages = Pages(Handler(), threads=1, notes=(metrics.note_answer, told.append))
        for path in ("/labs/shop/", f"/labs/{uuid4().hex}/", f"/{uuid4()}/", "/static/none.css", "/sign-in/"):
            await ask(pages, path)
        pages._threads.submit(lambda: connection.close()).result()  # noqa: PLW0108  it is the thread's

    run_aside(visit())
    assert {each.route for each in told} == {"lab", "none", "static", "sign-in"}
    assert len({each.request for each in told}) == 5
    assert all(len(each.request) == 16 for each in told)
    assert metrics.registry.get_sample_value("quintain_page_seconds_count", {"route": "lab"}) == 2
    classes = [{"status": f"{each}xx"} for each in range(1, 6)]
    assert sum(metrics.registry.get_sample_value("quintain_answers_total", each) or 0 for each in classes) == 5


def test_routes_are_few() -> None:
    """Each has about a dozen series in every process."""
    assert len({each for each in get_resolver().reverse_dict if isinstance(each, str)}) < 300


def test_phases_errors_and_lost_messages_are_counted(metrics: Metrics) -> None:
    """Errors by the room whose log has them; those of libraries have one name together."""
    submission_judged.send(None, kind="verdict", phases=Phases(2.0, 5.0, 0.1))
    message_lost.send(None)
    logging.getLogger("quintain.attempts.judging.grading").error("a fault")
    logging.getLogger(f"{uuid4()}").error("of somebody's making")
    logging.getLogger("quintain.web").warning("no error")
    value = metrics.registry.get_sample_value
    labels = {"kind": "verdict", "phase": "waiting"}
    assert (value("quintain_verdict_seconds_sum", labels), value("quintain_verdict_seconds_count", labels)) == (
        2.0,
        1.0,
    )
    assert value("quintain_live_messages_lost_total") == 1.0
    assert value("quintain_errors_total", {"room": "attempts"}) == 1.0
    assert value("quintain_errors_total", {"room": "libraries"}) == 1.0
    assert value("quintain_errors_total", {"room": "web"}) is None


@pytest.mark.django_db(transaction=True)
def test_a_server_by_itself_tells_of_its_own_queue(learner: User, lab: Lab) -> None:
    """What waits there, and for how long; it has no judge but itself, and no dead jobs."""
    submission = actions.submit(learner, lab, Kind.TESTS)
    Submission.objects.filter(pk=submission.pk).update(created_at=timezone.now() - timedelta(seconds=90))
    facts = {
        (each.name, *each.labels.values()): each.value
        for family in JobsCollector().collect()
        for each in family.samples
    }
    assert 90 <= facts.pop(("quintain_oldest_job_seconds",)) < 900
    assert facts == {
        ("quintain_database_up",): 1,
        ("quintain_jobs", "waiting"): 1,
        ("quintain_jobs", "running"): 0,
        ("quintain_jobs", "dead"): 0,
        ("quintain_judges", "living"): 1,
        ("quintain_judges", "stalled"): 0,
    }


def test_boxes_are_counted_by_how_they_begin() -> None:
    """Also those that do not."""
    starts = Starts()
    for start in (Start.WARM, Start.WARM, Start.FAILED):
        starts.count(start)
    assert starts.counts() == {Start.WARM: 2, Start.COLD: 0, Start.FAILED: 1}
    names = {each.name for family in ProcessesOwn().collect() for each in family.samples}
    assert names == {"quintain_boxes_total", "quintain_connections"}
