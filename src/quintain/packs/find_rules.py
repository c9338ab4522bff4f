"""The phases *find* and *break*: places that exist, weaknesses that have a name, a goal that can be stolen."""

from collections.abc import Sequence
from typing import Final

from quintain.packs.building import suggestion
from quintain.packs.entry_points import functions_of
from quintain.packs.lab_draft import LabDraft
from quintain.packs.lines import Keys
from quintain.packs.model.lab import OUTAGE, Break, Decoy, Spot
from quintain.packs.source_lines import source_lines
from quintain.packs.weaknesses import WEAKNESSES

EXPLOIT: Final = "exploit.py"  # what the learner writes, beside the files of starter/


def _find(draft: LabDraft) -> None:
    find = draft.sheet.find
    if find is None:
        return
    for number, spot in enumerate(find.spots):
        _place(draft, spot, ("find", "spots", number))
    for number, decoy in enumerate(find.decoys):
        _place(draft, decoy, ("find", "decoys", number))
    _overlaps(draft, find.spots, find.decoys)
    for number, spot in enumerate(find.spots):
        if find.choices and not set(spot.cwe) & set(find.choices):
            at = ("find", "spots", number, "cwe")
            draft.collector.add("lab.E042", f"find.choices does not offer {' or '.join(spot.cwe)}.", at=at)


def _place(draft: LabDraft, place: Spot | Decoy, at: Keys) -> None:
    if place.file not in draft.starter:
        message = f"starter/ has no file {place.file}.{suggestion(place.file, draft.starter)}"
        draft.collector.add("lab.E026", message, at=(*at, "file"))
        return
    lines = len(source_lines(draft.starter[place.file]))
    if place.first > place.last:
        message = f"first ({place.first}) lies after last ({place.last})."
        draft.collector.add("lab.E026", message, at=(*at, "first"))
    elif place.last > lines:
        message = f"{place.file} has {lines} lines; line {place.last} lies beyond its end."
        draft.collector.add("lab.E026", message, at=(*at, "last"))


def _overlaps(draft: LabDraft, spots: Sequence[Spot], decoys: Sequence[Decoy]) -> None:
    for number, decoy in enumerate(decoys):
        for spot in spots:
            if decoy.file == spot.file and decoy.first <= spot.last and spot.first <= decoy.last:
                message = f"Lines {decoy.first} to {decoy.last} of {decoy.file} are a decoy and a spot at once."
                draft.collector.add("lab.E043", message, at=("find", "decoys", number, "first"))


def _weaknesses(draft: LabDraft) -> None:
    find = draft.sheet.find
    named: list[tuple[Keys, Sequence[str]]] = [(("cwe",), draft.sheet.cwe)]
    if find:
        named.append((("find", "choices"), find.choices))
        named += [(("find", "spots", number, "cwe"), spot.cwe) for number, spot in enumerate(find.spots)]
    for at, numbers in named:
        for place, number in enumerate(numbers):
            if number not in WEAKNESSES and number not in draft.weaknesses:
                draft.collector.add("lab.E044", f"{number} has no plain name.", at=(*at, place))


def _break(draft: LabDraft) -> None:
    part = draft.sheet.break_
    if part is None:
        return
    if part.goal not in {*draft.sheet.canaries, OUTAGE} and draft.collector.untouched("canaries"):
        message = f"{part.goal} is no canary.{suggestion(part.goal, (*draft.sheet.canaries, OUTAGE))}"
        draft.collector.add("lab.E036", message, at=("break", "goal"))
    for key, name in (("reference", part.reference), ("starter", part.starter), ("scene", part.scene)):
        if name and name not in draft.tree:
            draft.collector.add("lab.E036", f"The file {name} is missing.", at=("break", key))
    _entry_points(draft, part)
    if EXPLOIT in draft.starter:
        draft.collector.add("lab.E053", f"starter/{EXPLOIT} has the name of what learners write.", at=("break",))


def _entry_points(draft: LabDraft, part: Break) -> None:
    """Let a lab name files of its own, or functions of its target; an exploit chooses nothing else that runs."""
    profile, target = draft.sheet.run.profile, draft.sheet.run.target
    if not part.entry_points or not draft.collector.untouched("run"):
        return
    if profile.is_web or profile.is_served:
        draft.collector.add("lab.E036", f"The profile {profile} has no entry points.", at=("break", "entry_points"))
        return
    try:
        entry_points = (
            tuple(draft.starter)
            if profile.is_program
            else functions_of(target, draft.starter.get(f"{target.replace('.', '/')}.py", ""))
        )
    except (SyntaxError, ValueError):
        return  # that is told of the file
    for number, name in enumerate(part.entry_points):
        if name not in entry_points:
            what = "starter/ has no file" if profile.is_program else f"{target} has no function"
            message = f"{what} {name}.{suggestion(name, entry_points)}"
            draft.collector.add("lab.E036", message, at=("break", "entry_points", number))


RULES: Final = (_find, _weaknesses, _break)
