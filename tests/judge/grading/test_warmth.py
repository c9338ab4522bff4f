"""What warm boxes find done already, and that it is undone where it would be in the way."""

from collections.abc import Callable

import pytest

from quintain.judge.judge import Judge
from quintain.judge.profiles.function import FunctionBox
from quintain.judge.worker.check_runner import CheckContext
from quintain.packs.model.lab import Lab
from tests.judge.meeting import observe

type Call = Callable[[str], object]


@pytest.fixture
def call(judge: Judge, notes: Lab) -> Call:
    """Call ``notes:go`` of a submission in a warm box."""
    if not judge._sandbox.make_ready(judge.runtime(notes)):
        pytest.skip("This machine has no warm boxes.")

    def called(source: str) -> object:
        said: list[object] = []

        def meet(context: CheckContext) -> None:
            assert isinstance(context.box, FunctionBox)
            said.append(context.box.call("notes:go"))

        observe(judge, notes, {"notes.py": source}, meet)
        return said[0]

    return called


def test_harness_and_library_are_imported_before_the_fork(call: Call) -> None:
    """A file that warms up and fails would be passed over in silence; here it would show."""
    source = "import sys\ndef go():\n    return [n for n in ('inside.web', 'sqlite3', 'tarfile') if n in sys.modules]\n"
    assert call(source) == ["inside.web", "sqlite3", "tarfile"]


def test_statements_are_seen_though_the_database_is_imported(call: Call) -> None:
    """The audit log gets between the program and a module that was there before it."""
    source = "import sqlite3\ndef go():\n    return sqlite3.connect.__name__\n"
    assert call(source) == "traced"


def test_only_one_thread_comes_out_of_the_fork(call: Call) -> None:
    """Whatever the warming up started has ended."""
    source = (
        "import os, threading\ndef go():\n    return threading.active_count(), len(os.listdir('/proc/self/task'))\n"
    )
    assert call(source) == (1, 1)
