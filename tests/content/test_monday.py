"""What a lesson tells readers to search for on Monday finds the flaw of that lesson."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.content.test_fixes import CHANGE
from tests.content.test_lessons import LESSONS, SECONDS

NAMES = sorted(path.parent.name for path in LESSONS.glob("*/lesson.md"))
SEARCH = re.compile(r"^- \*\*Search\*\*.*$", re.MULTILINE)
COMMAND = re.compile(r"`((?:git grep|grep|ruff check) [^`]+)`")
FOUND = re.compile(r"^(?:\./)?(?:src/|\.github/workflows/)?([\w.]+)[:-]\d+[:-]", re.MULTILINE)
# The flawed code is in a file that is on no left side of a change and in no report of ruff.
FLAWED = {
    "attack-surface": "photos.py",
    "cia-triad": "sealed.py",
    "defense-in-depth": "shed.py",
    "devops-ci-cd": "flawed.yml",
    "injection-principles": "sentences.py",
    "integer-visualization": "dial.py",
    "introduction": "locker.py",
    "race-conditions": "claim.py",
    "redos": "confirm.py",
    "redos-in-python": "deadline.py",
    "sql-injection-best-practices": "orm.py",
}
NOT_IN_ITS_CODE = {
    "aggregation": "searches counts in your queries; its code sums numbers that are already in memory",
    "case-british-airways": "searches templates; the lesson has none",
    "consequences": "searches logs; the script writes none into a file",
    "dependency-checking": "searches settings of installers; the lesson's code is an index in memory",
    "detecting-vulnerable-components": "searches settings of scanners; its code calls none",
    "further-reading": "counts reports of a whole repository; the lesson has no flawed code",
    "malicious-packages": "searches an installed environment",
    "native-best-practices": "searches calls of C; its code starts a server instead",
    "python-resources": "searches versions in your configuration; the lesson has no flawed code",
    "saltzer-schroeder": "searches caches of frameworks; its code has a dictionary",
    "stride": "lists the hosts that a program calls",
    "vulnerability-databases": "searches your code for comparisons of versions; its code reads ranges of advisories",
    "what-is-security": "searches requests of frameworks; its code is called directly",
}
WITHOUT_SEARCH = {
    "assessing-environment": "asks an installed environment",
    "case-strava": "asks a database",
    "native-dependence": "lists files of an installed environment",
    "patch-management": "asks an installed environment",
    "threat-and-risk": "asks a scanner",
}


def text_of(lesson: str) -> str:
    return (LESSONS / lesson / "lesson.md").read_text(encoding="utf-8")


def commands(lesson: str) -> list[str]:
    """Return the commands that search code, in the first item of a lesson's list for Monday."""
    _, _, monday = text_of(lesson).partition("## What to do on Monday")
    item = SEARCH.search(monday)

    assert item is not None
    return COMMAND.findall(item[0])


def flawed(lesson: str) -> set[str]:
    """Return the files of a lesson that show its flaw."""
    if lesson in FLAWED:
        return {FLAWED[lesson]}
    weak = {before for before, _ in CHANGE.findall(text_of(lesson))}
    return weak | {f"{path.name.split('.')[0]}.py" for path in (LESSONS / lesson / "expected").glob("*.*.txt")}


def found(command: str, lesson: str, folder: Path) -> set[str]:
    """Run a command as a reader does, in a repository with the lesson's code, and return the files that it reports."""
    code, workflows = folder / "src", folder / ".github" / "workflows"
    code.mkdir()
    workflows.mkdir(parents=True)
    for path in (LESSONS / lesson).iterdir():
        if path.is_file() and path.suffix not in {".md", ".toml"}:
            shutil.copy(path, workflows if path.suffix == ".yml" else code)
    if command.startswith("ruff check"):
        command = command.replace("--isolated ", "") + " --isolated --no-cache --output-format concise"
    tools = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    script = f"git init -q . && git add -A && {command}"
    run = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=tools,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )

    assert run.stderr == ""
    return set(FOUND.findall(run.stdout))


@pytest.mark.parametrize("lesson", [each for each in NAMES if each not in WITHOUT_SEARCH])
def test_mondays_search_finds_the_flaw_of_its_lesson(lesson: str, tmp_path: Path) -> None:
    """A reader who runs it in the lesson's folder sees the flawed code; a lesson for which this fails says why."""
    reported: set[str] = set()
    for number, command in enumerate(commands(lesson)):
        folder = tmp_path / str(number)
        folder.mkdir()
        reported |= found(command, lesson, folder)

    assert bool(reported & flawed(lesson)) != (lesson in NOT_IN_ITS_CODE), (sorted(reported), sorted(flawed(lesson)))


def test_a_lesson_without_a_search_of_code_says_why() -> None:
    """Every other lesson has a command of grep or ruff that readers can copy."""
    assert {lesson for lesson in NAMES if not commands(lesson)} == WITHOUT_SEARCH.keys()
    assert NOT_IN_ITS_CODE.keys() | FLAWED.keys() <= set(NAMES)


def test_a_search_that_misses_the_flaw_is_noticed(tmp_path: Path) -> None:
    """A pattern that fits another spelling only reports no file, and would fail the test above."""
    assert found("grep -rn 'except BaseException:' .", "errors", tmp_path) == set()
