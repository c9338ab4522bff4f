"""Control groups: the kernel holds and counts a box as a whole, and nothing is left of them.

The second version cannot be had on every machine that runs these tests, as the first may hold the controllers; so the
steps that it needs are tried on a folder that looks like one, and all else on what the machine has.
"""

import importlib
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest

from quintain.sandbox import (
    Limit,
    Limits,
    Manner,
    RuntimeSpec,
    Sandbox,
    SandboxUnavailable,
    cgroups,
    delegation,
    processes,
)
from quintain.sandbox.cgroups import Cgroup, Cgroups
from quintain.sandbox.delegation import CgroupRoot, Version, find_cgroup_root
from tests.sandbox.conftest import HARNESS
from tests.sandbox.conftest import Place as Boxes

probe_module = importlib.import_module("quintain.sandbox.probe")
SPEC = RuntimeSpec(None, ("sh", "tar"), HARNESS)
NOBODY_PID = 2**22 + 1  # above what the kernel gives away
with_cgroups = pytest.mark.skipif(find_cgroup_root() is None, reason="this machine gives no control group away")
HOGS = """
import os, time
for _ in range(8):
    if os.fork() == 0:
        bytearray(60 * 2**20)
        time.sleep(30)
time.sleep(30)
"""
SERVER = """
import sys, pathlib, time
from quintain.sandbox import RuntimeSpec, Sandbox
from tests.sandbox.conftest import HARNESS, Place
sandbox = Sandbox(pathlib.Path(sys.argv[1]), warm=False, grouped=True)
box = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS))).open("import time; time.sleep(60)")
print("open", flush=True)
time.sleep(60)
"""


def left() -> list[Path]:
    """List what this process has left in the groups of this machine, where it has stepped aside to not counted."""
    root = find_cgroup_root()
    assert root is not None
    found = [found for folder in root.folders for found in folder.glob(f"quintain-{os.getpid()}-*")]
    return [folder for folder in found if not delegation.ASIDE.fullmatch(folder.name)]


@pytest.fixture(params=["cold", "warm"])
def boxes(state: Path, request: pytest.FixtureRequest) -> Iterator[Boxes]:
    """Make a sandbox whose boxes have groups; nothing is left of them when it is closed."""
    before = len(left())  # other sandboxes of this process keep spares in groups, too
    with Sandbox(state, warm=request.param == "warm", grouped=True) as sandbox:
        yield Boxes(sandbox, sandbox.runtime(SPEC))
    deadline = time.monotonic() + 10
    while len(left()) > before:
        assert time.monotonic() < deadline, left()
        time.sleep(0.02)


@with_cgroups
def test_box_is_in_a_group_of_its_own_and_nothing_is_left(boxes: Boxes) -> None:
    """All of its processes from its first line on, and none of them in any other."""
    with boxes.open(
        "import subprocess; subprocess.run(['sh', '-c', 'cat </proc/self/cgroup; read x </proc/1/cgroup'])"
    ):
        assert left()
    with boxes.open("channel.sendall(b'x'); channel.recv(1)") as box:
        box.channel.recv(1)
        process, group = box._supervisor.process, box._supervisor._cgroup
        assert process is not None
        assert group is not None
        for folder in map(Path, group._folders):
            members = {int(pid) for pid in (folder / "cgroup.procs").read_text().split()}
            assert members == set(processes.tree(process.root))
    assert not any(Path(folder).exists() for folder in group._folders)


