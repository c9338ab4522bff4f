"""The door of the room: what it offers, and what it does not bring along."""

import subprocess
import sys

import quintain.judge


def test_public_names_are_these() -> None:
    """A new name is a decision; a lost one breaks labs."""
    assert sorted(quintain.judge.__all__) == [
        "Array",
        "AuthorMistake",
        "CaseDone",
        "CaseKind",
        "CasesListed",
        "Cell",
        "Died",
        "Element",
        "Garbled",
        "Judge",
        "JudgeFault",
        "LabBroken",
        "Landed",
        "Matrix",
        "Opaque",
        "Page",
        "PathSwap",
        "RaceRun",
        "Raised",
        "Repelled",
        "Silenced",
        "SubmissionRefused",
        "SuspectFault",
        "Thrown",
        "TimedOut",
        "Unwatchable",
        "altered",
        "check_lab",
        "event_from_json",
        "event_to_json",
        "grows",
        "guessed_session_key",
        "happened",
        "leaks",
        "matrix_to_json",
        "other_than",
        "raced",
        "read_page",
        "read_submission",
        "seen_inside",
        "started",
        "totp",
        "verdict_from_json",
        "verdict_to_json",
    ]
    assert all(hasattr(quintain.judge, name) for name in quintain.judge.__all__)


def test_judge_works_without_django() -> None:
    """A bare Python shell is enough."""
    code = "import sys, quintain.judge; print([name for name in sys.modules if name.partition('.')[0] == 'django'])"
    shell = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shell.stdout == "[]\n"


def test_harness_needs_the_standard_library_alone() -> None:
    """What is shown to every suspect holds nothing of ours but itself."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import boxed.dispatcher, boxed.commands, boxed.audit_log\n"
        "strange = {name.partition('.')[0] for name in sys.modules} - sys.stdlib_module_names - {'boxed'}\n"
        "print(sorted(name for name in strange if not name.startswith(('_', 'sitecustomize'))))"
    )
    harness = quintain.judge.judge.HARNESS
    shell = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, harness], capture_output=True, text=True, check=True
    )
    assert shell.stdout == "[]\n"
