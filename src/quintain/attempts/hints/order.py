"""Cuts hints.md into single hints, which a learner opens one after another."""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

from quintain.packs.model.lab import Lab
from quintain.packs.model.source import Section


@dataclass(frozen=True, slots=True)
class Hint:
    """The ``number``-th hint, from 1, for a step of the brief; gentlest first."""

    step: str
    step_title: str
    number: int
    markdown: str


PHASES = ("find", "break", "fix")


def hints_of(lab: Lab, phase: str) -> tuple[Hint, ...]:
    """Return the hints for a phase, ``find``, ``break`` or ``fix``, in the order in which they open.

    A step of the brief that bears another phase's name belongs to that phase alone.
    """
    sections = [section for section in lab.hints if section.id == phase or section.id not in PHASES]
    return tuple(hint for section in sections for hint in _hints(section))


def _hints(section: Section) -> Iterator[Hint]:
    for number, markdown in enumerate(_pieces(section.markdown), start=1):
        yield Hint(section.id, section.title, number, markdown)


def _pieces(markdown: str) -> Iterator[str]:
    """Yield each top-level block, and each item of a top-level list by itself."""
    lines = markdown.splitlines()
    for token in MarkdownIt("commonmark").parse(markdown):
        starts_item = token.type == "list_item_open" and token.level == 1
        starts_block = token.level == 0 and token.nesting >= 0 and not token.type.endswith("_list_open")
        if token.map and (starts_item or starts_block):
            yield _without_bullet(lines[token.map[0] : token.map[1]], token if starts_item else None)


def _without_bullet(lines: list[str], item: Token | None) -> str:
    if item is None:
        return "\n".join(lines).strip()
    bullet = len(item.info) + len(item.markup)
    indent = len(lines[0]) - len(lines[0].lstrip()) + bullet
    return "\n".join([lines[0].lstrip()[bullet:].lstrip(), *(_dedent(line, indent + 1) for line in lines[1:])]).strip()


def _dedent(line: str, columns: int) -> str:
    return line[min(columns, len(line) - len(line.lstrip())) :]
