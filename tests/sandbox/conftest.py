"""One sandbox for all tests of this room."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from quintain.sandbox import Box, Ending, Limits, Runtime, RuntimeSpec, Sandbox

HARNESS = Path(__file__).parent / "harness"


@dataclass(frozen=True, slots=True)
class Place:
    """A sandbox and a runtime whose main program runs what it is sent."""

    sandbox: Sandbox
    runtime: Runtime

    def open(self, source: str, limits: Limits | None = None, *, sockets: int = 0) -> Box:
        """Open a box in which ``source`` runs with ``channel`` at hand."""
        box = self.sandbox.open(self.runtime, limits=limits, sockets=sockets)
        code = source.encode()
        box.channel.sendall(len(code).to_bytes(4) + code)
        return box

    def run(self, source: str, limits: Limits | None = None) -> Ending:
        """Run ``source`` to its end."""
        with self.open(source, limits) as box:
            assert box.wait(20) is not None
        return box.close()


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Make the runtime once: standard library, a shell and tar."""
    sandbox = Sandbox(tmp_path_factory.mktemp("sandbox"))
    return Place(sandbox, sandbox.runtime(RuntimeSpec(None, ("sh", "tar"), HARNESS)))


@pytest.fixture
def run(place: Place) -> Callable[..., Ending]:
    """Run source in a fresh box, to its end."""
    return place.run
