"""Source code as numbered, highlighted lines, and what differs between two files."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from html import escape
from pathlib import PurePosixPath
from typing import Final

from pygments import highlight as pygments_highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from quintain.courseware.html.tags import NOTHING, Html, join, tag
from quintain.packs.blocks import LANGUAGES
from quintain.packs.source_lines import source_lines

CONTEXT_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number, its markup, its class (marked, flawed, added, removed), and the note below it."""

    number: int
    html: Html
    kind: str = ""
    note: Html = NOTHING


def language_of(path: str) -> str:
    """Name the language of a file by its ending; ``text`` if it is none that can be coloured."""
    return LANGUAGES.get(PurePosixPath(path).suffix, "text")


@lru_cache(maxsize=512)
def highlight(text: str, language: str) -> Html:
    """Return code as markup whose classes are those of Pygments; its last newline is left out."""
    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return Html(escape(text.removesuffix("\n")))
    # The lexers of consoles read whole lines only, and would drop a last one that has no end.
    whole = text.removesuffix("\n") + "\n"
    return Html(pygments_highlight(whole, lexer, HtmlFormatter(nowrap=True)).removesuffix("\n"))


def highlight_lines(text: str, language: str) -> tuple[Html, ...]:
    """Return the lines of ``text``, as `source_lines` splits them."""
    lines = source_lines(text)
    rows = highlight("\n".join(lines) + "\n", language).split("\n")
    if len(rows) != len(lines):  # a lexer that swallows or adds a newline would move all numbers below it
        rows = [escape(line) for line in lines]
    return tuple(map(Html, rows))


def draw_lines(lines: Iterator[Line | int] | tuple[Line, ...], label: str) -> Html:
    """Return lines as a list; a number in place of a line is that of the unchanged lines left out."""
    rows = join(*map(_row, lines))
    return tag("div", {"class": "lines", "tabindex": "0", "role": "group", "aria-label": label}, tag("ol", {}, rows))


def code_box(name: str, remark: str, body: Html) -> Html:
    """Return code in its box, with the file's name and a remark at the top."""
    head = tag("header", {}, tag("span", {"class": "name"}, name), tag("span", {"class": "note"}, remark))
    return tag("figure", {"class": "codebox block", "aria-label": name}, head, body)


def draw_file(path: str, text: str, remark: str = "") -> Html:
    """Return a whole file in its box."""
    rows = highlight_lines(text, language_of(path))
    lines = tuple(Line(number, row) for number, row in enumerate(rows, 1))
    return code_box(path, remark, draw_lines(lines, path))


def draw_changes(before: Mapping[str, str], after: Mapping[str, str]) -> Html:
    """Return a box for each file of ``after`` that differs from ``before``."""
    return join(
        *(
            draw_change(path, path, before.get(path, ""), text)
            for path, text in after.items()
            if text != before.get(path)
        )
    )


def draw_change(before: str, after: str, before_text: str, after_text: str) -> Html:
    """Return what differs between two files, in one box."""
    rows = tuple(_differences(before_text, after_text, language_of(after)))
    added, removed = (sum(isinstance(row, Line) and row.kind == kind for row in rows) for kind in ("added", "removed"))
    name = after if before == after else f"{before} → {after}"
    body = draw_lines(iter(rows), f"What changes in {name}")
    return code_box(name, f"{_lines(added)} added, {removed} removed", body)


def _differences(before_text: str, after_text: str, language: str) -> Iterator[Line | int]:
    before, after = source_lines(before_text), source_lines(after_text)
    old, new = highlight_lines(before_text, language), highlight_lines(after_text, language)
    reached = 0
    for group in SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(CONTEXT_LINES):
        if group[0][1] > reached:
            yield group[0][1] - reached
        for kind, start, end, new_start, new_end in group:
            if kind == "equal":
                yield from (Line(number + 1, new[number]) for number in range(new_start, new_end))
            else:
                yield from (Line(number + 1, old[number], "removed") for number in range(start, end))
                yield from (Line(number + 1, new[number], "added") for number in range(new_start, new_end))
        reached = group[-1][2]
    if 0 < reached < len(old):
        yield len(old) - reached


def _row(line: Line | int) -> Html:
    if isinstance(line, int):
        return tag("li", {"class": "fold"}, f"{_lines(line)} unchanged")
    number = tag("span", {"class": "no"}, str(line.number))
    row = tag("li", {"class": line.kind} if line.kind else {}, number, tag("code", {}, line.html))
    return join(row, tag("li", {"class": "note"}, line.note) if line.note else None)


def _lines(count: int) -> str:
    return f"{count} line" if count == 1 else f"{count} lines"
