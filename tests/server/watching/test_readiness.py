"""A process is ready if it could answer a request, and says why if it could not."""

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from pytest_django import Settings

from quintain.catalog import pack_store
from quintain.packs.model.pack import Pack
from quintain.server.watching import readiness
from quintain.server.watching.lifecycle import Lifecycle, Reason
from quintain.server.watching.readiness import Readiness, last_migrations

if TYPE_CHECKING:
    from concurrent.futures import Future

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture
def lifecycle() -> Lifecycle:
    """Return that of a process that has started."""
    return Lifecycle(has_started=True)


@pytest.fixture
def ready(lifecycle: Lifecycle, monkeypatch: pytest.MonkeyPatch) -> Iterator[Readiness]:
    """Return what looks, and looks anew each time."""
    monkeypatch.setattr(readiness, "FRESH_SECONDS", -1.0)
    looks = Readiness(last_migrations(), lifecycle)
    yield looks
    looks._looks.thread.submit(lambda: connection.close()).result()  # noqa: PLW0108  each thread has its own


@pytest.mark.usefixtures("course")
def test_what_has_started_is_ready_until_it_is_stopped(ready: Readiness, lifecycle: Lifecycle) -> None:
    """The database has all tables, and the course is there."""
    assert ready.look() is None
    lifecycle.has_started = False
    assert ready.look() is Reason.STARTING
    lifecycle.is_stopping = True
    assert ready.look() is Reason.STOPPING


@pytest.mark.usefixtures("course")
def test_a_database_that_lacks_a_migration_is_not_enough(ready: Readiness, lifecycle: Lifecycle) -> None:
    """One that has more is, as in a rolling update, while the old version still runs."""
    behind = Readiness(last_migrations() | {("attempts", "9999_of_the_next_version")}, lifecycle)
    assert behind.look() is Reason.OLD_TABLES
    behind._looks.thread.submit(lambda: connection.close()).result()  # noqa: PLW0108  each thread has its own
    ahead = Readiness(frozenset(sorted(last_migrations())[1:]), lifecycle)
    assert ahead.look() is None
    ahead._looks.thread.submit(lambda: connection.close()).result()  # noqa: PLW0108  as above


def test_a_database_that_hangs_is_told_in_time(ready: Readiness, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask: they wait for one answer, and not with a thread each."""
    monkeypatch.setattr(readiness, "PATIENCE_SECONDS", 0.05)
    go = threading.Event()
    hanging: Future[bool] = ready._looks.thread.submit(go.wait)
    before = threading.active_count()
    assert [ready.look() for _ in range(5)] == [Reason.NO_ANSWER] * 5
    assert threading.active_count() == before
    go.set()
    assert hanging.result()


def test_a_course_that_does_not_load_is_told(ready: Readiness, course: Pack, settings: Settings) -> None:
    """As after a pack beside it was removed."""
    assert ready.look() is None
    settings.PACK = "/nowhere/else"
    assert ready.look() is Reason.NO_COURSE
    pack_store.put(course)
