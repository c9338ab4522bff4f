"""Users of the host for boxes: none shared, none given away again too early, none lost."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from quintain.sandbox import BoxNotStarted, Limits, RuntimeSpec, Sandbox, SandboxUnavailable, processes, users
from quintain.sandbox.users import NOBODY, Users, users_of_this_server
from tests.sandbox.conftest import HARNESS, Place

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives users away")
PAIR = (94100, 94101)
OTHERS = (94120, 94121)  # tests may run side by side


def users_in(box_root: int) -> set[int]:
    """Users of the processes below one of a box, as the host sees them."""
    found: set[int] = set()
    for pid in processes.tree(box_root)[1:] or [box_root]:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        found.update(int(line.split()[1]) for line in lines if line.startswith("Uid:"))
    return found


def test_each_taken_user_is_another_and_comes_back() -> None:
    """The one that has been idle the longest is taken first; when all are taken, the sentence says what to do."""
    pool = Users(PAIR)
    first, second = pool.take(), pool.take()
    assert (first.user, second.user) == PAIR
    with pytest.raises(BoxNotStarted, match=r"All users for sandboxes are taken \(2\).*QUINTAIN_BOX_USERS"):
        pool.take()
    first.release()
    first.release()
    third = pool.take()
    assert third.user == PAIR[0]
    with pytest.raises(BoxNotStarted):
        pool.take()
    second.release()
    third.release()


def test_two_servers_do_not_give_away_the_same() -> None:
    """And a server that is killed holds nothing any more."""
    source = (
        "import sys; from quintain.sandbox.users import Users\n"
        "slot = Users((94102, 94103)).take(); print(slot.user, flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", source],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert other.stdout is not None
    with other:
        assert other.stdout.readline() == "94102\n"
        mine = Users((94102, 94103)).take()
        assert mine.user == 94103
        mine.release()
        other.kill()
        other.wait()
        mine = Users((94102, 94103)).take()
        assert mine.user == 94102
        mine.release()


@as_root
def test_user_under_whom_something_runs_is_passed_over() -> None:
    """Whoever started it."""
    with subprocess.Popen(["sleep", "60"], user=OTHERS[0], group=OTHERS[0], extra_groups=[]) as stranger:
        pool = Users(OTHERS)
        slot = pool.take()
        assert slot.user == OTHERS[1]
        stranger.kill()
    slot.release()
    slot = pool.take()
    assert slot.user == OTHERS[0]
    slot.release()


@as_root
def test_boxes_that_are_open_at_once_run_under_different_users(state: Path) -> None:
    """Cold ones each, warm ones by their zygote; and none is root. What is closed gives its user back."""
    spec = RuntimeSpec(None, ("sh", "tar"), HARNESS)
    with Sandbox(state, warm=False, users=Users(range(94104, 94107))) as sandbox:
        runtime = sandbox.runtime(spec)
        boxes = [sandbox.open(runtime) for _ in range(3)]
        started = [box._supervisor.process for box in boxes]
        assert sorted(user for process in started if process is not None for user in users_in(process.root)) == [
            94104,
            94105,
            94106,
        ]
        with pytest.raises(BoxNotStarted, match="All users for sandboxes are taken"):
            sandbox.open(runtime)
        for box in boxes:
            box.close()
        for _ in range(4):
            sandbox.open(runtime).close()


@as_root
def test_zygotes_have_users_of_their_own(state: Path) -> None:
    """And give them back when they end."""
    pool = Users(range(94110, 94113))
    with Sandbox(state, warm=True, users=pool) as sandbox:
        taken = set()
        for names in ((), ("wave",)):
            place = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS, names)))
            with place.open("channel.recv(1)", Limits(wall_seconds=30)) as box:
                process = box._supervisor.process
                assert process is not None
                taken |= users_in(process.root)
        assert len(taken) == 2
    deadline = time.monotonic() + 10
    while len(pool._idle) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(pool._idle) == 3


def test_a_single_user_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on machines that know few users."""
    pool = Users([NOBODY])
    assert [pool.take().user for _ in range(3)] == [NOBODY] * 3
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(users, "is_mapped", lambda _number, _name: False)
    monkeypatch.delenv(users.VARIABLE, raising=False)
    assert users_of_this_server().numbers == (NOBODY,)


def test_environment_names_the_range(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ordinary users have no choice: their boxes are theirs."""
    monkeypatch.setenv(users.VARIABLE, "70000-70003")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert users_of_this_server().numbers == (70000, 70001, 70002, 70003)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert users_of_this_server().numbers is None
    assert users_of_this_server().take().user is None


@pytest.mark.parametrize("text", ["", "0-5", "5-1", "many", "1-2-3", "-1", "1-99999999999"])
def test_range_that_is_none_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root is no user for boxes, and a misspelt range is not a choice."""
    monkeypatch.setenv(users.VARIABLE, text)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(SandboxUnavailable, match=r"QUINTAIN_BOX_USERS is '.*'; it may be a range"):
        users_of_this_server()


def test_mark_of_another_server_is_seen() -> None:
    """A name that the kernel forgets with its process."""
    with socket.socket(socket.AF_UNIX) as other:
        other.bind("\0quintain-box-user-94120")
        assert users.marked(94120) is None
    mark = users.marked(94120)
    assert mark is not None
    mark.close()
