"""Loads a case study's folder: what really happened, when, why it could, and what would have stopped it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.packs.blocks import cut
from quintain.packs.folders import digest_of, read_tree
from quintain.packs.lessons import note_missing_parts
from quintain.packs.model import Case, Moment, Practise
from quintain.packs.problems import Problem, ProblemCollector, Severity
from quintain.packs.prose import hold_titles, sections_of
from quintain.packs.python import syntax_fault
from quintain.packs.sheets import CaseSheet
from quintain.packs.toml import parse_sheet

FILES: Final = ("case.toml", "case.md")
TITLES: Final = ("What happened", "Why it could happen", "What would have stopped it", "What to take home")


def read_case(folder: Path) -> tuple[Case | None, Sequence[Problem]]:
    """Read one case study, and say everything that is wrong with it."""
    folder = folder.absolute()
    shown = PurePosixPath("cases", folder.name)
    collector = ProblemCollector("case", shown)
    if folder.is_symlink():
        collector.add("E010", f"{folder.name} is a link.")
        return None, collector.problems
    tree = read_tree(folder, collector, shown)
    for name in FILES:
        if name not in tree and not any(problem.path == shown / name for problem in collector.problems):
            collector.add("E001", f"{name} is missing.", path=shown / name)
    if any(name not in tree for name in FILES):
        return None, collector.problems
    sheet, _, sheet_collector = parse_sheet(CaseSheet, tree["case.toml"], "case", shown / "case.toml")
    if sheet is not None:
        _hold_order(sheet.timeline, sheet_collector)
    prose = ProblemCollector("case", shown / "case.md")
    sections_of(tree["case.md"], prose, "case.E014")
    hold_titles(tree["case.md"], TITLES, prose, "case.E014")
    blocks = cut(tree["case.md"], tree, (), prose)
    note_missing_parts(blocks, folder.parent.parent, prose, shown / "case.md")
    if any(isinstance(block, Practise) for block in blocks):
        prose.add("lesson.E031", "An exercise belongs to a lesson; a case cannot ask it.", path=shown / "case.md")
    collector.problems.extend([*sheet_collector.problems, *prose.problems])
    for name, text in tree.items():
        if name.endswith(".py") and (fault := syntax_fault(text)):
            line, message = fault
            collector.add("case.E016", message, path=shown / name, line=line)
    if sheet is None or any(problem.level is Severity.ERROR for problem in collector.problems):
        return None, collector.problems
    return Case(
        folder=folder,
        slug=folder.name,
        uuid=sheet.uuid,
        title=sheet.title,
        summary=sheet.summary,
        minutes=sheet.minutes,
        status=sheet.status,
        date=sheet.date,
        topics=sheet.topics,
        sources=sheet.sources,
        timeline=sheet.timeline,
        blocks=blocks,
        digest=digest_of(tree.items()),
    ), collector.problems


def _hold_order(timeline: Sequence[Moment], collector: ProblemCollector) -> None:
    for number, (before, after) in enumerate(pairwise(timeline), 1):
        rows = (("timeline", number - 1), ("timeline", number))
        if all(collector.untouched(*row) for row in rows) and _is_later(before, after):
            collector.add("case.E015", f"{after.at} comes after {before.at}.", at=("timeline", number, "at"))


def _is_later(before: Moment, after: Moment) -> bool:
    """Tell whether ``before`` lies behind ``after``; a row without a time may stand anywhere in its day."""
    if isinstance(before.at, datetime) and isinstance(after.at, datetime):
        return before.at > after.at
    return _day(before) > _day(after)


def _day(moment: Moment) -> tuple[int, int, int]:
    return moment.at.year, moment.at.month, moment.at.day
