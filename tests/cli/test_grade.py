"""What grade prints, writes and ends with: with a judge of straw, and with the real one for three profiles."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from lxml import etree

from quintain.cli import grade as module
from quintain.cli.grade import WRONG_USE
from quintain.cli.main import main
from quintain.exports.judged import Judged
from quintain.exports.lab_folders import files_of_folder, write_folder
from quintain.judge.judge import Judge
from quintain.judge.verdict import Result as Word
from quintain.judge.verdict import Verdict
from quintain.packs import Lab, load_lab
from quintain.sandbox import Sandbox
from tests.courses import COURSE
from tests.exports.verdicts import EVERYTHING, NASTY, OPEN, judged

PROFILES = ("tour", "order-json", "shell-injection")  # function, http, command
ESCAPE = "\x1b"


class StrawJudge:
    """Gives the verdict that a test wants, and opens no box."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        self.files: dict[str, str] = {}

    def runtime(self, lab: Lab) -> None:
        """Have it."""

    def grade(self, _lab: Lab, files: dict[str, str]) -> Verdict:
        """Give it."""
        self.files = files
        return self.verdict


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into the folder of a lab, as its owner does."""
    write_folder(files_of_folder(load_lab(COURSE / "labs/tour")), tmp_path / "home")
    monkeypatch.chdir(tmp_path / "home")
    return tmp_path / "home"


def grade(*words: str, lab: str = "tour") -> Result:
    return CliRunner().invoke(main, ["grade", lab, *words, "--pack", str(COURSE)])


def judge(monkeypatch: pytest.MonkeyPatch, verdict: Verdict) -> StrawJudge:
    straw = StrawJudge(verdict)
    monkeypatch.setattr(module, "make_judge", lambda _boxes: straw)
    return straw


@pytest.mark.parametrize(
    ("result", "status"), [(Word.PROVEN, 0), (Word.STILL_OPEN, 1), (Word.BROKEN, 1), (Word.ERROR, 3)]
)
def test_the_status_is_the_verdict(folder: Path, monkeypatch: pytest.MonkeyPatch, result: Word, status: int) -> None:
    """A service stops a merge by it; that nothing could be judged is neither good nor bad."""
    judge(monkeypatch, judged(result, *OPEN.verdict.checks).verdict)
    assert grade("program").exit_code == status


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("nowhere",), "nowhere cannot be read as a folder: No such file or directory."),
        ((".",), ". has none of the files of tour: lockers.py."),
        (("program", "--junit", "nowhere/x.xml"), "nowhere/x.xml cannot be written: No such file or directory."),
        ((), "Missing argument 'FOLDER'"),
        (("program", "--jnuit", "x"), "No such option"),
    ],
)
def test_wrong_use_is_no_verdict(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    """Its status is not that of a fix that does not hold."""
    judge(monkeypatch, judged(Word.PROVEN).verdict)
    result = grade(*words)
    assert (result.exit_code, told in result.output) == (WRONG_USE, True), result.output


def test_our_own_failure_is_no_verdict(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python ends with status 1 after an exception, which would say that the fix does not hold."""
    straw = judge(monkeypatch, judged(Word.PROVEN).verdict)
    monkeypatch.setattr(straw, "grade", None)
    result = grade("program")
    assert (result.exit_code, "nothing is judged" in result.output) == (3, True)
    assert "Traceback" not in result.output


STOPPED = """
import os, signal
from quintain.cli import grade
grade.make_judge = lambda _boxes: os.kill(os.getpid(), signal.SIGINT)
from quintain.cli.main import main
main()
"""


def test_ctrl_c_is_no_verdict(folder: Path) -> None:
    """Click would end with status 1."""
    words = [sys.executable, "-c", STOPPED, "grade", "tour", "program", "--pack", str(COURSE)]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    assert (done.returncode, "nothing is judged" in done.stderr) == (130, True), done.stderr


ABROAD = """
from types import SimpleNamespace
from quintain.cli import grade
from quintain.judge.verdict import Result, Verdict
proven = Verdict(Result.PROVEN, "Zo\u00eb \u2502", (), 1, 0.0)
grade.make_judge = lambda _boxes: SimpleNamespace(runtime=lambda _lab: None, grade=lambda _lab, _files: proven)
from quintain.cli.main import main
main()
"""


