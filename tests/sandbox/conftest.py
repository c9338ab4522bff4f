"""One sandbox for all tests of this room, and each test on cold boxes and on warm ones."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from quintain.sandbox import Box, Ending, Limits, Runtime, RuntimeSpec, Sandbox
from quintain.sandbox.box_process import ColdProcess
from quintain.sandbox.idle_box import WarmProcess

HARNESS = Path(__file__).parent / "harness"


@dataclass(frozen=True, slots=True)
class Place:
    """A sandbox and a runtime whose main program runs what it is sent."""

    sandbox: Sandbox
    runtime: Runtime

    def open(
        self, source: str, limits: Limits | None = None, *, sockets: int = 0, listening: Sequence[int] = ()
    ) -> Box:
        """Open a box in which ``source`` runs with ``channel`` at hand; warm once the sandbox can."""
        self.sandbox.make_ready(self.runtime)
        box = self.sandbox.open(self.runtime, limits=limits, sockets=sockets, listening=listening)
        code = source.encode()
        box.channel.sendall(len(code).to_bytes(4) + code)
        return box

    def run(self, source: str, limits: Limits | None = None) -> Ending:
        """Run ``source`` to its end."""
        with self.open(source, limits) as box:
            assert box.wait(20) is not None
        return box.close()


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name the folder in which the runtime is made once."""
    return tmp_path_factory.mktemp("sandbox")


@pytest.fixture(scope="session", params=["cold", "warm"])
def place(state: Path, request: pytest.FixtureRequest) -> Iterator[Place]:
    """Make the runtime: standard library, a shell and tar."""
    with Sandbox(state, warm=request.param == "warm") as sandbox:
        place = Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS)))
        with place.open("pass") as box:
            assert type(box._supervisor.process) is (WarmProcess if request.param == "warm" else ColdProcess)
        yield place


@pytest.fixture
def run(place: Place) -> Callable[..., Ending]:
    """Run source in a fresh box, to its end."""
    return place.run
