"""Code as numbered lines with marks and notes, and differences of two files."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import PurePosixPath
from typing import Final

from pygments.lexers import get_lexer_by_name
from pygments.token import Token
from pygments.util import ClassNotFound

from quintain.courseware.typst.source import NOTHING, Code, call, flag, joined, literal, runs, text, unseen
from quintain.packs.blocks import LANGUAGES
from quintain.packs.source_lines import source_lines

CONTEXT_LINES: Final = 3
TAB: Final = 4
TOGETHER: Final = 4
"""So many lines at least are below the name of a listing at the end of a page."""
SHORT: Final = 15
"""A listing of so many lines is kept on one page."""
_BOX: Final = 5
"""How many columns a character takes that is shown by its number."""
_KINDS: Final = (
    (Token.Keyword, "k"), (Token.Operator.Word, "k"), (Token.Literal.String, "s"), (Token.Name.Function, "f"),
    (Token.Name.Class, "f"), (Token.Name.Decorator, "f"), (Token.Literal.Number, "n"), (Token.Comment, "m"),
)  # fmt: skip

_GUTTER: Final = 7
"""How many columns the number of a line takes, with its sign."""
_POINTS: Final = 7.7
_SMALLEST_POINTS: Final = 6.6
"""A listing with lines that are a little too long is set in smaller type, down to this."""
_BREAKS: Final = (
    (re.compile(r" (?=\S)|[,(\[{](?=[\w\"'])"), False),
    (re.compile(r" (?=\S)"), True),
    (re.compile(r"[,;:=+*/|&(\[{.-](?=[\w\"'({\[])"), False),
    (re.compile(r"[^\w\s\"'\\](?=\w)"), True),
)
"""Signs behind which a line is broken, the best first, and whether strings and comments are broken there, too."""

type Run = tuple[str, str]
"""A kind of syntax (a function of the template, or nothing), and a text without a newline."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a listing: its number or sign, and what is shown of it."""

    label: str
    runs: tuple[Run, ...]
    kind: str = ""


def language_of(path: str) -> str:
    """Name the language of a file by its ending."""
    return LANGUAGES.get(PurePosixPath(path).suffix, "text")


def coloured(words: str, language: str) -> tuple[tuple[Run, ...], ...]:
    """Return the lines of some code as runs of one kind each."""
    lines = source_lines(words)
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return tuple((("", line.expandtabs(TAB)),) for line in lines)
    rows: list[list[Run]] = [[]]
    for token, value in lexer.get_tokens("\n".join(lines) + "\n"):
        kind = _kind_of(token)
        first, *others = value.split("\n")
        rows[-1].append((kind, first))
        rows.extend([(kind, part)] for part in others)
    if len(rows) != len(lines) + 1:  # a lexer that swallows or adds a newline would move all numbers below it
        return tuple((("", line.expandtabs(TAB)),) for line in lines)
    return tuple(tuple(_merged(row)) for row in rows[:-1])


def _kind_of(token: tuple[str, ...]) -> str:
    return next((name for parent, name in _KINDS if token[: len(parent)] == parent), "")


def listing(
    words: str,
    language: str,
    columns: int,
    *,
    name: str = "",
    first: int | None = 1,
    marked: Collection[int] = (),
    notes: Mapping[int, Code] | None = None,
    label: str = "",
    flawed: Collection[int] = (),
) -> Code:
    """Write a listing.

    Args:
        words: the code.
        language: a name that Pygments knows; any other is shown plainly.
        columns: how many characters a line of the page takes; for longer lines the type is smaller, and what is still
            too long is continued below.
        name: what the tab says, such as a path.
        first: the number of its first line; None for a listing without numbers.
        marked: numbers of lines to look at.
        notes: what is said below a line, by its number.
        label: a word beside the name.
        flawed: numbers of lines with a weakness.

    """
    notes = notes or {}
    parts: list[Code] = []
    waiting: list[Row] = []
    rows = coloured(words, language)
    points, columns = _type_for(rows, columns)
    for offset, line in enumerate(rows):
        at = (first or 1) + offset
        kind = "flawed" if at in flawed else "marked" if at in marked else ""
        waiting.append(Row(str(at) if first is not None else "", line, kind))
        if at in notes:
            parts += [
                *_lines(waiting[:-1], columns, begins=not parts),
                *_lines(waiting[-1:], columns),
                call("note", notes[at]),
            ]
            waiting = []
    parts.extend(_lines(waiting, columns, begins=not parts))
    return _box(name, label, parts, points, numbered=first is not None, count=len(source_lines(words)))


