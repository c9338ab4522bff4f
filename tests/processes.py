"""Commands of Quintain as processes of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.courses import small_course


def environment(**settings: str) -> dict[str, str]:
    """Return the environment of a command, with these settings of Quintain alone."""
    return {name: value for name, value in os.environ.items() if not name.startswith("QUINTAIN_")} | settings


@contextmanager
def process(
    command: str,
    data: Path,
    last_words: str,
    settings: dict[str, str],
    *words: str,
    end: signal.Signals = signal.SIGKILL,
) -> Iterator[subprocess.Popen[str]]:
    """Run a command until the end of the block, and yield the process once it has said its last words."""
    code = f"from quintain.cli.{command} import {command}; {command}()"
    running = subprocess.Popen(
        [sys.executable, "-c", code, "--data", str(data), "--pack", str(small_course()), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(**settings),
    )
    assert running.stdout
    try:
        said = []
        for line in running.stdout:
            said.append(line)
            if last_words in line:
                break
        else:
            pytest.fail("".join(said))
        yield running
    finally:
        running.send_signal(end)
        running.communicate(timeout=60)
