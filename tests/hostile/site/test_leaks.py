"""A submission leaves nothing behind in the server: no thread, no descriptor, no connection to the database."""

import os
import threading
from pathlib import Path

import httpx
import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.tasks import task
from django.test import Client
from pytest_django import Settings

from quintain.accounts.models import User
from quintain.attempts.models import Submission
from quintain.attempts.submissions import fixes, jobs
from quintain.packs.model.lab import Lab
from quintain.server.page_threads import Handler, Pages
from tests.aside import run_aside

WORKERS = 4
WARM = 40


def held() -> tuple[int, int]:
    """Return how many threads this process has, and how many files are open."""
    return threading.active_count(), len(list(Path(f"/proc/{os.getpid()}/fd").iterdir()))


async def submit(browser: httpx.AsyncClient, lab: Lab, count: int) -> None:
    """Hand in a fix so many times, each when the one before has its verdict."""
    for _ in range(count):
        answer = await browser.post(f"/labs/{lab.slug}/submissions", json={"kind": "tests"})
        assert answer.status_code == 201, answer.text
        while (await browser.get(answer.json()["url"])).json()["state"] in {"waiting", "running"}:
            pass


@pytest.fixture
def queue(lab: Lab, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have jobs done as the server does them, for a learner who never rests."""
    monkeypatch.setattr(jobs, "SUBMISSIONS_PER_MINUTE", 10_000)
    options = {"workers": WORKERS, "capacity": 200, "user": "student"}
    settings.TASKS = settings.TASKS | {
        "default": {"BACKEND": "quintain.server.queue.InProcessBackend", "OPTIONS": options}
    }
    settings.ALLOWED_HOSTS = ["testserver"]


OPENING = threading.Barrier(WORKERS)
CLOSING = threading.Barrier(WORKERS)


def open_connection() -> None:
    """Open this thread's connection, once all threads are here: a pool begins a thread only when it needs one."""
    OPENING.wait(10)
    connections["default"].ensure_connection()


@task
def close_connections(*, student: str) -> None:
    """Close this thread's connection, once all threads are here."""
    CLOSING.wait(10)
    connections.close_all()


@pytest.mark.whole
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="open files are counted in /proc")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("many", [200, pytest.param(1000, marks=pytest.mark.exhaustive)])
def test_submissions_leave_nothing_behind(many: int, client: Client, learner: User, lab: Lab, queue: None) -> None:
    """Each one left sixteen threads and a connection, until the server could start no program any more."""
    client.force_login(learner, backend="quintain.accounts.backends.PersonBackend")
    token = "t" * 32
    cookies = {
        django_settings.SESSION_COOKIE_NAME: client.cookies[django_settings.SESSION_COOKIE_NAME].value,
        django_settings.CSRF_COOKIE_NAME: token,
    }

    async def run() -> tuple[int, tuple[int, int], tuple[int, int]]:
        others = threading.active_count()
        pages = Pages(Handler(), threads=WORKERS)
        transport = httpx.ASGITransport(pages)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://testserver", cookies=cookies, headers={"X-CSRFToken": token}
        ) as browser:
            for started in [pages._threads.submit(open_connection) for _ in range(WORKERS)]:
                started.result(10)
            await submit(browser, lab, WARM)
            before = held()
            await submit(browser, lab, many)
            after = held()
        for _ in range(WORKERS):
            pages._threads.submit(close_connections.func, student="")
        pages._threads.shutdown()
        return others, before, after

    others, (threads_before, files_before), (threads_after, files_after) = run_aside(run())
    assert threads_after <= max(threads_before, others + 2 * WORKERS)
    assert files_after <= files_before + 2  # the journal of the database comes and goes
    assert Submission.objects.count() <= fixes.KEPT_TEST_RUNS + 1
    for number in range(WORKERS):
        close_connections.enqueue(student=str(number))
    connections.close_all()
