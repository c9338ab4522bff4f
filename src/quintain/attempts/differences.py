"""Compares a learner's files with the shipped ones, line by line, ready for a template."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.safestring import SafeString

from quintain.packs.source_lines import source_lines
from quintain.web.code import CodeLine, highlight_lines, language_of

CONTEXT_LINES = 3
NO_TEXT = SafeString()


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line: ``kind`` is same, added, removed, or gap (``skipped`` unchanged lines are left out)."""

    kind: str
    shipped: int | None = None
    yours: int | None = None
    html: SafeString = NO_TEXT
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class FileDiff:
    """The difference of one file; no lines if it is unchanged, or if only its ``newlines`` differ."""

    path: str
    lines: tuple[DiffLine, ...]
    newlines: bool = False

    @property
    def added(self) -> int:
        """How many lines are new."""
        return sum(line.kind == "added" for line in self.lines)

    @property
    def removed(self) -> int:
        """How many lines are gone."""
        return sum(line.kind == "removed" for line in self.lines)


def differences(shipped: Mapping[str, str], yours: Mapping[str, str]) -> tuple[FileDiff, ...]:
    """Return one difference for each path in ``yours``."""
    return tuple(_difference(path, shipped.get(path, ""), text) for path, text in yours.items())


def _difference(path: str, shipped: str, yours: str) -> FileDiff:
    lines = tuple(_lines(path, shipped, yours))
    return FileDiff(path, lines, newlines=not lines and shipped != yours)


def _lines(path: str, shipped: str, yours: str) -> Iterator[DiffLine]:
    old, new = (highlight_lines(text, language_of(path)) for text in (shipped, yours))
    matcher = SequenceMatcher(None, source_lines(shipped), source_lines(yours), autojunk=False)
    reached = 0
    for group in matcher.get_grouped_opcodes(CONTEXT_LINES):
        if group[0][1] > reached:
            yield DiffLine("gap", skipped=group[0][1] - reached)
        for kind, start, end, new_start, new_end in group:
            yield from _part(kind, old[start:end], new[new_start:new_end])
        reached = group[-1][2]
    if 0 < reached < len(old):
        yield DiffLine("gap", skipped=len(old) - reached)


def _part(kind: str, old: tuple[CodeLine, ...], new: tuple[CodeLine, ...]) -> Iterator[DiffLine]:
    if kind == "equal":
        for before, after in zip(old, new, strict=True):
            yield DiffLine("same", before.number, after.number, after.html)
        return
    for line in old:
        yield DiffLine("removed", shipped=line.number, html=line.html)
    for line in new:
        yield DiffLine("added", yours=line.number, html=line.html)
