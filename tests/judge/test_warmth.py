"""What warm boxes find done already, and that it is undone where it would be in the way."""

from dataclasses import replace

import pytest

from quintain.judge import Judge
from quintain.judge.functions import FunctionBox
from quintain.judge.rulings import Finding, Room
from quintain.judge.trial import Case, hold
from quintain.judge.verdict import Outcome
from quintain.packs.model import Lab


@pytest.fixture
def warm(judge: Judge, notes: Lab) -> Case:
    """A case whose boxes are warm."""
    runtime = judge.runtime(notes)
    if not judge._sandbox.make_ready(runtime):
        pytest.skip("This machine has no warm boxes.")
    return Case(notes, {}, judge._sandbox, runtime, 1)


def call(case: Case, source: str) -> object:
    """Call ``notes:go`` of a submission."""
    said: list[object] = []

    def ruling(room: Room) -> Finding:
        assert isinstance(room.box, FunctionBox)
        said.append(room.box.call("notes:go"))
        return Finding(Outcome.PASSED)

    hold(replace(case, files={"notes.py": source}), "warm", ruling, is_attack=False)
    return said[0]


def test_harness_and_library_are_imported_before_the_fork(warm: Case) -> None:
    """A file that warms up and fails would be passed over in silence; here it would show."""
    source = "import sys\ndef go():\n    return [n for n in ('boxed.web', 'sqlite3', 'tarfile') if n in sys.modules]\n"
    assert call(warm, source) == ["boxed.web", "sqlite3", "tarfile"]


def test_statements_are_seen_though_the_database_is_imported(warm: Case) -> None:
    """The witness gets between the program and a module that was there before it."""
    source = "import sqlite3\ndef go():\n    return sqlite3.connect.__name__\n"
    assert call(warm, source) == "traced"


def test_only_one_thread_comes_out_of_the_fork(warm: Case) -> None:
    """Whatever the warming up started has ended."""
    source = "import os\ndef go():\n    return len(os.listdir('/proc/self/task'))\n"
    assert call(warm, source) == 1
