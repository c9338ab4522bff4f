"""The files beside pack.toml that a pack may have or not: principles, checklist, assessment, and glossary."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.packs.building import cut
from quintain.packs.model.checklist import LabCheck
from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.pack import Principle
from quintain.packs.model.question import AssessmentQuestion
from quintain.packs.problems import Problem, ProblemCollector
from quintain.packs.sheets import AssessmentSheet, ChecklistSheet, GlossarySheet, PrinciplesSheet
from quintain.packs.terms import GAP
from quintain.packs.toml import read_sheet

PRINCIPLES: Final = "principles.toml"
CHECKLIST: Final = "checklist.toml"
ASSESSMENT: Final = "assessment.toml"
GLOSSARY: Final = "glossary.toml"
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


def read_glossary(root: Path) -> tuple[tuple[CourseTerm, ...], str, Sequence[Problem]]:
    """Return the terms of the course, the file's text, and what is wrong with it; without the file there are none."""
    if _is_missing(root / GLOSSARY):
        return (), "", ()
    sheet, text, collector = read_sheet(GlossarySheet, root / GLOSSARY, "pack", PurePosixPath(GLOSSARY))
    terms = sheet.terms if sheet else ()
    collector.hold_unique("pack.E034", "The term {} is there twice.", [each.id for each in terms], "terms")
    _hold_names(terms, collector)
    return terms, text, collector.problems


def _hold_names(terms: Sequence[CourseTerm], collector: ProblemCollector) -> None:
    """Hold each name to one term: a lesson that uses it could not tell which one is meant."""
    owners: dict[str, str] = {}
    for number, term in enumerate(terms):
        for name in term.names:
            folded = " ".join(GAP.split(name)).casefold()
            if folded in owners:
                message = f"{cut(name)} is a name of the term {owners[folded]} already."
                collector.add("pack.E035", message, at=("terms", number))
            owners.setdefault(folded, term.id)


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
