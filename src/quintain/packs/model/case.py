"""What case.toml holds: a case study, moment by moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import UUID

from quintain.packs.constraints import CheckedOn, Doc, Mark, Words
from quintain.packs.model.lab import Status
from quintain.packs.model.lesson import Block
from quintain.packs.model.source import Source


class Turn(StrEnum):
    """What a moment of a case study was."""

    FLAW = "flaw"  # something that made it possible
    ATTACK = "attack"  # somebody used it, or it struck by itself
    DISCOVERY = "discovery"  # somebody noticed, or told
    REPAIR = "repair"  # something was mended, or believed to be
    CONSEQUENCE = "consequence"  # what it cost


@dataclass(frozen=True, slots=True)
class Moment:
    """One row of a case study's timeline; ``at`` is a ``datetime`` with its zone where the time of day is known."""

    at: Annotated[date, Mark.TIMED, Doc("A date, or date and time with its zone: 2019-07-02T13:42:00Z.")]
    what: Annotated[Words, Doc("What happened then, inline Markdown.")]
    kind: Annotated[Turn, Doc("What this was in the course of things.")]


@dataclass(frozen=True, slots=True)
class Case:
    """A case study's folder, loaded: case.toml, and case.md cut into blocks; ``source_titles`` as a lesson's."""

    folder: Path
    slug: str
    uuid: UUID
    title: str
    summary: str
    minutes: int
    status: Status
    date: date
    topics: tuple[str, ...]
    sources: tuple[Source, ...]
    timeline: tuple[Moment, ...]
    blocks: tuple[Block, ...]
    digest: str = ""
    as_of: CheckedOn | None = None
    source_titles: Mapping[str, str] = field(default_factory=dict)
