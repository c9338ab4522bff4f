"""Which line of the learner's code a check is about, for tools that show it there."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from quintain.judge.verdict import Check
from quintain.packs.model.lab import Lab


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of a file, counted from 1, both included. ``is_exact``: the judge saw them; else they are the lab's."""

    file: str
    first: int
    last: int
    is_exact: bool


def places_of(check: Check, lab: Lab, files: Mapping[str, str]) -> tuple[Place, ...]:
    """Return where a check leads, the best place first.

    Args:
        check: a check of a verdict.
        lab: its lab.
        files: the files that were judged, all of those that the lab lets anyone change.

    Returns:
        The lines of the learner's files that the evidence names, the last first: nearest to what was seen. Without
        any, the flawed places of the original code that the lab's phase *find* names, where these lines are now. Then
        the first line of the lab's first file: there is always one.

    """
    exact = dict.fromkeys(_seen(check, files))
    return tuple(exact) or tuple(dict.fromkeys(_known(lab, files))) or (Place(lab.run.editable[0], 1, 1, False),)


def _seen(check: Check, files: Mapping[str, str]) -> Iterator[Place]:
    for step in reversed(check.steps):
        if step.file and step.file in files and step.line and step.line <= _lines(files[step.file]):
            yield Place(step.file, step.line, step.line, True)


def _known(lab: Lab, files: Mapping[str, str]) -> Iterator[Place]:
    for spot in lab.find.spots if lab.find else ():
        if spot.file in files:
            lines = _moved(lab.starter.get(spot.file, ""), files[spot.file], spot.first, spot.last)
            yield Place(spot.file, *lines, False)


def _moved(before: str, after: str, first: int, last: int) -> tuple[int, int]:
    """Return where lines are now: those that are equal, or what came in their place, within the file."""
    ends = [first - 1, last]
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    start, end = ends
    for _, old_first, old_last, new_first, new_last in matcher.get_opcodes():
        if old_first <= first - 1 < old_last:
            start = min(new_first + first - 1 - old_first, max(new_last - 1, new_first))
        if old_first < last <= old_last:
            end = min(new_first + last - old_first, new_last)
    most = _lines(after)
    start = min(max(start + 1, 1), most)
    return start, min(max(end, start), most)


def _lines(text: str) -> int:
    return max(len(text.splitlines()), 1)