def test_an_output_in_another_encoding_is_no_reason_to_fail(folder: Path) -> None:
    """Evidence has letters of all languages, and a margin."""
    words = [sys.executable, "-c", ABROAD, "grade", "tour", "program", "--pack", str(COURSE)]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(words, check=False, capture_output=True, text=True, env=env)
    assert (done.returncode, "Zo\\xeb \\u2502" in done.stdout) == (0, True), done.stdout + done.stderr


def test_a_lab_is_named_by_slug_code_or_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong name is answered with a near one; a lab for finding only has nothing to grade."""
    judge(monkeypatch, judged(Word.PROVEN).verdict)
    for name in ("tour", "A00", "a00", str(COURSE / "labs/tour/")):
        assert grade("program", lab=name).exit_code == 0, name
    wrong = grade("program", lab="tuor")
    assert (wrong.exit_code, 'Did you mean "tour"?' in wrong.output) == (WRONG_USE, True)
    finding = grade("program", lab="stride-triage")
    assert (finding.exit_code, "for finding only" in finding.output) == (WRONG_USE, True)
    pack = CliRunner().invoke(main, ["grade", "tour", "program", "--pack", str(folder)])
    assert (pack.exit_code, "holds no pack.toml" in pack.output) == (WRONG_USE, True)


def test_what_is_judged_and_what_is_not_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The learner's text goes to the judge as it is; nothing else of the folder does."""
    straw = judge(monkeypatch, judged(Word.PROVEN).verdict)
    (folder / "program/lockers.py").write_text("mine")
    (folder / "program/more.py").write_text("unused")
    grade("program")
    assert straw.files == {"lockers.py": "mine"}


@pytest.mark.parametrize("each", EVERYTHING, ids=lambda each: str(each.verdict.result))
def test_no_program_writes_to_the_terminal_or_to_its_runner(
    folder: Path, monkeypatch: pytest.MonkeyPatch, each: Judged
) -> None:
    """Escape sequences are shown and not sent, and no line begins with what a program has printed."""
    judge(monkeypatch, each.verdict)
    output = grade("program").output
    assert ESCAPE not in output
    assert "\r" not in output
    assert [line for line in output.splitlines() if line.lstrip().startswith("::")] == []
    assert NASTY not in output


def test_a_report_replaces_a_link(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A repository may have one where the report is written, to a file of whoever grades it."""
    judge(monkeypatch, judged(Word.PROVEN).verdict)
    before = {path.name for path in folder.iterdir()}
    mine = tmp_path / "mine"
    mine.write_text("precious")
    (folder / "junit.xml").symlink_to(mine)
    os.mkfifo(folder / "q.sarif")
    assert grade("program", "--junit", "junit.xml", "--sarif", "q.sarif").exit_code == 0
    assert mine.read_text() == "precious"
    assert etree.parse(folder / "junit.xml").getroot().tag == "testsuites"
    assert json.loads((folder / "q.sarif").read_text())["version"] == "2.1.0"
    assert {path.name for path in folder.iterdir()} == before | {"junit.xml", "q.sarif"}


def test_paths_of_a_report_are_those_of_the_repository(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """From the current folder, which is its root; of a folder elsewhere, the lab's own paths."""
    judge(monkeypatch, judged(Word.STILL_OPEN, *OPEN.verdict.checks).verdict)

    def uri(named: str) -> str:
        assert grade(named, "--sarif", "q.sarif").exit_code == 1
        result = json.loads((folder / "q.sarif").read_text())["runs"][0]["results"][0]
        return str(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])

    assert uri("program") == uri(str(folder / "program")) == "program/lockers.py"
    shutil.copytree(folder / "program", tmp_path / "elsewhere")
    assert uri("../elsewhere") == "lockers.py"


@pytest.fixture(scope="module")
def real(sandbox_folder: Path) -> Iterator[Judge]:
    """Return one real judge for the verdicts below."""
    with Sandbox(sandbox_folder) as sandbox:
        yield Judge(sandbox)


