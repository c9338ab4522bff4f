"""Every lab that can be broken tells how, step by step, and begins with an exploit that runs and does not work yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quintain.judge.judge import Judge
from quintain.packs import load_lab
from quintain.sandbox import Sandbox

LABS = Path(__file__).parents[2] / "content" / "python-security" / "labs"
BREAKABLE = sorted(path.parent.name for path in LABS.glob("*/lab.toml") if "\n[break]\n" in path.read_text())


@pytest.fixture(scope="module")
def judge(sandbox_folder: Path) -> Iterator[Judge]:
    """A judge whose runtimes are made once."""
    with Sandbox(sandbox_folder) as sandbox:
        yield Judge(sandbox)


@pytest.mark.parametrize("name", BREAKABLE)
def test_brief_and_hints_have_a_step_for_breaking(name: str) -> None:
    """Between find and fix, with at least three hints of which the last may tell."""
    lab = load_lab(LABS / name)
    assert [step.id for step in lab.brief] == ["find", "break", "fix"]
    assert lab.hints[1].markdown.count("\n- ") >= 2


@pytest.mark.sample(most=2)
@pytest.mark.parametrize("name", BREAKABLE)
def test_the_start_of_an_exploit_runs_and_does_not_work_yet(judge: Judge, name: str) -> None:
    """A learner's first run shows what the target answers, and gives nothing away."""
    lab = load_lab(LABS / name)
    assert lab.break_ is not None
    exploit_run = judge.run_exploit(lab, {}, (lab.folder / lab.break_.starter).read_text())
    assert exploit_run.fault is None
    assert not exploit_run.has_landed
    assert exploit_run.console
    assert 'File "/lab/exploit.py"' not in exploit_run.console, "it ends without an error of its own"
