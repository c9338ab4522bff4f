"""A network to be cut, and what runs at its near end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as of_django
from django.db import connection

from tests.network import FAR, Network
from tests.server.jobs.conftest import course, no_jobs, workers
from tests.server.shared.conftest import servers

__all__ = ["course", "no_jobs", "servers", "workers"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the network where there is none."""
    skip = pytest.mark.skip(reason="run by tests/server/test_network_cut.py")
    for item in items:
        is_here = Path(__file__).parent in item.path.parents
        if is_here and (Network.of_environment() is None or not of_django.IS_GROWN):
            item.add_marker(skip)


@pytest.fixture
def network() -> Iterator[Network]:
    """Return the network, which passes packets again afterwards."""
    network = Network.of_environment()
    assert network
    yield network
    network.mend()


@pytest.fixture
def far_database(transactional_db: None) -> str:
    """Return the address of the database of this test, by way of the network."""
    settings = connection.settings_dict
    return f"postgresql://{settings['USER']}@{FAR}/{settings['NAME']}"
