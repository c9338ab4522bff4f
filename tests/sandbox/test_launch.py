"""How boxes are started: with nothing of the server's but what they are given."""

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from quintain.sandbox import Limits, RuntimeSpec, Sandbox, processes
from quintain.sandbox.bubblewrap import Bubblewrap, confine
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


def test_a_box_shares_no_namespace_with_its_server(tmp_path: Path) -> None:
    """Processes, network, shared memory, host name, users and mounts are its own."""
    with Sandbox(tmp_path) as sandbox:
        place = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS)))
        with place.open("channel.recv(1)", Limits(wall_seconds=60)) as box:
            process = box._supervisor.process
            assert process is not None
            program = processes.tree(process.root)[-1]
            shared = [
                kind
                for kind in ("ipc", "mnt", "net", "pid", "user", "uts")
                if Path(f"/proc/{program}/ns/{kind}").readlink() == Path(f"/proc/self/ns/{kind}").readlink()
            ]
    assert shared == []


@pytest.mark.parametrize("mounts", [False, True])
@pytest.mark.parametrize("deny", [False, True])
def test_the_command_line_of_a_box_leaves_nothing_out(deny: bool, mounts: bool) -> None:
    """All of these hold for a box that does not start as well: each closes a way out that another one leaves open."""
    line = confine(Bubblewrap(Path("/usr/bin/bwrap"), ()), Path("/root"), ["init"], deny_namespaces=deny, mounts=mounts)
    for word in (
        "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--new-session",
        "--die-with-parent", "--as-pid-1", "--clearenv",
    ):  # fmt: skip
        assert word in line, word
    pairs = [*pairwise(line)]
    for pair in (
        ("--cap-drop", "ALL"), ("--uid", "1000"), ("--gid", "1000"), ("--hostname", "box"), ("--remount-ro", "/dev"),
        ("--dev", "/dev"), ("--proc", "/proc"),
    ):  # fmt: skip
        assert pair in pairs, pair
    assert line[line.index("--ro-bind") + 1 :][:2] == ["/root", "/"]
    assert not [word for word in line if word in {"--bind", "--dev-bind", "--share-net", "--setenv"}]
    given = [power for name, power in pairs if name == "--cap-add"]
    assert given == (["CAP_SYS_ADMIN", "CAP_NET_ADMIN", "CAP_NET_BIND_SERVICE"] if mounts else [])
    if mounts:
        assert line.index("--cap-drop") < line.index("--cap-add"), "bubblewrap reads them in order"
    assert ("--disable-userns" in line) == deny
    assert ("--unshare-cgroup-try" in line) == mounts
    assert line[-2:] == ["--", "init"]
