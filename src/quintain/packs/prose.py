"""Cuts Markdown along its H2 titles. Only the blocks are parsed here; the pages render the rest."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from quintain.packs.model.source import Section
from quintain.packs.problems import ProblemCollector

# Blocks alone: the inline half of the parser costs most of the time and is the renderer's business.
BLOCKS: Final = MarkdownIt("commonmark")
BLOCKS.core.ruler.enableOnly(["normalize", "block"])
MARKUP: Final = re.compile(r"[`*_\\]")
NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def blocks_of(markdown: str) -> list[Token]:
    """Return the block tokens of a Markdown text; ``map`` gives their lines, from 0, end excluded."""
    return BLOCKS.parse(markdown)


def titles_of(tokens: list[Token]) -> list[tuple[int, int, str]]:
    """Return each H2 on the outermost level: its line (from 0), the line after it, and its title."""
    return [
        (opening.map[0], opening.map[1], content.content)
        for opening, content in pairwise(tokens)
        if opening.type == "heading_open" and opening.tag == "h2" and opening.level == 0 and opening.map
    ]


def words_in(markdown: str) -> int:
    """Count the words of a text, those of tables and code included; marks alone, such as ``|`` and ``##``, are none."""
    return sum(any(map(str.isalnum, word)) for word in markdown.split())


def sections_of(
    markdown: str, collector: ProblemCollector, rule: str = "lab.E017", wanted: Sequence[str] = ()
) -> tuple[Section, ...]:
    """Cut a file whose every part has an H2; text before the first, and a part without text, break ``rule``.

    Other titles than the ``wanted`` ones, if there are any, or another order break it, too.
    """
    lines = markdown.split("\n")
    titles = titles_of(blocks_of(markdown)) if markdown.strip() else []
    if not titles:
        collector.add(rule, f"{collector.path.name} has no H2.", line=1)
        return ()
    if any(line.strip() for line in lines[: titles[0][0]]):
        collector.add(rule, "Text stands before the first H2, where nobody would see it.", line=1)
    ends = [start for start, _, _ in titles[1:]] + [len(lines)]
    sections: list[Section] = []
    for (start, after, title), end in zip(titles, ends, strict=True):
        body = "\n".join(lines[after:end]).strip("\n")
        if not body.strip():
            collector.add(rule, f'Nothing stands below "{title}".', line=start + 1)
        sections.append(Section(_anchor(title, sections), title, body))
    if wanted:
        _hold_titles([(start + 1, title) for start, _, title in titles], wanted, markdown, collector, rule)
    return tuple(sections)


def _hold_titles(
    titles: Sequence[tuple[int, str]], wanted: Sequence[str], markdown: str, collector: ProblemCollector, rule: str
) -> None:
    """Hold H2 titles to exactly the ``wanted`` ones, in their order; the first deviation is told."""
    for (line, title), name in zip(titles, wanted, strict=False):
        if title != name:
            collector.add(rule, f'"{title}" stands where "{name}" belongs.', line=line)
            return
    if len(titles) < len(wanted):
        collector.add(rule, f'The H2 "{wanted[len(titles)]}" is missing.', line=markdown.rstrip("\n").count("\n") + 1)
    elif len(titles) > len(wanted):
        line, title = titles[len(wanted)]
        collector.add(rule, f'"{title}" is one H2 too many.', line=line)


def _anchor(title: str, before: list[Section]) -> str:
    anchor = NO_WORD.sub("-", MARKUP.sub("", title).lower()).strip("-") or "step"
    taken = {section.id for section in before}
    if anchor not in taken:
        return anchor
    return next(name for number in range(2, len(before) + 3) if (name := f"{anchor}-{number}") not in taken)
