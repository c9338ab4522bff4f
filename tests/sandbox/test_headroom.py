"""No box is opened where the machine could not give it the processes and threads that its limits promise."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from quintain.sandbox import Limits
from quintain.sandbox.delegation import own_cgroups
from quintain.sandbox.errors import BoxNotStarted
from quintain.sandbox.headroom import cgroups_above, require_tasks, tasks_left
from tests.sandbox.conftest import Place

MOUNT = "30 25 0:26 / {folder} rw - {kind} cgroup rw{options}\n"


def make_group(folder: Path, limit: str, current: int) -> None:
    """Make a folder that looks like a control group."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pids.max").write_text(f"{limit}\n")
    (folder / "pids.current").write_text(f"{current}\n")


def make_proc(folder: Path, groups: str, mounts: str) -> Path:
    """Make a folder that looks like /proc/self."""
    folder.mkdir()
    (folder / "cgroup").write_text(groups)
    (folder / "mountinfo").write_text(mounts)
    return folder


@pytest.mark.parametrize("version", [1, 2])
def test_the_tightest_group_counts(tmp_path: Path, version: int) -> None:
    """Be it the server's own or one far above it; the outermost one has no limit."""
    tree = tmp_path / "tree"
    tree.mkdir()
    make_group(tree / "a", "100", 40)
    make_group(tree / "a" / "b", "max", 12)
    make_group(tree / "a" / "b" / "c", "90", 12)
    kind, options, name = ("cgroup", ",pids", "pids") if version == 1 else ("cgroup2", "", "")
    mounts = MOUNT.format(folder=tree, kind=kind, options=options)
    proc = make_proc(tmp_path / "proc", f"4:{name}:/a/b/c\n", mounts)
    above = cgroups_above(proc)
    assert [folder.name for folder in above] == ["c", "b", "a"]
    assert tasks_left(above) == 60


def test_without_limits_there_is_nothing_to_ask(tmp_path: Path) -> None:
    """A machine that counts nothing lets everything start."""
    assert tasks_left(cgroups_above(make_proc(tmp_path / "proc", "0::/\n", ""))) is None
    make_group(tmp_path / "free", "max", 7)
    assert tasks_left((tmp_path / "free", tmp_path / "gone")) is None


def test_too_few_tasks_are_the_machines_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal names the number, and where the limit is set."""
    make_group(tmp_path, "320", 290)
    monkeypatch.setattr("quintain.sandbox.headroom.cgroups_above", lambda: (tmp_path,))
    with pytest.raises(BoxNotStarted) as refused:
        require_tasks(32)
    assert refused.value.sentence.startswith("The machine lets the server start 30 more processes and threads")
    assert "TasksMax=" in refused.value.remedy
    require_tasks(15)


@pytest.fixture
def own_cgroup() -> Iterator[Path]:
    """Move this process into a group of its own, where root may."""
    folders = [folder for folder in cgroups_above() if (folder / "cgroup.procs").exists()]
    here = own_cgroups(Path("/proc/self")).get("pids")
    root = Path("/sys/fs/cgroup/pids")
    if here is None or not root.is_dir() or folders:
        pytest.skip("needs the first version of control groups, and the outermost of them")
    group = root / "quintain-test-headroom"
    try:
        group.mkdir(exist_ok=True)
        (group / "cgroup.procs").write_text("0")
    except OSError:
        pytest.skip("may not make control groups here")
    cgroups_above.cache_clear()
    yield group
    (root / "cgroup.procs").write_text("0")
    cgroups_above.cache_clear()
    with suppress(OSError):  # what is kept for warm boxes may still be in it
        group.rmdir()


def test_a_box_is_refused_in_a_real_group(place: Place, own_cgroup: Path) -> None:
    """With the limit lifted, it opens."""
    limit = own_cgroup / "pids.max"
    limit.write_text(str(int((own_cgroup / "pids.current").read_text()) + 20))
    with pytest.raises(BoxNotStarted, match="too few for a sandbox"):
        place.open("pass", Limits())
    limit.write_text("max")
    assert place.run("channel.sendall(b'')").status == 0