def difference(before: str, after: str, path: str, columns: int, label: str = "") -> Code:
    """Write what differs between two versions of a file; unchanged lines far from a change are counted, not shown."""
    language = language_of(path)
    old, new = coloured(before, language), coloured(after, language)
    parts: list[Code] = []
    reached = count = 0
    matcher = SequenceMatcher(None, source_lines(before), source_lines(after), autojunk=False)
    groups = list(matcher.get_grouped_opcodes(CONTEXT_LINES))
    points, columns = _type_for([*_shown(groups, old, new)], columns)
    for group in groups:
        parts.extend(_gap(group[0][1] - reached))
        for kind, start, end, new_start, new_end in group:
            count += end - start + new_end - new_start
            parts.extend(_part(kind, old, new, (start, end, new_start, new_end), columns))
        reached = group[-1][2]
    if reached:
        parts.extend(_gap(len(old) - reached))
    return _box(path, label, parts, points, numbered=True, count=count)


def _shown(
    groups: Iterable[Sequence[tuple[str, int, int, int, int]]],
    old: tuple[tuple[Run, ...], ...],
    new: tuple[tuple[Run, ...], ...],
) -> Iterator[tuple[Run, ...]]:
    for _, start, end, new_start, new_end in (each for group in groups for each in group):
        yield from (*old[start:end], *new[new_start:new_end])


def _type_for(lines: Iterable[tuple[Run, ...]], columns: int) -> tuple[float, int]:
    """Return the size of the type in points, and how many columns a line then has: as large as all lines allow."""
    widest = max((_width("".join(run for _, run in line)) for line in lines), default=0)
    most = int((columns + _GUTTER) * _POINTS / _SMALLEST_POINTS) - _GUTTER
    if not columns < widest <= most:
        return _POINTS, columns
    return (columns + _GUTTER) * _POINTS / (widest + _GUTTER), widest


def _part(
    kind: str,
    old: tuple[tuple[Run, ...], ...],
    new: tuple[tuple[Run, ...], ...],
    at: tuple[int, int, int, int],
    columns: int,
) -> Iterator[Code]:
    start, end, new_start, new_end = at
    if kind == "equal":
        rows = [Row(str(new_start + offset + 1), line) for offset, line in enumerate(old[start:end])]
    else:
        rows = [Row(str(start + offset + 1), line, "removed") for offset, line in enumerate(old[start:end])]
        rows += [Row(str(new_start + offset + 1), line, "added") for offset, line in enumerate(new[new_start:new_end])]
    yield from _lines(rows, columns)


def _gap(skipped: int) -> Iterator[Code]:
    if skipped > 0:
        yield call("fold", text(f"{skipped} line{'' if skipped == 1 else 's'} unchanged"))


def _box(name: str, label: str, parts: Iterable[Code], points: float, *, numbered: bool, count: int) -> Code:
    lines = joined(parts)
    return call(
        "listing",
        plain(name),
        text(label) if label else NOTHING,
        lines,
        numbered=flag(numbered),
        short=flag(count <= SHORT),
        size=Code(f"{points:.3f}pt"),
    )


def plain(words: str) -> Code:
    """Write a name as it is, without a place to break it."""
    return joined(literal(run) if drawn else unseen(run) for drawn, run in runs(words)) if words else NOTHING


