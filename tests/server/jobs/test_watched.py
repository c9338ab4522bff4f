"""A judge that is watched tells of itself and of its jobs."""

import signal
import socket

import httpx
import pytest

from quintain.accounts.models import User
from quintain.attempts.submissions.queue import Figures, shared_queue
from quintain.packs.model.lab import Lab
from tests.server.jobs.test_backend import queue
from tests.server.jobs.test_working import hand_in
from tests.server.jobs.workers import Workers, age_heartbeats, rows, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_jobs")]


def free_port() -> str:
    """Return a port that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def test_a_judge_is_ready_until_it_is_stopped(workers: Workers, learner: User, lab: Lab) -> None:
    """It ends what it has begun, lives meanwhile, and counts it as it was."""
    port = free_port()
    judge = workers.start(QUINTAIN_METRICS_PORT=port)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as prometheus:
        assert prometheus.get("/readyz").status_code == 200
        hand_in(learner, lab, "wait")
        wait_until(lambda: workers.begun() == ["wait"], "the judge is at work")
        judge.send_signal(signal.SIGTERM)
        wait_until(lambda: prometheus.get("/readyz").status_code == 503, "it says that it is being stopped")
        assert "it ends what it has begun" in prometheus.get("/readyz").json()["error"]
        assert prometheus.get("/livez").status_code == 200
        figures = prometheus.get("/metrics").text
        assert 'quintain_jobs{state="running"} 1.0' in figures
        assert 'quintain_judges{state="living"} 1.0' in figures
        assert 'role="judge"' in figures
        assert str(learner.pk) not in figures
    workers.let_go()
    assert judge.wait(60) == 0


def test_figures_tell_what_waits_and_who_is_silent() -> None:
    """A worker that is silent and has jobs is stalled; one that has none has left."""
    shared = shared_queue()
    assert shared
    assert shared.figures() == Figures(0, 0, 0, 0.0, 0, 0)
    for user in "789":
        queue(user)
    rows("UPDATE procrastinate_jobs SET status = 'failed' WHERE lock = 'user-7'")
    rows("UPDATE procrastinate_events SET at = now() - interval '90 seconds'")
    waiting = shared.figures()
    assert (waiting.waiting, waiting.running, waiting.dead) == (2, 0, 1)
    assert 90 <= waiting.oldest_seconds < 900
    ((one,), (other,)) = (
        rows("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id"),
        rows("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id"),
    )
    rows("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE lock = 'user-8'", one[0])
    working = shared.figures()
    assert (working.running, working.living, working.stalled) == (1, 2, 0)
    age_heartbeats()
    silent = shared.figures()
    assert (silent.living, silent.stalled) == (0, 1)
    rows("DELETE FROM procrastinate_workers WHERE id = %s", other[0])
