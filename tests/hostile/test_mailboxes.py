"""Two boxes that try to tell each other something by the files that both can see."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from quintain.sandbox import RuntimeSpec, Sandbox
from quintain.sandbox.trees import Trees
from tests.hostile.test_boxes import FIRST_READER, HERE, ROOMY, Place, described

pytestmark = pytest.mark.hostile

BITS = 64
CHANCE = 52  # of 64 drawn bits so many or more are guessed by chance once in four million times, whatever was measured
SENDER = """
import os
for place, bit in enumerate({bits!r}):
    for name in range(40 * int(bit)):
        os.access(f"{folder}/{prefix}-{{place}}-{{name}}", os.F_OK)
print("sent")
"""
RECEIVER = """
import os, time
def nanoseconds(path):
    began = time.perf_counter_ns()
    os.access(path, os.F_OK)
    return time.perf_counter_ns() - began
def quartile(place):
    return sorted(nanoseconds(f"{folder}/{prefix}-{{place}}-{{name}}") for name in range(40))[10]
taken = [quartile(place) for place in range({places})]
order = sorted(taken)
gap = max(range(1, len(order)), key=lambda place: order[place] - order[place - 1])
print("".join(str(int(each < order[gap])) for each in taken))
"""


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name a folder for the trees, which both kinds of boxes share."""
    return tmp_path_factory.mktemp("mailboxes")


@pytest.fixture(scope="module", params=["cold", "warm"])
def place(state: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """Make a sandbox of this module's own."""
    with Sandbox(state, warm=request.param == "warm") as sandbox:
        yield Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh",), HERE / "harness")))


def transferred(place: Place, folder: str) -> int:
    """Send a drawn word from one box to another by names that do not exist; count the bits that arrive."""
    bits, prefix = "".join(secrets.choice("01") for _ in range(BITS)), secrets.token_hex(4)
    assert described(place.run(SENDER.format(bits=bits, folder=folder, prefix=prefix), ROOMY)) == "says sent"
    guess = described(place.run(RECEIVER.format(places=BITS, folder=folder, prefix=prefix), ROOMY)).removeprefix(
        "says "
    )
    return sum(sent == got for sent, got in zip(bits, guess, strict=True))


@pytest.mark.parametrize("folder", ["/usr/lib/python3.13", "/box", "/dev", "/proc", "/proc/sys/kernel"])
def test_names_that_somebody_has_looked_for_are_no_mailbox(place: Place, folder: str) -> None:
    """A disk's file system remembers which names do not exist: whoever looks for one again is answered sooner."""
    assert transferred(place, folder) < CHANCE


def test_boxes_see_a_file_system_in_memory(place: Place) -> None:
    """Which remembers no name that was not found, and whose files are never read anew."""
    source = """
for line in open("/proc/self/mountinfo"):
    before, after = line.split(" - ")
    if before.split()[4] == "/":
        print(after.split()[0], "ro" in before.split()[5].split(","))
"""
    assert described(place.run(source)) == "says tmpfs True"


def test_pages_that_nobody_has_read_count_no_boxes(place: Place) -> None:
    """Each box would find one page more in the cache than the box before; in memory, all of them are there."""
    last = (place.runtime.root / "usr/lib/python3.13/turtle.py").stat().st_size // 4096 - 1
    assert described(place.run(FIRST_READER, ROOMY)) == f"says {last}"


def test_neighbours_share_nothing_that_a_killed_holder_has_held(place: Place) -> None:
    """Boxes start all the same without the process that made the file system in memory; then another is made."""
    trees = Trees()
    with closing(trees), Sandbox(place.runtime.root.parents[1], warm=False, trees=trees) as sandbox:
        spec = RuntimeSpec(None, ("sh",), HERE / "harness")
        alone = Place(sandbox, sandbox.runtime(spec))
        assert trees.holder is not None
        first = trees.holder.process
        first.kill()
        first.wait()
        assert described(alone.run("print('still')")) == "says still"
        sandbox.runtime(spec)
        assert trees.holder.process.pid != first.pid
        assert transferred(alone, "/usr/lib/python3.13") < CHANCE


@pytest.mark.parametrize("is_gone", [True, False], ids=["the tree is gone", "another namespace is entered"])
def test_trees_that_boxes_do_not_find_are_kept_again(
    place: Place, is_gone: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """A server that has lost its file system in memory, however that came about, judges on without a restart."""
    trees = Trees()
    with closing(trees), Sandbox(place.runtime.root.parents[1], warm=False, trees=trees) as sandbox:
        alone = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh",), HERE / "harness")))
        first, lost = trees.holder, trees.places[alone.runtime.root]
        assert first is not None
        if is_gone:
            shutil.rmtree(f"/proc/{first.pid}/root{lost.path}")
        else:
            own = os.open("/proc/self/ns/mnt", os.O_RDONLY)
            os.dup2(own, lost.mount, inheritable=False)
            os.close(own)
        assert described(alone.run("print('still')")) == "says still"
        assert trees.holder is not None
        assert trees.holder.pid != first.pid
        assert trees.places[alone.runtime.root] != lost
        assert transferred(alone, "/usr/lib/python3.13") < CHANCE
    told = [each.getMessage() for each in caplog.records if "do not find" in each.getMessage()]
    assert len(told) == 1
    assert str(first.pid) not in re.findall(r"[0-9]+", told[0])
    assert ("with nothing" in told[0]) is is_gone


def test_memory_that_was_refused_once_is_asked_for_again(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A machine that was too busy when the first tree was kept keeps the next in memory; the log tells it once."""
    root = place.runtime.root
    trees = Trees()
    with closing(trees), Sandbox(root.parents[1], warm=False, trees=trees) as sandbox:
        with monkeypatch.context() as patch:
            patch.setattr("quintain.sandbox.trees.trial", lambda _: "no answer within 10 seconds")
            for each in (root, root / "usr"):
                trees.keep(each, sandbox.launcher())
        assert trees.places == {}
        trees.keep(root / "usr/lib", sandbox.launcher())
        assert root / "usr/lib" in trees.places
    told = [each.getMessage() for each in caplog.records if "stays on the disk" in each.getMessage()]
    assert told == [
        "What sandboxes see stays on the disk, where they can leave each other notes: no answer within 10 seconds."
    ]


def test_box_that_breaks_by_itself_moves_no_tree(place: Place) -> None:
    """Only a tree that is not found is kept again: what a program does to its own box costs nobody a second start."""
    trees = Trees()
    with closing(trees), Sandbox(place.runtime.root.parents[1], warm=False, trees=trees) as sandbox:
        alone = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh",), HERE / "harness")))
        holder, used = trees.holder, trees.places[alone.runtime.root]
        assert trees.restore(alone.runtime.root, used, sandbox.launcher()) is False
        assert trees.holder is holder
        assert trees.restore(alone.runtime.root, None, sandbox.launcher())
