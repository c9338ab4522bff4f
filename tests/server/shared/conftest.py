"""A course, workers and servers on one database, with a Valkey between them."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from channels.layers import get_channel_layer
from django.conf import settings as of_django
from pytest_django import Settings

from quintain.server.valkey import layer_settings
from quintain.web import live
from tests.server.jobs.conftest import course, no_jobs, workers
from tests.server.shared.servers import Servers
from tests.valkey import MISSING, Valkey, find_program, private_valkey

__all__ = ["course", "no_jobs", "workers"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the database that servers share where there is none."""
    skip = pytest.mark.skip(reason="run by tests/server/test_jobs_in_database.py")
    for item in items:
        if Path(__file__).parent in item.path.parents and not of_django.IS_GROWN:
            item.add_marker(skip)


@pytest.fixture
def valkey(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Valkey]:
    """Start a Valkey, by which this process and those that it starts hear each other."""
    if find_program() is None:
        pytest.skip(MISSING)
    with private_valkey() as started:
        monkeypatch.setenv("QUINTAIN_VALKEY_URL", started.address)
        settings.CHANNEL_LAYERS = {"default": layer_settings(started.address, settings.SECRET_KEY, is_grown=True)}
        monkeypatch.setattr(live, "_line", {"is_up": True})
        yield started
        layer, loop = get_channel_layer(), live._loop_of_its_own()
        assert layer is not None
        asyncio.run_coroutine_threadsafe(layer.flush(), loop).result(30)


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    """Start servers, and kill them at the end."""
    servers = Servers(tmp_path)
    yield servers
    servers.stop()
