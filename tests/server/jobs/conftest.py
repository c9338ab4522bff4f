"""A course whose submissions are jobs in the database, and workers for them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as of_django
from pytest_django import Settings

from quintain.catalog import pack_store
from quintain.packs.model.pack import Pack
from tests.classroom import make_pack
from tests.server.jobs.workers import Workers, rows


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the jobs in the database where they are not."""
    skip = pytest.mark.skip(reason="run by tests/server/test_jobs_in_database.py")
    for item in items:
        if Path(__file__).parent in item.path.parents and "django_db" in item.keywords and not of_django.IS_GROWN:
            item.add_marker(skip)


@pytest.fixture
def course(settings: Settings, tmp_path: Path) -> Pack:
    """Put a small course in the pack store; the jobs stay where they are."""
    settings.SIGN_IN_CODES = tmp_path / "sign-in-codes"
    settings.PACK = "/nowhere"
    pack = make_pack()
    pack_store.put(pack)
    return pack


@pytest.fixture
def no_jobs(transactional_db: None) -> None:
    """Begin without jobs: the tables are Procrastinate's, and no test database empties them."""
    rows("TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_events CASCADE")


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    """Start workers, and kill them at the end."""
    workers = Workers(tmp_path)
    yield workers
    workers.stop()
