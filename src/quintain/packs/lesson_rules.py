"""What must be true of a lesson's form: sections of one that teaches a weakness, what is for reading, standards."""

from collections.abc import Collection, Sequence
from typing import Final

from quintain.packs.building import cut, suggestion
from quintain.packs.model.lab import Status
from quintain.packs.model.lesson import Block, Practise, Prose, Show
from quintain.packs.problems import ProblemCollector
from quintain.packs.prose import blocks_of, titles_of
from quintain.packs.sheets import LessonSheet
from quintain.packs.standards import is_asvs
from quintain.packs.weaknesses import WEAKNESSES

# What a developer asks of a weakness beside how it works.
WANTED: Final = ("What an attacker gains", "In your framework", "How to find it")
# What ends each lesson: its three sentences, and what a reader does with it at work.
ENDS: Final = ("In short", "What to do on Monday")
# No H2, but absent of some lessons as well: blocks that show or ask something in a picture.
PICTURE: Final = "An exhibit or an exercise"


def hold_form(
    sheet: LessonSheet,
    blocks: Sequence[Block],
    own: Collection[str],
    toml: ProblemCollector,
    text: ProblemCollector,
) -> None:
    """Hold a lesson to the form of a lesson: the sections that it needs, and the titles that its tables name.

    Args:
        sheet: lesson.toml.
        blocks: lesson.md.
        own: the numbers of weaknesses that the pack has named.
        toml: where problems of lesson.toml go.
        text: where problems of lesson.md go.

    """
    titles = [
        title for block in blocks if isinstance(block, Prose) for _, _, title in titles_of(blocks_of(block.markdown))
    ]
    _hold_reading(sheet, titles, toml)
    has_picture = any(isinstance(block, Show | Practise) for block in blocks)
    _hold_absences(sheet, [*titles, PICTURE] if has_picture else titles, toml)
    _hold_standards(sheet, own, toml)
    absent = {each.section for each in sheet.absent}
    missing = [title for title in _wanted(sheet) if title not in titles and title not in absent]
    if sheet.status is Status.LIVE and missing:
        text.add("lesson.E033", f"The lesson has no H2 {', '.join(missing)}.", line=1)


def _wanted(sheet: LessonSheet) -> tuple[str, ...]:
    return (*WANTED, *ENDS) if sheet.standards else ENDS


def _hold_reading(sheet: LessonSheet, titles: Collection[str], toml: ProblemCollector) -> None:
    for number, name in enumerate(sheet.reading.sections if sheet.reading else ()):
        if name not in titles:
            message = f"lesson.md has no H2 {cut(name)}.{suggestion(name, titles)}"
            toml.add("lesson.E034", message, at=("reading", "sections", number))


def _hold_absences(sheet: LessonSheet, present: Collection[str], toml: ProblemCollector) -> None:
    known = (*WANTED, *ENDS, PICTURE)
    for number, each in enumerate(sheet.absent):
        if each.section not in known:
            message = f"No lesson needs an H2 {cut(each.section)}.{suggestion(each.section, known)}"
            toml.add("lesson.E039", message, at=("absent", number, "section"))
        elif each.section in present:
            what = "an exhibit or an exercise" if each.section == PICTURE else f"the H2 {each.section}"
            message = f"lesson.md has {what}, which [[absent]] says it lacks."
            toml.add("lesson.E039", message, at=("absent", number, "section"))


def _hold_standards(sheet: LessonSheet, own: Collection[str], toml: ProblemCollector) -> None:
    if not sheet.standards:
        return
    for number, cwe in enumerate(sheet.standards.cwe):
        if cwe not in WEAKNESSES and cwe not in own:
            toml.add("lesson.E032", f"{cwe} has no name here.", at=("standards", "cwe", number))
    for number, requirement in enumerate(sheet.standards.asvs):
        if toml.untouched("standards", "asvs", number) and not is_asvs(requirement):
            message = f"The ASVS 5.0.0 has no requirement {requirement}."
            toml.add("lesson.E032", message, at=("standards", "asvs", number))
