"""Whole tricks against live labs, each of which was proven once: submissions that leave a flaw open and hide it.

A file of ``tricks/LAB/`` is put behind the ``base`` that its docstring names: the starter, or one of the lab's fixes.
It gets the ``verdict`` that is named there, or none at all, for the ``fault`` of a program that cannot be watched.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from quintain.judge.grading.options import GradingOptions
from quintain.judge.judge import Judge
from quintain.judge.verdict import Result
from quintain.packs.model.lab import Lab
from quintain.sandbox import Sandbox
from tests.hostile.forging import live_labs

pytestmark = pytest.mark.hostile

HERE = Path(__file__).with_name("tricks")
LIVE = live_labs()


@dataclass(frozen=True, slots=True)
class Trick:
    """One file of a lab's folder."""

    path: Path

    @property
    def name(self) -> str:
        """Lab and name."""
        return f"{self.path.parent.name}-{self.path.stem}"

    @property
    def lab(self) -> Lab:
        """The lab that it is for."""
        return LIVE[self.path.parent.name]

    def fact(self, name: str) -> str:
        """Read a line of the docstring; nothing if there is none."""
        told = ast.get_docstring(ast.parse(self.path.read_text())) or ""
        found = re.search(rf"^{name}: (.+)$", told, re.MULTILINE)
        return found[1] if found else ""

    def files(self) -> dict[str, str]:
        """Write the submission."""
        (name,) = self.lab.run.editable
        base = self.fact("base")
        fixes = {fix.name: fix.files for fix in (*self.lab.fixes, *self.lab.wrong_fixes)}
        before = self.lab.starter[name] if base == "starter" else fixes[base][name]
        return {name: f"{before}\n\n{self.path.read_text()}"}


TRICKS = [Trick(path) for path in sorted(HERE.glob("*/*.py"))]


@pytest.fixture(scope="module")
def judge(sandbox_folder: Path) -> Iterator[Judge]:
    """A judge whose runtimes are made once."""
    with Sandbox(sandbox_folder) as sandbox:
        yield Judge(sandbox)


@pytest.mark.sample(most=5)
@pytest.mark.parametrize("trick", TRICKS, ids=lambda each: each.name)
def test_a_trick_is_refused(judge: Judge, trick: Trick) -> None:
    """The judge sees what the trick hides, or says that it cannot see; it proves nothing."""
    verdict = judge.grade(trick.lab, trick.files(), GradingOptions(reveal_hidden=True))
    told = [(check.id, check.outcome, check.sentence[:200]) for check in verdict.checks]
    if fault := trick.fact("fault"):
        assert verdict.fault is not None, (verdict.result, verdict.sentence, told)
        assert verdict.fault.id == fault, verdict.fault
    else:
        assert verdict.result == Result(trick.fact("verdict")), (verdict.sentence, verdict.fault, told)


def test_every_trick_says_what_it_gets() -> None:
    """A trick without a verdict or a fault would assert nothing."""
    assert len(TRICKS) > 20
    assert all(bool(trick.fact("verdict")) != bool(trick.fact("fault")) for trick in TRICKS)
