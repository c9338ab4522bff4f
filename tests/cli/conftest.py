"""What tests of commands share: a command that is killed at a point of its work."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

KILLED = """
import os, signal

def end(*_words, **_options):
    os.kill(os.getpid(), signal.SIGKILL)

{at} = end
from quintain.cli.main import main
main()
"""


@pytest.fixture(autouse=True)
def _called_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have further commands printed as after an installation, also where a clone's script runs the tests."""
    monkeypatch.delenv("QUINTAIN_CALLED_AS", raising=False)


@pytest.fixture(autouse=True)
def kept_umask() -> Iterator[None]:
    """Give the process its umask back: commands narrow it for all that they write, and here they run within a test."""
    umask = os.umask(0o022)
    os.umask(umask)
    yield
    os.umask(umask)


@pytest.fixture
def killed() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command that is killed, as by the kernel or a switch, when it calls a function of the standard library."""

    def run(*words: str, at: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-c", KILLED.replace("{at}", at), *words],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
            umask=0o022,
            env={name: value for name, value in os.environ.items() if name != "QUINTAIN_DATABASE_URL"},
        )
        assert done.returncode == -signal.SIGKILL, done.stderr
        return done

    return run
