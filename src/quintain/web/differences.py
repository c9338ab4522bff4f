"""Compares files with the original ones, line by line, ready for a template."""

from collections.abc import Collection, Iterator, Mapping
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
    original: int | None = None
    new: int | None = None
    html: SafeString = NO_TEXT
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class FileDiff:
    """The difference of one file; no lines if it is unchanged and not shown whole, or if only ``newlines`` differ."""

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


def differences(
    original: Mapping[str, str], new_text: Mapping[str, str], *, whole: Collection[str] = ()
) -> tuple[FileDiff, ...]:
    """Return one difference for each path in ``new_text``; of a file that ``original`` has not, every line is new.

    Of the paths in ``whole``, all unchanged lines are shown as well; of others, those beside a change.
    """
    return tuple(_difference(path, original.get(path), text, whole=path in whole) for path, text in new_text.items())


def _difference(path: str, original: str | None, new_text: str, *, whole: bool) -> FileDiff:
    lines = tuple(_lines(path, original, new_text, whole=whole))
    is_changed = any(line.kind in {"added", "removed"} for line in lines)
    return FileDiff(path, lines, newlines=not is_changed and original != new_text)


def _lines(path: str, original: str | None, new_text: str, *, whole: bool) -> Iterator[DiffLine]:
    new = highlight_lines(new_text, language_of(path))
    if original is None:
        yield from _part("insert", (), new)
        return
    old = highlight_lines(original, language_of(path))
    matcher = SequenceMatcher(None, source_lines(original), source_lines(new_text), autojunk=False)
    if whole:
        for opcode, *ends in matcher.get_opcodes():
            yield from _part(opcode, old[ends[0] : ends[1]], new[ends[2] : ends[3]])
        return
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
        yield DiffLine("removed", original=line.number, html=line.html)
    for line in new:
        yield DiffLine("added", new=line.number, html=line.html)
