"""The files beside pack.toml that a pack may have or not: principles.toml, and assessment.toml."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.packs.model.pack import Principle
from quintain.packs.model.question import AssessmentQuestion
from quintain.packs.problems import Problem, ProblemCollector
from quintain.packs.sheets import AssessmentSheet, PrinciplesSheet
from quintain.packs.toml import read_sheet

PRINCIPLES: Final = "principles.toml"
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


def _hold_options(question: AssessmentQuestion, number: int, collector: ProblemCollector) -> None:
    if not collector.untouched("questions", number):
        return
    right = sum(option.right for option in question.options)
    different = len({option.text.strip() for option in question.options})
    if right != 1 or different < max(LEAST_OPTIONS, len(question.options)):
        message = f"{question.id} has {right} right options, and {different} that differ."
        collector.add("pack.E030", message, at=("questions", number))
