"""Attacks on the record of a box. Each program in ``records/`` says how it must end, and what must be written down."""

import ast
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quintain.sandbox import Recording, RuntimeSpec, Sandbox
from tests.hostile.test_boxes import HERE, ROOMY, Namespace, Place, described, descriptors, process_one_of, start

pytestmark = pytest.mark.hostile

PROGRAMS = sorted((HERE / "records").glob("*.py"))
MOST_SERVER_SECONDS = 3.0


@pytest.fixture(scope="module", params=["cold", "warm"])
def place(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Place]:
    """Make a sandbox of this module's own."""
    with Sandbox(tmp_path_factory.mktemp("state"), warm=request.param == "warm") as sandbox:
        yield Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh",), HERE / "harness")))


@pytest.mark.sample(most=3)
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_hostile_program_meets_the_logger(place: Place, program: Path) -> None:
    """It ends as its docstring says, the record holds what it must, and the server neither hangs nor toils."""
    source = program.read_text()
    said = dict(re.findall(r"^(expect|seen|whole): (.+)$", ast.get_docstring(ast.parse(source)) or "", re.MULTILINE))
    place.sandbox.make_ready(place.runtime)
    before = descriptors()
    used = time.process_time()
    with place.sandbox.open(place.runtime, limits=ROOMY, recording=Recording.PROGRAMS_AND_FILES) as box:
        namespace = Namespace(process_one_of(box))
        start(source, box)
        assert box.wait(ROOMY.wall_seconds + 5) is not None
    ending = box.close()
    left = namespace.give_up()
    assert time.process_time() - used < MOST_SERVER_SECONDS
    assert described(ending) == said["expect"], ending.output.decode(errors="replace")[-2000:]
    assert left == []
    place.sandbox.make_ready(place.runtime)
    assert descriptors() <= before  # a box of before may still have been ending
    record = ending.record
    assert record is not None
    assert not record.is_blind
    assert said.get("whole") in {None, "yes" if record.is_whole else "no"}
    assert said.get("seen", "") in "\n".join(word for program in record.programs for word in program.argv)


@pytest.mark.whole
@pytest.mark.sample(most=1)
def test_a_flood_without_end_takes_the_flooders_time(place: Place) -> None:
    """Whoever opens files for ever waits more and more; the server spends a fraction of the time on it."""
    place.sandbox.make_ready(place.runtime)
    source = "import os\nwhile True: os.close(os.open('/dev/null', os.O_RDONLY))"
    with place.sandbox.open(place.runtime, limits=ROOMY, recording=Recording.PROGRAMS_AND_FILES) as box:
        start(source, box)
        box.wait(3)
        used, began = time.process_time(), time.monotonic()
        assert box.wait(2) is None
        assert (time.process_time() - used) / (time.monotonic() - began) < 0.25
