"""What the judge offers the authors of labs, and what it does not bring along."""

import subprocess
import sys

import quintain.judge
from quintain.judge.judge import HARNESS


def test_public_names_are_these() -> None:
    """A new name is a decision; a lost one breaks labs."""
    assert sorted(quintain.judge.__all__) == [
        "Array",
        "Died",
        "Element",
        "Garbled",
        "Landed",
        "Opaque",
        "Page",
        "PathSwap",
        "Play",
        "RaceRun",
        "Raised",
        "Repelled",
        "SuspectFault",
        "Thrown",
        "TimedOut",
        "accepted_from_twin",
        "altered",
        "answered",
        "grows",
        "guessed_session_key",
        "happened",
        "leaks",
        "names",
        "numbers",
        "other_than",
        "raced",
        "read_page",
        "refuses",
        "rule",
        "seen_inside",
        "started",
        "texts",
        "totp",
    ]
    assert all(hasattr(quintain.judge, name) for name in quintain.judge.__all__)


def test_judge_works_without_django() -> None:
    """A bare Python shell is enough."""
    code = (
        "import sys, quintain.judge.judge; print([name for name in sys.modules if name.partition('.')[0] == 'django'])"
    )
    shell = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shell.stdout == "[]\n"


def test_harness_needs_the_standard_library_alone() -> None:
    """What is shown to every suspect holds nothing of ours but itself."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import inside.dispatcher, inside.commands, inside.audit_log\n"
        "strange = {name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names - {'inside'}\n"
        "print(sorted(name for name in strange if not name.startswith(('_', 'sitecustomize'))))"
    )
    harness = HARNESS
    shell = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, harness], capture_output=True, text=True, check=True
    )
    assert shell.stdout == "[]\n"
