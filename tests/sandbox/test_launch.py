"""How boxes are started: with nothing of the server's but what they are given."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from quintain.sandbox import Limits, RuntimeSpec, Sandbox, processes
from quintain.sandbox.users import Users
from tests.sandbox.conftest import HARNESS, Place

GROUP = 94190


@pytest.fixture
def in_a_group() -> Iterator[None]:
    """Have this process belong to one more group, as a server does that an operator put into one."""
    before = os.getgroups()
    os.setgroups([*before, GROUP])
    yield
    os.setgroups(before)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives groups away")
@pytest.mark.usefixtures("in_a_group")
@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
def test_groups_of_the_server_are_not_those_of_a_box(state: Path, *, warm: bool) -> None:
    """What the server may read as a member of a group, no process of a box may."""
    with Sandbox(state, warm=warm, users=Users(range(94130, 94134))) as sandbox:
        place = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS)))
        with place.open("channel.recv(1)", Limits(wall_seconds=60)) as box:
            process = box._supervisor.process
            assert process is not None
            texts = [Path(f"/proc/{pid}/status").read_text() for pid in processes.tree(process.root)]
    assert texts
    assert {line for text in texts for line in text.splitlines() if line.startswith("Groups:")} == {"Groups:\t "}
