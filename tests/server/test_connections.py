"""How many connections a server takes: as many as it can open files for, and more than a few classes need."""

import resource

import pytest

from quintain.cli.page_server import OPEN_FILES, allow_files
from quintain.server.connections import most_connections

SOCKETS_OF_500 = 2 * 500 + 34


@pytest.mark.parametrize(
    ("files", "most"),
    [(256, 400), (1024, 400), (2000, 800), (OPEN_FILES, 2000), (resource.RLIM_INFINITY, 2000)],
)
def test_connections_leave_files_for_all_else(files: int, most: int) -> None:
    """Of 1,024 files, as systems give them, 400 are for connections, and with more files there are more."""
    assert most_connections(files) == most


def test_five_hundred_students_have_their_sockets() -> None:
    """Two for each workbench and one for each wall, and as many requests again at the same time."""
    assert most_connections(OPEN_FILES) > SOCKETS_OF_500 + 500


def test_a_server_asks_for_more_files_than_the_system_begins_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """As far as the system allows it; what is more already stays."""
    told: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: told.append((what, limits)))
    for found in ((1024, 524_288), (1024, 4096), (1024, resource.RLIM_INFINITY), (20_000, 524_288), (4096, 4096)):
        monkeypatch.setattr(resource, "getrlimit", lambda _what, found=found: found)
        allow_files()
    assert [limits for _, limits in told] == [
        (OPEN_FILES, 524_288),
        (4096, 4096),
        (OPEN_FILES, resource.RLIM_INFINITY),
    ]
