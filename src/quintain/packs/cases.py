"""Loads a case study's folder: what really happened, when, why it could, and what would have stopped it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Final

from quintain.packs.blocks import cut
from quintain.packs.folder_contents import read_part
from quintain.packs.folders import digest_of
from quintain.packs.lessons import note_missing_parts
from quintain.packs.model.case import Case, Moment
from quintain.packs.model.lesson import Practise
from quintain.packs.problems import Problem, ProblemCollector, has_errors
from quintain.packs.prose import sections_of
from quintain.packs.sheets import CaseSheet
from quintain.packs.toml import parse_sheet

TITLES: Final = ("What happened", "Why it could happen", "What would have stopped it", "What to take home")


def read_case(folder: Path) -> tuple[Case | None, Sequence[Problem]]:
    """Read one case study, and say everything that is wrong with it."""
    part = read_part(folder, "case")
    if not part.has("case.toml", "case.md"):
        return None, part.collector.problems
    sheet, sheet_collector = parse_sheet(CaseSheet, part.tree["case.toml"], "case", part.shown / "case.toml")
    if sheet is not None:
        _hold_order(sheet.timeline, sheet_collector)
    prose = ProblemCollector("case", part.shown / "case.md")
    sections_of(part.tree["case.md"], prose, "case.E014", TITLES)
    blocks = cut(part.tree["case.md"], part.tree, (), prose)
    note_missing_parts(blocks, part.pack, prose)
    if any(isinstance(block, Practise) for block in blocks):
        prose.add("lesson.E031", "An exercise belongs to a lesson; a case cannot ask it.")
    part.collector.problems.extend([*sheet_collector.problems, *prose.problems])
    part.hold_python("case.E016")
    if sheet is None or has_errors(part.collector.problems):
        return None, part.collector.problems
    return Case(
        folder=part.folder,
        slug=part.folder.name,
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
        digest=digest_of(part.tree.items()),
        as_of=sheet.as_of,
    ), part.collector.problems


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
