"""Web processes and judges on one side of a network that is cut, services on the other; see `tests/server/network`."""

import secrets

import pytest

from tests.network import MISSING as NETWORK_MISSING
from tests.network import NAME, can_be_made, private_network
from tests.postgresql import MISSING, find_programs, private_server, run_pytest
from tests.valkey import MISSING as VALKEY_MISSING
from tests.valkey import find_program

PROGRAMS = find_programs()


@pytest.mark.whole
@pytest.mark.skipif(PROGRAMS is None, reason=MISSING)
@pytest.mark.skipif(not can_be_made(), reason=NETWORK_MISSING)
def test_a_network_that_is_cut() -> None:
    """All tests of that folder, in a network of their own."""
    assert PROGRAMS
    with private_network() as network, private_server(PROGRAMS, network) as address:
        settings = {NAME: str(network), "QUINTAIN_SECRET_KEY": secrets.token_urlsafe(48)}
        done = run_pytest(address, ["-q", "-p", "no:xdist", "tests/server/network"], **settings)
    assert done.returncode == 0, done.stdout
    if find_program() is None:
        pytest.skip(f"the rest holds; {VALKEY_MISSING}")
    assert "skipped" not in done.stdout
