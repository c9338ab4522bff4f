"""The files beside pack.toml that a pack may have or not: principles.toml, checklist.toml, and assessment.toml."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.packs.model.checklist import LabCheck
from quintain.packs.model.pack import Principle
from quintain.packs.model.question import AssessmentQuestion
from quintain.packs.problems import Problem, ProblemCollector
from quintain.packs.sheets import AssessmentSheet, ChecklistSheet, PrinciplesSheet
from quintain.packs.toml import read_sheet

PRINCIPLES: Final = "principles.toml"
CHECKLIST: Final = "checklist.toml"
ASSESSMENT: Final = "assessment.toml"
LEAST_OPTIONS: Final = 2


def read_principles(root: Path) -> tuple[tuple[Principle, ...], str, Sequence[Problem]]:
    """Return the principles of a pack, the file's text, and what is wrong with it; without the file there are none."""
    if _is_missing(root / PRINCIPLES):
        return (), "", ()
    sheet, text, collector = read_sheet(PrinciplesSheet, root / PRINCIPLES, "pack", PurePosixPath(PRINCIPLES))
    principles = sheet.principles if sheet else ()
    collector.hold_unique("pack.E028", "The principle {} stands twice.", [each.id for each in principles], "principles")
    return principles, text, collector.problems


def read_checklist(root: Path) -> tuple[tuple[LabCheck, ...], str, Sequence[Problem]]:
    """Return what to look for after each lab of a pack, the file's text, and what is wrong with it."""
    if _is_missing(root / CHECKLIST):
        return (), "", ()
    sheet, text, collector = read_sheet(ChecklistSheet, root / CHECKLIST, "pack", PurePosixPath(CHECKLIST))
    checks = sheet.checks if sheet else ()
    collector.hold_unique("pack.E032", "The lab {} stands twice.", [each.lab for each in checks], "checks")
    for number, check in enumerate(checks):
        _hold_files(root, check, number, collector)
    return checks, text, collector.problems


def read_assessment(root: Path) -> tuple[tuple[AssessmentQuestion, ...], str, Sequence[Problem]]:
    """Return the questions of the entry and exit test, the file's text, and what is wrong with it."""
    if _is_missing(root / ASSESSMENT):
        return (), "", ()
    sheet, text, collector = read_sheet(AssessmentSheet, root / ASSESSMENT, "pack", PurePosixPath(ASSESSMENT))
    questions = sheet.questions if sheet else ()
    collector.hold_unique("pack.E029", "The id {} stands twice.", [each.id for each in questions], "questions")
    for number, question in enumerate(questions):
        _hold_options(question, number, collector)
    return questions, text, collector.problems


def _is_missing(path: Path) -> bool:
    return not path.exists() and not path.is_symlink()


def _hold_files(root: Path, check: LabCheck, number: int, collector: ProblemCollector) -> None:
    """Ask for a file in which rules of Ruff and Bandit report something; whether they do, nothing here can tell."""
    at = ("checks", number)
    if not collector.untouched(*at):
        return
    if bool(check.ruff or check.bandit) is not bool(check.seen_in):
        collector.add("pack.E033", f"{check.lab} needs both rules of Ruff or Bandit and seen_in, or neither.", at=at)
    for place, path in enumerate(check.seen_in):
        if not (root / path).is_file():
            collector.add("pack.E033", f"The pack has no file {path}.", at=(*at, "seen_in", place))


def _hold_options(question: AssessmentQuestion, number: int, collector: ProblemCollector) -> None:
    if not collector.untouched("questions", number):
        return
    right = sum(option.right for option in question.options)
    different = len({option.text.strip() for option in question.options})
    if right != 1 or different < max(LEAST_OPTIONS, len(question.options)):
        message = f"{question.id} has {right} right options, and {different} that differ."
        collector.add("pack.E030", message, at=("questions", number))
