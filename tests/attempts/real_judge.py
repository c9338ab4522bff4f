"""One real judge for the modules that need it; conftest.py names its folder and closes it."""

from functools import cache
from pathlib import Path

from quintain.judge.judge import Judge
from quintain.sandbox import Sandbox

folder = Path()


@cache
def make_sandbox() -> Sandbox:
    """Return the judge's sandbox."""
    return Sandbox(folder)


@cache
def make_judge() -> Judge:
    """Return the judge of all tests that want a real one."""
    return Judge(make_sandbox())


def close() -> None:
    """Close the sandbox, if a test has opened it."""
    if make_sandbox.cache_info().currsize:
        make_sandbox().close()
    make_judge.cache_clear()
    make_sandbox.cache_clear()
