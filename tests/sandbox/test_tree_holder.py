"""The program that holds the trees of boxes, where it has few descriptors."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from quintain.sandbox.trees import Holder, HolderFailed, Trees
from tests.sandbox.conftest import Place

FEW = 100


def with_few_descriptors(number: int) -> tuple[str, ...]:
    """Write the words before a command that may have so many descriptors and no more."""
    return "sh", "-c", f'ulimit -n {number}; exec "$@"', "sh"


@pytest.fixture
def holder() -> Iterator[Holder]:
    """Start one that can lock few files by itself."""
    holder = Holder.start(with_few_descriptors(FEW))
    try:
        yield holder
    finally:
        holder.end()


@pytest.fixture
def trees(tmp_path: Path) -> list[Path]:
    """Make three trees, each of more files than one process can hold."""
    roots = [tmp_path / name for name in ("first", "second", "third")]
    for root in roots:
        (root / "folder").mkdir(parents=True)
        for number in range(3 * FEW):
            (root / "folder" / str(number)).write_text(f"{root.name} {number}")
    return roots


def paths_of(root: Path) -> list[Path]:
    """List a tree."""
    return [root, *root.rglob("*")]


def is_locked(path: Path) -> bool:
    """Tell whether both kinds of an exclusive lock are refused."""
    refused = 0
    for mode, take in ((os.O_RDONLY, fcntl.flock), (os.O_RDWR, fcntl.lockf)):
        if path.is_dir() and mode == os.O_RDWR:
            refused += 1  # a folder cannot be opened for writing, which an exclusive lock of this kind needs
            continue
        handle = os.open(path, mode)
        try:
            take(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            refused += 1
        finally:
            os.close(handle)
    return refused == 2


def test_more_files_than_a_process_can_open_are_copied_and_locked(
    holder: Holder, trees: list[Path], tmp_path: Path
) -> None:
    """A tree after the last descriptor is no less whole and no less locked than the first."""
    for root in trees:
        copy = tmp_path / f"copy-{root.name}"
        assert holder.keep({"root": str(root), "copy": str(copy)}) == 0
        for path in paths_of(root):
            there = copy / path.relative_to(root)
            assert path.is_dir() or there.read_text() == path.read_text()
            assert is_locked(there)


def test_more_files_than_a_process_can_open_are_locked_where_they_are(holder: Holder, trees: list[Path]) -> None:
    """The same for trees that stay on the disk."""
    for root in trees:
        assert holder.keep({"root": str(root)}) == 0
        assert all(map(is_locked, paths_of(root)))


def test_locks_end_with_the_holder(trees: list[Path]) -> None:
    """Nothing that it has started outlives it."""
    holder = Holder.start(with_few_descriptors(FEW))
    assert holder.keep({"root": str(trees[0])}) == 0
    holder.end()
    for path in paths_of(trees[0]):
        handle = os.open(path, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)  # waits until the last process that shares the lock is gone
        os.close(handle)


def test_tree_that_is_not_there_is_not_kept(holder: Holder, tmp_path: Path) -> None:
    """To say that it is would send boxes where nothing is; the holder goes on to serve."""
    (tmp_path / "there").mkdir()
    missing = str(tmp_path / "missing")
    with pytest.raises(HolderFailed, match="No such file or directory"):
        holder.keep({"root": missing, "copy": str(tmp_path / "copy")})
    with pytest.raises(HolderFailed, match="No such file or directory"):
        holder.keep({"root": missing})
    assert holder.keep({"root": str(tmp_path / "there")}) == 0


def test_boxes_start_where_a_tree_has_more_files_than_descriptors(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A server that has made many runtimes gives boxes in the last one as in the first, all of them in memory."""
    start = Holder.start
    monkeypatch.setattr(Holder, "start", lambda before=(): start((*with_few_descriptors(FEW), *before)))
    kept, launcher = Trees(), place.sandbox.launcher()
    root = place.runtime.root
    with closing(kept):
        for tree in (root, root / "usr", root / "usr/lib"):
            kept.keep(tree, launcher)
        assert {root, root / "usr", root / "usr/lib"} < set(kept.places)
        for tree, used in list(kept.places.items()):
            assert not kept.restore(tree, used, launcher), "boxes do not find it"
    assert [each.getMessage() for each in caplog.records] == []


def test_tree_that_is_not_found_again_is_seen_on_the_disk(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever keeps boxes from a tree in memory: they start all the same, and the log says what was found."""
    kept, launcher = Trees(), place.sandbox.launcher()
    root = place.runtime.root
    with closing(kept):
        monkeypatch.setattr(Holder, "keep", lambda *_: 0)  # it says that it has done it, and has not
        kept.keep(root, launcher)
        lost = kept.places[root]
        assert kept.restore(root, lost, launcher)
        assert root not in kept.places
        kept.keep(root, launcher)
        assert root not in kept.places
    first, second = (each.getMessage() for each in caplog.records)
    assert f"Looked for: {lost.path.name}." in first
    assert "they see it on the disk" in second
    for told in (first, second):
        assert "sees: mnt:[" in told
        assert "/ /dev/shm rw" in told
        assert "- tmpfs tmpfs" in told
