"""Several real web processes on one database; see `tests/cells/grown`."""

import secrets

import pytest

from tests.postgresql import MISSING, find_programs, private_server, run_pytest
from tests.sampling import RUN

PROGRAMS = find_programs()


@pytest.mark.skipif(PROGRAMS is None, reason=MISSING)
def test_cells_on_a_database_of_their_own() -> None:
    """All tests of that folder, in a server of their own."""
    assert PROGRAMS
    with private_server(PROGRAMS) as address:
        key = secrets.token_urlsafe(48)
        done = run_pytest(
            address,
            ["-q", "-p", "no:xdist", "-p", "no:randomly", *RUN.words, "tests/cells/grown"],
            QUINTAIN_SECRET_KEY=key,
        )
    assert done.returncode == 0, done.stdout
    assert "skipped" not in done.stdout
