"""Forged submissions: each file says what it tries, and the verdict that it must get; none may ever be proven.

A forgery stands before the code that it forges: the starter of a small lab, one of its finished fixes, or nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from quintain.judge.grading.options import GradingOptions
from quintain.judge.judge import Judge
from quintain.judge.verdict import Result
from quintain.packs import load_lab
from quintain.packs.model.lab import Lab, Limits
from quintain.sandbox import Sandbox

pytestmark = pytest.mark.hostile

HERE = Path(__file__).parent
LABS = Path(__file__).parents[2] / "judge" / "labs"
LAB_OF_PROFILE = {"function": "notes", "http": "guests", "command": "count"}


@dataclass(frozen=True, slots=True)
class Forgery:
    """One file of this folder."""

    path: Path

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}-{self.path.stem}"

    def fact(self, name: str, otherwise: str = "") -> str:
        found = re.search(rf"^{name}: (.+)$", self.path.read_text(), re.MULTILINE)
        return found[1] if found else otherwise

    def lab(self) -> Lab:
        lab = load_lab(LABS / LAB_OF_PROFILE[self.path.parent.name])
        seconds = self.fact("seconds")
        if not seconds:
            return lab
        return replace(lab, run=replace(lab.run, limits=Limits(wall_seconds=float(seconds))))

    def files(self, lab: Lab) -> dict[str, str]:
        (name,) = lab.run.editable
        match self.fact("base"):
            case "none":
                behind = ""
            case "starter":
                behind = lab.starter[name]
            case fix:
                behind = next(each.files[name] for each in lab.fixes if each.name == fix)
        return {name: f"{self.path.read_text()}\n\n{behind}"}


FORGERIES = [Forgery(path) for profile in LAB_OF_PROFILE for path in sorted((HERE / profile).glob("*.py"))]


@pytest.fixture(scope="module")
def judge(sandbox_folder: Path) -> Iterator[Judge]:
    """A judge whose runtimes are made once."""
    with Sandbox(sandbox_folder) as sandbox:
        yield Judge(sandbox)


@pytest.mark.sample(most=4)
@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda each: each.name)
def test_forgery_gets_the_verdict_that_it_deserves(judge: Judge, forgery: Forgery) -> None:
    """The judge neither proves it nor stops over it."""
    lab = forgery.lab()
    seed = int(forgery.fact("seed")) if forgery.fact("seed") else None  # where what is drawn decides
    verdict = judge.grade(lab, forgery.files(lab), GradingOptions(seed=seed, reveal_hidden=True))
    told = [(check.id, check.outcome, check.sentence[:200]) for check in verdict.checks]
    assert verdict.result == Result(forgery.fact("verdict")), (verdict.sentence, verdict.fault, told)


def test_every_profile_is_forged() -> None:
    """A profile without forgeries would be a profile without a guard."""
    assert {forgery.path.parent.name for forgery in FORGERIES} == set(LAB_OF_PROFILE)
    assert len(FORGERIES) > 50
    assert all(forgery.fact("verdict") and forgery.fact("base") for forgery in FORGERIES)
