"""One real judge for the modules that need it; conftest.py takes away what it leaves."""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from quintain.judge import Judge
from quintain.sandbox import Sandbox

FOLDER: Final = Path(tempfile.gettempdir(), f"quintain-attempts-{os.getpid()}")


@cache
def make_sandbox() -> Sandbox:
    """Return the judge's sandbox."""
    return Sandbox(FOLDER)


@cache
def make_judge() -> Judge:
    """Return the judge of all tests that want a real one."""
    return Judge(make_sandbox())


def leave_nothing() -> None:
    """Close the sandbox, if a test has opened it, and take away the runtimes that it has made."""
    if make_sandbox.cache_info().currsize:
        make_sandbox().close()
    make_judge.cache_clear()
    make_sandbox.cache_clear()
    shutil.rmtree(FOLDER, ignore_errors=True)