def _lines(rows: Sequence[Row], columns: int, *, begins: bool = False) -> Iterator[Code]:
    """Write lines, each with what is too long for the page below it; neighbours of one kind are written at once.

    The first lines of a listing, which ``begins`` with them, are kept together, and with those after them.
    """
    if begins and len(rows) > TOGETHER:
        yield call("together", joined(_lines(rows[:TOGETHER], columns)))
        rows = rows[TOGETHER:]
    for kind, group in groupby(rows, key=lambda row: row.kind):
        pairs = []
        for row in group:
            for index, piece in enumerate(_cut(row.runs, columns)):
                pairs += [_label(row.label if index == 0 else "→", kind), _run_codes(piece)]
        yield call("lines", literal(kind), *pairs)


def _label(label: str, kind: str) -> Code:
    """Write a number in a column of its own. It is no part of the text, so its spaces need not be those of the file."""
    sign = {"added": "+", "removed": "\u2212"}.get(kind, "")
    return literal(f"{label:>4} {sign:<1} ".replace(" ", "\u00a0") if label else "")


def _cut(line: tuple[Run, ...], columns: int) -> Iterator[tuple[Run, ...]]:
    """Cut a line into what fits below each other; what is continued begins below the beginning of the line."""
    words = "".join(run for _, run in line)
    begins = min(len(words) - len(words.lstrip(" ")), columns // 3)
    start, indent = 0, 0
    for end in _ends(line, words, columns, begins):
        if piece := tuple(_between(line, start, end)):
            kind, first = piece[0]
            yield ((kind, " " * indent + first), *piece[1:])
        else:
            yield piece
        start, indent = end, begins


def _ends(line: tuple[Run, ...], words: str, columns: int, begins: int) -> Iterator[int]:
    start, left = 0, columns
    while (fitting := _fitting(words[start:], left)) < len(words) - start:
        start = _best(line, words, start, start + fitting)
        yield start
        left = columns - begins
    yield len(words)


def _best(line: tuple[Run, ...], words: str, start: int, most: int) -> int:
    """Return where to break a line before ``most``.

    Outside strings, behind a space, a comma or a bracket that opens; else in a string or comment behind a space; else
    behind any sign that is not part of a quote. A piece takes half of the width, where that can be.
    """
    kinds = "".join((kind or "-") * len(run) for kind, run in line)
    inside = [kinds[place - 1] == kinds[place] and kinds[place] in "sm" for place in range(1, len(kinds))]
    least = start + (most - start) // 2
    for pattern, in_text in _BREAKS:
        for place in range(most, least, -1):
            if (in_text or not inside[place - 1]) and pattern.match(words, place - 1) and words[start:place].strip():
                return place
    return most


def _between(line: tuple[Run, ...], start: int, end: int) -> Iterator[Run]:
    """Return the runs of a line from one character to another."""
    at = 0
    for kind, run in line:
        if piece := run[max(start - at, 0) : max(end - at, 0)]:
            yield kind, piece
        at += len(run)


def _fitting(words: str, columns: int) -> int:
    """Return how many characters fit into some columns, at least one."""
    if len(words) * _BOX <= columns:
        return len(words)
    width = 0
    for index, character in enumerate(words):
        width += _width(character)
        if width > columns:
            return max(index, 1)
    return len(words)


def _width(words: str) -> int:
    return sum(len(run) if drawn else _BOX for drawn, run in runs(words))


def _merged(row: Iterable[Run]) -> Iterator[Run]:
    """Join neighbours of one kind, and give white space to what follows: alone, Typst would drop it."""
    waiting = ""
    column = 0
    for kind, group in groupby(row, key=lambda run: run[0]):
        words = "".join(run[1] for run in group)
        whole = (" " * column + words).expandtabs(TAB)[column:]
        column += len(whole)
        if whole.isspace():
            waiting += whole
        elif whole:
            yield kind, waiting + whole
            waiting = ""
    if waiting:
        yield "", waiting


def _run_codes(line: Iterable[Run]) -> Code:
    colour: Callable[[str, Code], Code] = lambda kind, code: call(kind, code) if kind else code  # noqa: E731
    return joined(
        colour(kind, joined(literal(run) if drawn else unseen(run) for drawn, run in runs(words)))
        for kind, words in line
        if re.search(r"\S", words)
    )
