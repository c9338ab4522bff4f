"""A program that does not start gets one verdict in every profile: why, with file and line, and nothing else tried."""

from collections.abc import Callable
from pathlib import Path

import pytest

from quintain.judge.grading.options import GradingOptions
from quintain.judge.judge import Judge
from quintain.judge.tally import only_attacks, only_tests, tally
from quintain.judge.verdict import Kind, Outcome, Result, Verdict
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab

pytestmark = pytest.mark.sample(most=10, of="file")

COURSE = Path(__file__).parents[3] / "content" / "python-security" / "labs"
PROFILES = {
    "function": "notes",
    "http": "guests",
    "command": "count",
    "client": "caller",
    "native": "native-badge",
    "package": "dependency-confusion",
}

type Find = Callable[[str], Lab]


@pytest.fixture(scope="module")
def find(labs: dict[str, Lab]) -> Find:
    """Find the small lab of a profile; where there is none, one of the course."""

    def found(profile: str) -> Lab:
        slug = PROFILES[profile]
        return labs[slug] if slug in labs else load_lab(COURSE / slug)

    return found


def python_file(lab: Lab) -> str:
    """Name the learner's file that starts, or that the one which starts imports."""
    name = lab.run.target.partition(":")[0]
    path = name if name.endswith(".py") else f"{name}.py"
    return path if path in lab.run.editable else lab.run.editable[0]


def assert_not_started(verdict: Verdict, reason: str) -> None:
    """Nothing but the reason is told, and all numbers agree with it."""
    assert verdict.result is Result.BROKEN, verdict
    assert verdict.sentence == f"The program does not start: {reason}"
    (start,) = [check for check in verdict.checks if check.kind is Kind.START]
    assert (start.outcome, start.sentence) == (Outcome.FAILED, reason)
    for checks in (only_tests(verdict.checks), only_attacks(verdict.checks)):
        counted = tally(check.outcome for check in checks)
        assert counted.all == counted.untried > 0, "all of them are said to be not tried"
    assert not any(check.sentence or check.steps for check in verdict.checks if check is not start), "told once"
    shown = "".join(step.text for step in start.steps)
    assert "/box/" not in shown, "no line of ours is shown"


@pytest.mark.sample(most=3)
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("LIMIT = 5\ndef find(:\n    pass\n", "SyntaxError: invalid syntax"),
        ("def find(name):\nreturn name\n", "IndentationError: expected an indented block after function definition"),
        ("import os\nimport nowhere\n", "ModuleNotFoundError: No module named 'nowhere'"),
        ("LIMIT = 5\nMOST = LIMIT + LEAST\n", "NameError: name 'LEAST' is not defined"),
    ],
    ids=["syntax", "indentation", "import", "name"],
)
def test_file_and_line_are_told_first(judge: Judge, find: Find, profile: str, broken: str, reason: str) -> None:
    """In the learner's file, always the second line here, and with the interpreter's words."""
    lab = find(profile)
    file = python_file(lab)
    verdict = judge.grade(lab, {file: broken})
    (start,) = [check for check in verdict.checks if check.kind is Kind.START]
    assert start.sentence.startswith(reason), start.sentence
    assert f", {file} line 2" in start.sentence
    assert_not_started(verdict, start.sentence)


@pytest.mark.sample(most=3)
@pytest.mark.parametrize(
    ("profile", "text", "reason"),
    [
        ("function", "", "notes.py has no 'read'"),
        ("http", "import json\n", "guests.py has no 'app'"),
        ("client", "def other(): ...\n", "caller.py has no 'call'"),
    ],
)
def test_what_the_judge_asks_for_is_missing(judge: Judge, find: Find, profile: str, text: str, reason: str) -> None:
    """A module without its function, or without its app, starts as little as one that raises."""
    lab = find(profile)
    verdict = judge.grade(lab, {python_file(lab): text}, GradingOptions(seed=1))
    assert verdict.sentence.startswith(f"The program does not start: {reason.partition(' has')[0]} has no ")
    assert_not_started(verdict, verdict.sentence.removeprefix("The program does not start: "))


