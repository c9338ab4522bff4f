"""The attacks on a box, against boxes with a kernel of their own. Most end as they do elsewhere."""

import ast
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from quintain.sandbox import RuntimeSpec, Sandbox
from tests.hostile.test_boxes import HERE, PROGRAMS, ROOMY, SHORT, TIGHT, Place, described, everything_in
from tests.sandbox.test_gvisor import left

pytestmark = [
    pytest.mark.hostile,
    pytest.mark.skipif(shutil.which("runsc") is None, reason="gVisor is not installed"),
]

LIMITS = {"limit wall": SHORT, "limit cpu": TIGHT}
OTHERWISE: Mapping[str, str] = {
    # Its folders have a ceiling of bytes alone, so that files in plenty last until the deadline.
    "deep_folders": "limit",
    "inode_flood": "limit",
    # Its kernel refuses one process too many, and the program goes on trying.
    "fork_bomb": "limit wall",
    "thread_bomb": "limit wall",
    "zombies": "limit wall",
    # It counts neither private memory nor pending signals for each process: the box ends instead.
    "memory_bomb": "limit memory",
    "timers": "limit memory",
    # Its process 1 can be killed from inside: the box ends without a report.
    "kill_everyone": "signal None",
    "kill_the_group": "signal None",
    # What can be opened, set or seen here is its own, and not the host's: devices, switches, priorities, /sys.
    "devices": "says ESCAPED",
    "kernel_switches": "says ESCAPED: ['/proc/self/oom_score_adj']",
    "locks_of_shared_files": "says ESCAPED",
    "look_around": "says ESCAPED: {'sys'} []",
    "nice_to_none": "says ESCAPED",
    "raise_limits": "says ESCAPED: ['RLIMIT_CPU']",
    # Process 1 holds nothing but its report, which no verdict comes from.
    "reaper_descriptors": "says ESCAPED",
    "reaper_memory": "says ESCAPED: ['maps', 'environ']",
    "send_descriptors": "says nothing was sent",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Make a sandbox of this module's own; its trees are as they were when all programs are through."""
    state = tmp_path_factory.mktemp("state")
    with Sandbox(state, gvisor=True) as sandbox:
        runtime = sandbox.runtime(RuntimeSpec(requirements=None, programs=("sh",), harness=HERE / "harness"))
        before = everything_in(state)
        yield Place(sandbox, runtime)
        assert everything_in(state) == before, "a program changed the runtime or left files behind"


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_hostile_program_is_contained(place: Place, program: Path) -> None:
    """It ends, as its docstring says or as this kernel has it; nothing runs on, and the next box works."""
    source = program.read_text()
    expected = re.search(r"^expect: (.+)$", ast.get_docstring(ast.parse(source)) or "", re.MULTILINE)
    assert expected is not None
    with place.open(source, LIMITS.get(expected[1], replace(ROOMY, wall_seconds=6))) as box:
        assert box.wait(30) is not None
    ending = box.close()
    said = described(ending)
    assert said.startswith(OTHERWISE.get(program.stem, expected[1])), ending.output.decode(errors="replace")[-2000:]
    assert left() == []
    following = place.run("print(sum(range(10)), __import__('os').listdir('/lab'), __import__('os').listdir('/tmp'))")
    assert described(following) == "says 45 [] []"