@pytest.mark.matrix
@pytest.mark.parametrize("slug", PROFILES)
def test_the_real_judge_grades_a_folder(
    slug: str, real: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was taken it is open, and with a sound fix it holds; the reports say so, too."""
    lab = load_lab(COURSE / "labs" / slug)
    monkeypatch.setattr(module, "make_judge", lambda _boxes: real)
    monkeypatch.chdir(tmp_path)
    write_folder(files_of_folder(lab), tmp_path / "home")
    still_open = grade("home/program", "--sarif", "q.sarif", "--json", "v.json", lab=slug)
    assert (still_open.exit_code, "Still open" in still_open.output) == (1, True), still_open.output
    results = json.loads((tmp_path / "q.sarif").read_text())["runs"][0]["results"]
    assert len(results) >= len(lab.exploits)
    for result in results:
        place = result["locations"][0]["physicalLocation"]
        path = tmp_path / place["artifactLocation"]["uri"]
        assert 1 <= place["region"]["startLine"] <= len(path.read_text().splitlines())
    hidden = [check for check in json.loads((tmp_path / "v.json").read_text())["checks"] if check["hidden"]]
    assert [check for check in hidden if check["steps"] or check["variant"]] == []
    for path, text in lab.sound_fixes[0].files.items():
        (tmp_path / "home/program" / path).write_text(text, newline="")
    holds = grade("home/program", "--junit", "j.xml", lab=slug)
    assert (holds.exit_code, "It holds." in holds.output) == (0, True), holds.output
    (suite,) = etree.parse(tmp_path / "j.xml").getroot()
    assert (suite.get("failures"), suite.get("errors"), suite.get("skipped")) == ("0", "0", "0")


def steps_of(workflow: Path) -> list[str]:
    """Return the shell steps of a workflow, in their order."""
    text = yaml.safe_load(workflow.read_text())
    if "grade" in text:
        return [*text["grade"]["before_script"], *text["grade"]["script"]]
    return [step["run"] for step in text["jobs"]["grade"]["steps"] if "run" in step]


SCRIPT = """#!/bin/sh
exec "{python}" -c 'from quintain.cli.main import main; main()' "$@"
"""


@pytest.mark.matrix
def test_the_steps_of_workflows_run_in_a_fresh_clone(folder: Path, tmp_path: Path, sandbox_folder: Path) -> None:
    """Letter by letter, in a clone of the folder, with a repository in the place of Quintain's; they end as it does."""
    env = {**os.environ, "GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@example.org"}
    env |= {
        "GIT_COMMITTER_NAME": "x",
        "GIT_COMMITTER_EMAIL": "x@example.org",
        "QUINTAIN_DATA": str(sandbox_folder.parent),
    }
    quintain = tmp_path / "repository"
    shutil.copytree(COURSE / "labs/tour", quintain / "content/python-security/labs/tour")
    for name in ("pack.toml", "tracks", "runtimes", "weaknesses.toml"):
        copy = shutil.copytree if (COURSE / name).is_dir() else shutil.copy
        copy(COURSE / name, quintain / "content/python-security" / name)
    (quintain / "quintain").write_text(SCRIPT.format(python=sys.executable))
    (quintain / "quintain").chmod(0o755)
    for place in (quintain, folder):
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
            subprocess.run(["git", *command], cwd=place, env=env, check=True)
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(folder), str(clone)], check=True)
    path = clone / ".gitlab-ci.yml"
    assert [steps_of(each)[-1].split() for each in clone.glob(".*/workflows/grade.yml")] == [
        steps_of(path)[-1].split()
    ] * 2
    env["QUINTAIN_URL"] = str(quintain)
    for step in steps_of(path):
        done = subprocess.run(
            ["bash", "-e", "-c", step], cwd=clone, env=env, check=False, capture_output=True, text=True
        )
        if done.returncode:
            break
    assert (done.returncode, "Still open" in done.stdout) == (1, True), done.stdout + done.stderr
    assert (clone / "junit.xml").exists()
    assert (clone / "quintain.sarif").exists()
    status = subprocess.run(["git", "status", "--porcelain"], cwd=clone, check=True, capture_output=True, text=True)
    assert status.stdout == ""


def test_a_workflow_without_its_variable_says_so(folder: Path) -> None:
    """And judges nothing."""
    (fetch,) = (step for step in steps_of(folder / ".github/workflows/grade.yml") if "git clone" in step)
    env = {name: value for name, value in os.environ.items() if name != "QUINTAIN_URL"}
    for url in ({}, {"QUINTAIN_URL": ""}):
        done = subprocess.run(["bash", "-e", "-c", fetch], cwd=folder, env=env | url, check=False, capture_output=True)
        assert done.returncode != 0
        assert b"Set the variable QUINTAIN_URL." in done.stderr