@pytest.mark.sample(most=3)
@pytest.mark.parametrize("profile", ["function", "http", "command"])
def test_tests_alone_tell_the_same(judge: Judge, find: Find, profile: str) -> None:
    """A learner who runs the tests reads what the verdict would say."""
    lab = find(profile)
    verdict = judge.run_tests(lab, {python_file(lab): "x = (\n"})
    assert verdict.sentence.startswith("The program does not start: SyntaxError: '(' was never closed, ")
    assert {check.outcome for check in only_tests(verdict.checks)} == {Outcome.SKIPPED}


def says_that_it_does_not_start(source: str) -> str:
    """Make a program lie about its start on every channel that it has."""
    lie = 'Traceback (most recent call last):\\n  File "/lab/count.py", line 1, in <module>\\nNameError: no\\n'
    return f"{source}\nimport sys\nsys.stderr.write('{lie}')\nprint('The program does not start', file=sys.stderr)\n"


def test_fake_words_of_a_start_change_no_verdict(judge: Judge, count: Lab) -> None:
    """A program that works is judged by what it does, whatever it prints about itself."""
    assert judge.grade(count, {"count.py": says_that_it_does_not_start(count.starter["count.py"])}).result in {
        Result.STILL_OPEN,
        Result.BROKEN,  # what it writes to its standard error is compared in one test
    }
    sound = next(fix for fix in count.fixes if fix.name == "no-shell").files["count.py"]
    verdict = judge.grade(count, {"count.py": says_that_it_does_not_start(sound) + "sys.exit(0)\n"})
    assert not [check for check in verdict.checks if check.kind is Kind.START]


def test_fake_traceback_of_some_tests_leaves_all_else_tried(judge: Judge, count: Lab) -> None:
    """Only if every test says so, and one of them has failed, is the rest left out."""
    source = count.starter["count.py"]
    source = source.replace("import subprocess", "import sys\nif len(sys.argv) > 2:\n    1 / 0\nimport subprocess")
    verdict = judge.grade(count, {"count.py": source})
    assert verdict.result is Result.BROKEN
    assert not [check for check in verdict.checks if check.kind is Kind.START]
    assert {check.outcome for check in only_attacks(verdict.checks)} == {Outcome.LANDED}, "the flaw is still there"
    failed = next(check for check in verdict.checks if check.outcome is Outcome.FAILED)
    assert failed.cause == "ZeroDivisionError: division by zero, count.py line 5"


@pytest.mark.sample(most=3)
@pytest.mark.parametrize("status", [0, 1, 2])
def test_forged_traceback_instead_of_work_is_broken(judge: Judge, count: Lab, status: int) -> None:
    """A program that fails its tests is broken, with or without a place that it has made up."""
    verdict = judge.grade(count, {"count.py": says_that_it_does_not_start("") + f"sys.exit({status})\n"})
    assert verdict.result is Result.BROKEN
    started = [check.sentence for check in verdict.checks if check.kind is Kind.START]
    assert started == (["NameError: no, count.py line 1"] if status == 1 else [])


@pytest.mark.sample(most=3)
@pytest.mark.parametrize(
    "text",
    [
        "import os\nos._exit(0)\n",
        "import os\nos._exit(1)\n",
        "raise SystemExit(0)\n",
        "class Thrown(Exception): ...\nThrown.__name__ = 'PROVEN'\nraise Thrown('All tests pass')\n",
    ],
)
@pytest.mark.sample(most=3)
@pytest.mark.parametrize("profile", ["function", "http", "command"])
def test_program_that_ends_at_its_start_is_broken(judge: Judge, find: Find, profile: str, text: str) -> None:
    """However it ends, and whatever it says."""
    lab = find(profile)
    assert judge.grade(lab, {python_file(lab): text}).result is Result.BROKEN


def test_same_exception_is_told_once(judge: Judge, guests: Lab) -> None:
    """What makes several tests fail is said first, with its place; the program has started, so attacks count."""
    begin = "    query = {key"
    source = guests.starter["guests.py"].replace(begin, f'    raise RuntimeError("no book")\n{begin}')
    verdict = judge.grade(guests, {"guests.py": source})
    failed = [check for check in verdict.checks if check.outcome is Outcome.FAILED]
    assert len(failed) > 1
    assert {check.cause for check in failed} == {"RuntimeError: no book, guests.py line 23"}
    assert "fail in the same way: RuntimeError: no book, guests.py line 23." in verdict.sentence, verdict.sentence