@with_cgroups
def test_box_that_cannot_move_itself_is_moved(boxes: Boxes, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the server, which is slower: no box is without its group because a kernel refuses the short way."""

    def of_no_use(group: Cgroup) -> list[int]:
        return [os.open(f"{folder}/tasks", os.O_RDONLY) for folder in group._folders]

    monkeypatch.setattr(Cgroup, "open_fds", of_no_use)
    for _ in range(4):  # those that lay ready before are used up
        with boxes.open("channel.sendall(b'x'); channel.recv(1)") as box:
            box.channel.recv(1)
            process, group = box._supervisor.process, box._supervisor._cgroup
            assert process is not None
            assert group is not None
            members = {int(pid) for pid in Path(group._folders[0], "cgroup.procs").read_text().split()}
            assert members == set(processes.tree(process.root))


@with_cgroups
def test_warm_box_sees_no_group_but_its_own(state: Path) -> None:
    """It is in that group before it looks, and where the group is would tell of the host."""
    with Sandbox(state, warm=True, grouped=True) as sandbox:
        boxes = Boxes(sandbox, sandbox.runtime(SPEC))
        assert sandbox.make_ready(boxes.runtime)
        told = boxes.run("print(open('/proc/self/cgroup').read())").output.decode().split()
    groups_with_a_limit = [line for line in told if set(line.split(":")[1].split(",")) & {"", *delegation.NEEDED[1]}]
    assert groups_with_a_limit
    assert all(line.endswith(":/") for line in groups_with_a_limit), told


@with_cgroups
def test_kernel_holds_many_processes_together(boxes: Boxes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even if nobody looks: the box ends, and its ending says by which limit."""
    monkeypatch.setattr(processes, "memory", lambda _pids, _ceiling: (0, 0))
    ending = boxes.run(HOGS, Limits(memory_mebibytes=96, disk_mebibytes=2, wall_seconds=20))
    assert (ending.manner, ending.limit) == (Manner.LIMIT, Limit.MEMORY)
    assert ending.wall_seconds < 15


@with_cgroups
def test_kernel_holds_the_number_of_processes(boxes: Boxes, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more than allowed may be seen, no two."""
    monkeypatch.setattr(processes, "memory", lambda _pids, _ceiling: (0, 0))
    source = """
import os, resource
made = 0
try:
    for made in range(50):
        if os.fork() == 0:
            import time; time.sleep(30)
except BlockingIOError:
    pass
print(made, flush=True)
"""
    with boxes.open(source, replace(Limits(), processes=10)) as box:
        box.wait(1)
        assert int(box.output()) == 10


@with_cgroups
def test_processor_time_of_short_lived_children_is_counted(boxes: Boxes) -> None:
    """Finely, where the kernel's ticks would see none of it."""
    source = """
import os
def work(): sum(range(20_000))
while channel.recv(1):
    for _ in range(10):
        if os.fork() == 0:
            work()
            os._exit(0)
        os.wait()
    channel.sendall(b"x")
"""
    with boxes.open(source) as box:
        used = [box.cpu_seconds()]
        for _ in range(4):
            box.channel.sendall(b"x")
            box.channel.recv(1)
            used.append(box.cpu_seconds())
        assert all(later - earlier > 0.002 for earlier, later in itertools.pairwise(used))


@with_cgroups
def test_meter_tells_elsewhere_what_the_box_has_used(boxes: Boxes) -> None:
    """The same figure from a descriptor alone; once the box is gone it tells nothing, and there is none to open."""
    source = "while channel.recv(1):\n    sum(range(200_000))\n    channel.sendall(b'x')\n"
    with boxes.open(source) as box:
        opened = box.open_meter()
        assert opened is not None
        meter, descriptor = opened
        try:
            for _ in range(3):
                before = meter.read(descriptor)
                box.channel.sendall(b"x")
                box.channel.recv(1)
                assert before + 0.001 < meter.read(descriptor) <= box.cpu_seconds() < 1
            box.close()
            with pytest.raises(OSError, match="No such device"):
                meter.read(descriptor)
        finally:
            os.close(descriptor)
        assert box.open_meter() is None


def test_no_meter_without_a_group(state: Path) -> None:
    """What is only watched cannot be read elsewhere."""
    with (
        Sandbox(state, grouped=False) as sandbox,
        Boxes(sandbox, sandbox.runtime(SPEC)).open("channel.recv(1)") as box,
    ):
        assert box.open_meter() is None


@with_cgroups
def test_groups_of_a_killed_server_are_swept_away(state: Path) -> None:
    """By the next one; those of a living one stay."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(state)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    root = find_cgroup_root()
    assert root is not None
    assert server.stdout is not None
    with server:
        assert server.stdout.readline() == "open\n"
        assert all([*folder.glob(f"quintain-{server.pid}-*/box-*")] for folder in root.folders)
        cgroups.sweep(root)
        assert all([*folder.glob(f"quintain-{server.pid}-*/box-*")] for folder in root.folders)
        server.kill()
    deadline = time.monotonic() + 10
    while [found for folder in root.folders for found in folder.glob(f"quintain-{server.pid}-*")]:
        cgroups.sweep(root)
        assert time.monotonic() < deadline


def test_old_groups_of_dead_servers_go_wherever_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those of a server that was started in another session; new ones, and those of the living, are left alone."""
    dead, alive = f"quintain-{NOBODY_PID}-1", f"quintain-{cgroups.stamp(os.getpid())}"
    old, new, ours = (tmp_path / name for name in (f"a/b/{dead}", f"c/{dead}", f"d/{alive}"))
    for folder in (old, new, ours):
        (folder / "box-1").mkdir(parents=True)
    for folder in (old, ours):
        os.utime(folder, (0, 0))
    mount = delegation.Mount(Version.ONE, PurePosixPath("/"), tmp_path, frozenset({"memory"}))
    monkeypatch.setattr(cgroups, "mounts", lambda _proc: iter([mount]))
    cgroups.sweep(CgroupRoot(Version.ONE, ()))
    assert (old.exists(), new.exists(), ours.exists()) == (False, True, True)


def test_boxes_do_without_where_the_kernel_refuses(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """They are watched, and the log says so."""
    monkeypatch.setattr(cgroups, "find_cgroup_root", lambda: CgroupRoot(Version.ONE, (tmp_path / "not there",)))
    with Sandbox(state, warm=False, grouped=True) as sandbox:
        assert Boxes(sandbox, sandbox.runtime(SPEC)).run("print('runs')").output == b"runs\n"
    assert "is only watched" in caplog.text


@pytest.mark.parametrize(("word", "used"), [("used", True), ("unused", False)])
def test_switch_chooses(word: str, used: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """For the sandbox and the probe alike."""
    monkeypatch.setenv("QUINTAIN_GROUPS", word)
    root = CgroupRoot(Version.TWO, (tmp_path,))
    monkeypatch.setattr(probe_module, "find_cgroup_root", lambda: root)
    assert Sandbox(tmp_path)._may_have_cgroups is used
    facts = probe_module.probe(tmp_path)
    assert (facts.control_group, facts.control_group_version) == ((tmp_path, 2) if used else (None, None))


def test_switch_with_another_word_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A misspelt switch is not a choice."""
    monkeypatch.setenv("QUINTAIN_GROUPS", "yes")
    with pytest.raises(SandboxUnavailable, match="QUINTAIN_GROUPS is 'yes'; it may be unused or used"):
        Sandbox(tmp_path)


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make folders that look like a process and its group of the second version; return the group."""
    monkeypatch.setattr(delegation, "SYSTEMD", tmp_path / "no systemd")
    group = tmp_path / "fs/user.slice/quintain.scope"
    group.mkdir(parents=True)
    for name, text in (("controllers", "cpu memory pids\n"), ("procs", f"{NOBODY_PID}\n"), ("type", "domain\n")):
        (group / f"cgroup.{name}").write_text(text)
    (tmp_path / "cgroup").write_text("0::/user.slice/quintain.scope\n")
    (tmp_path / "mountinfo").write_text(
        "22 1 0:2 / / rw - ext4 /dev/vda rw\n"
        f"31 22 0:38 / {tmp_path}/fs rw,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate\n"
    )
    return group


def test_delegated_group_of_the_second_version_is_found(second: Path, tmp_path: Path) -> None:
    """By the process's own group and the mount that shows it."""
    assert find_cgroup_root(tmp_path) == CgroupRoot(Version.TWO, (second,))


def test_group_without_the_controllers_is_of_no_use(second: Path, tmp_path: Path) -> None:
    """Memory and processes must be the server's to hold."""
    (second / "cgroup.controllers").write_text("cpu pids\n")
    assert find_cgroup_root(tmp_path) is None


def test_group_that_systemd_keeps_for_itself_is_left_alone(
    second: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root could write there, and systemd would undo it; Delegate=yes leaves a mark."""
    monkeypatch.setattr(delegation, "SYSTEMD", tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert find_cgroup_root(tmp_path) is None
    monkeypatch.setattr(os, "getxattr", lambda path, name: b"1" if (path, name) == (second, "user.delegate") else b"")
    assert find_cgroup_root(tmp_path) == CgroupRoot(Version.TWO, (second,))


def test_group_of_another_namespace_is_not_found(second: Path, tmp_path: Path) -> None:
    """Its path leads out of what is mounted."""
    assert second.is_dir()
    (tmp_path / "cgroup").write_text("0::/../other\n")
    assert find_cgroup_root(tmp_path) is None


def test_server_steps_aside_in_the_second_version(second: Path) -> None:
    """A group that is divided holds no processes itself."""
    delegation.step_aside(second, "aside")
    assert (second / "aside/cgroup.procs").read_text() == str(NOBODY_PID)
    assert (second / "cgroup.subtree_control").read_text() == "+memory +pids"


def test_who_has_stepped_aside_finds_the_same_group_again(second: Path, tmp_path: Path) -> None:
    """A second sandbox of a server, or a program that it starts, divides no further what is divided."""
    aside = second / "quintain-71-2003-server"
    aside.mkdir()
    (tmp_path / "cgroup").write_text(f"0::/user.slice/quintain.scope/{aside.name}\n")
    assert find_cgroup_root(tmp_path) == CgroupRoot(Version.TWO, (second,))


def test_nobody_is_moved_from_a_group_that_is_divided(second: Path) -> None:
    """A server before has done it."""
    (second / "cgroup.procs").write_text("")
    delegation.step_aside(second, "aside")
    assert not (second / "aside").exists()
    assert (second / "cgroup.subtree_control").read_text() == "+memory +pids"


def test_root_of_all_groups_is_not_left(second: Path) -> None:
    """It is divided as it is."""
    (second / "cgroup.type").unlink()
    delegation.step_aside(second, "aside")
    assert not (second / "aside").exists()


def test_second_version_is_told_the_limits(second: Path) -> None:
    """In its own words: all of the box dies with the one that asks for too much."""
    made = Cgroups(CgroupRoot(Version.TWO, (second,))).make()
    assert made is not None
    made.set_limits(Limits(memory_mebibytes=100, disk_mebibytes=20, processes=5), 2)
    folder = Path(*made._folders)
    assert folder.parent.parent == second
    assert (folder.parent / "cgroup.subtree_control").read_text() == "+memory +pids"
    assert (folder / "memory.max").read_text() == str(184 * 2**20)
    assert (folder / "memory.oom.group").read_text() == "1"
    assert (folder / "pids.max").read_text() == "8"


def test_group_that_is_gone_tells_the_others_nothing(tmp_path: Path) -> None:
    """Groups of one root remember together which folder has which file, and only what they have seen."""
    homes: dict[str, int] = {}
    with pytest.raises(FileNotFoundError):
        Cgroup(Version.ONE, [tmp_path / "gone" / each for each in "ab"], homes).cpu_seconds()
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "cpuacct.usage").write_text("2000000000\n")
    assert Cgroup(Version.ONE, [tmp_path / each for each in "ab"], homes).cpu_seconds() == pytest.approx(2.0)


def test_second_version_is_read(tmp_path: Path) -> None:
    """Microseconds, and how many the kernel had to end."""
    group = Cgroup(Version.TWO, [tmp_path])
    (tmp_path / "cpu.stat").write_text("usage_usec 1234567\nuser_usec 1000000\nsystem_usec 234567\n")
    (tmp_path / "memory.events").write_text("low 0\nhigh 0\nmax 12\noom 1\noom_kill 0\noom_group_kill 0\n")
    assert group.cpu_seconds() == pytest.approx(1.234567)
    assert not group.oom_killed()
    (tmp_path / "memory.events").write_text("low 0\nhigh 0\nmax 12\noom 1\noom_kill 4\n")
    assert group.oom_killed()


def test_second_version_kills_whom_it_cannot_remove(tmp_path: Path) -> None:
    """With one word to the kernel."""
    (tmp_path / "cgroup.kill").touch()
    assert not cgroups.removed(tmp_path, "cgroup.kill")
    assert (tmp_path / "cgroup.kill").read_text() == "1"
