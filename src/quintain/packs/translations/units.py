"""Cuts Markdown into the messages that translators see, and puts their translations into the places of the originals.

A message is the words of one heading, one paragraph (of a list item or quotation, too), one row of a table, one note
of an include block, or the title of an incident. Code, directives and marks around the words are no messages, so they
are the same in each language.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from quintain.packs.blocks import AS_OF, NOTE

# As the pages' renderer, but for what is within a line.
BLOCKS: Final = MarkdownIt("commonmark").enable("table")
BLOCKS.core.ruler.enableOnly(["normalize", "block"])
CODE_OR_TARGET: Final = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|\]\([^)\s]*\)|<[^>\s]+>", re.DOTALL
)
QUOTED: Final = re.compile(r"^[\s>]*")


class Kind(StrEnum):
    """What a message is in its file."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ROW = "row of a table"
    NOTE = "note below a line of code"
    TITLE = "title of an incident"
    VALUE = "value"


ONE_LINE: Final = frozenset({Kind.HEADING, Kind.ROW, Kind.NOTE, Kind.TITLE})


@dataclass(frozen=True, slots=True)
class Unit:
    """The words of a block, in lines ``first`` to before ``last``, from 0, and what is around them.

    ``before`` begins its first line, ``between`` each further line; ``after`` ends it.
    """

    text: str
    kind: Kind
    first: int
    last: int
    before: str = ""
    between: str = ""
    after: str = ""

    def written(self, text: str) -> list[str]:
        """Return the lines of the block with other words."""
        first, *others = text.split("\n")
        lines = [self.before + first, *(self.between + line if line else line for line in others)]
        lines[-1] += self.after
        return lines


def units_of(markdown: str) -> Iterator[Unit]:
    """Yield the messages of a text in their order, also those that occur twice."""
    lines = markdown.split("\n")
    tokens = BLOCKS.parse(markdown)
    row_ends = -1
    for index, token in enumerate(tokens):
        if token.map is None:
            continue
        if token.type == "tr_open":
            row_ends = token.map[1]
            yield from _row(lines, token.map[0])
        elif token.type == "inline" and token.map[0] >= row_ends:
            yield from _words(lines, token, tokens[index - 1])
        elif token.type == "fence" and token.level == 0:
            yield from _of_directive(lines, token, token.map)


def put(markdown: str, translate: Callable[[Unit], str]) -> str:
    """Return a text in which each message has become what ``translate`` returns for it."""
    lines = markdown.split("\n")
    for unit in reversed(list(units_of(markdown))):
        if (translation := translate(unit)) != unit.text:
            lines[unit.first : unit.last] = unit.written(translation)
    return "\n".join(lines)


def shape_of(markdown: str) -> Sequence[tuple[str, ...]]:
    """Return what must be equal in each language: the blocks in their order, and all code and directives."""
    return [_shape(token) for token in BLOCKS.parse(markdown)]


def has_words(text: str) -> bool:
    """Tell whether there is anything to translate: a letter that is neither in code nor in the target of a link."""
    return any(map(str.isalpha, CODE_OR_TARGET.sub(" ", text)))


def inlines_of(text: str, kind: Kind) -> tuple[str, ...]:
    """Return the words of a message as a renderer gets them: those of a row cell by cell."""
    return cells_of(text) if kind is Kind.ROW else (text,)


def cells_of(row: str) -> tuple[str, ...]:
    """Return the cells of a table's row; none if it is no row."""
    columns = escapedSplit(row.strip().removeprefix("|").removesuffix("|"))
    tokens = BLOCKS.parse(f"{row}\n{'|---' * len(columns)}|")
    is_table = bool(tokens) and tokens[0].type == "table_open"
    return tuple(token.content for token in tokens if token.type == "inline") if is_table else ()


def _shape(token: Token) -> tuple[str, ...]:
    match token.type:
        case "inline":
            return ("inline",)
        case "fence" | "code_block":
            return (token.type, *_frozen(token))
        case _:
            return (token.type, token.tag, str(token.attrGet("start") or ""), token.info)


def _frozen(token: Token) -> tuple[str, ...]:
    """Return what of a fence no translator may change."""
    match next(iter(token.info.split()), ""):
        case "include":
            numbers = [match["line"] for line in token.content.split("\n") if (match := NOTE.fullmatch(line.strip()))]
            return token.info, *numbers
        case "incident":
            title = _title(token.info)
            return token.info.removesuffix(title), *(" ".join(each) for each in shape_of(token.content))
        case _:
            return token.info, token.content


def _row(lines: Sequence[str], number: int) -> Iterator[Unit]:
    line = lines[number]
    text = QUOTED.sub("", line, count=1).rstrip()
    if has_words(text):
        before, _, after = line.partition(text)
        yield Unit(text, Kind.ROW, number, number + 1, before=before, after=after)


def _words(lines: Sequence[str], token: Token, opening: Token) -> Iterator[Unit]:
    first = token.map[0] if token.map else 0
    content = token.content.split("\n")
    line = lines[first]
    start = line.find(content[0])
    if start < 0 or not has_words(token.content):
        return
    kind = Kind.HEADING if opening.type == "heading_open" else Kind.PARAGRAPH
    before = line[:start]
    end = first + len(content)
    last = lines[end - 1]
    after = last[last.rfind(content[-1]) + len(content[-1]) :] if content[-1] in last else ""
    yield Unit(token.content, kind, first, end, before, re.sub(r"[^>\s]", " ", before), after)


def _of_directive(lines: Sequence[str], token: Token, place: Sequence[int]) -> Iterator[Unit]:
    start = place[0]
    match next(iter(token.info.split()), ""):
        case "include":
            yield from _notes(lines, start + 1, start + 1 + token.content.count("\n"))
        case "incident":
            title = _title(token.info)
            if title and has_words(title) and lines[start].rstrip().endswith(title):
                line = lines[start].rstrip()
                yield Unit(title, Kind.TITLE, start, start + 1, before=line.removesuffix(title))
            for unit in units_of(token.content.removesuffix("\n")):
                yield replace(unit, first=unit.first + start + 1, last=unit.last + start + 1)


def _notes(lines: Sequence[str], start: int, end: int) -> Iterator[Unit]:
    """Yield the notes of an include block; lines that do not begin so continue the note above them."""
    begins = [number for number in range(start, end) if NOTE.fullmatch(lines[number].strip())]
    for number, following in pairwise([*begins, end]):
        match = NOTE.fullmatch(lines[number].strip())
        if match is None:
            continue
        more = [lines[each].strip() for each in range(number + 1, following) if lines[each].strip()]
        text = " ".join([match["text"].strip(), *more])
        if has_words(text):
            yield Unit(text, Kind.NOTE, number, following, before=f"line {match['line']}: ")


def _title(info: str) -> str:
    """Return the title of an incident, which is the end of its first line."""
    words = AS_OF.sub("", info, count=1).split(maxsplit=2)
    return words[2].rstrip() if len(words) > 2 else ""  # noqa: PLR2004  the word, the day and the title
