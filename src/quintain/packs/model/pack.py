"""What pack.toml and the files of the pack's root hold, and all that the pack has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated
from uuid import UUID

from quintain.packs.constraints import Doc, Mark, Range, Slug, Words
from quintain.packs.model.case import Case
from quintain.packs.model.checklist import LabCheck
from quintain.packs.model.day import Day
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.exhibit import Exhibit
from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.lab import Lab
from quintain.packs.model.lesson import Lesson
from quintain.packs.model.question import AssessmentQuestion
from quintain.packs.model.translation import Translation


@dataclass(frozen=True, slots=True)
class PrincipleLab:
    """A lab that shows a principle, and how."""

    lab: Annotated[Slug, Doc("A lab of the pack.")]
    shows: Annotated[Words, Doc("How the lab shows the principle, inline Markdown.")]


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle of secure design or programming: a row of principles.toml."""

    id: Slug
    set: Annotated[Slug, Doc("Whose principles these are; a block of a lesson names the set.")]
    title: Words
    meaning: Annotated[Words, Doc("What it asks for, in one sentence, inline Markdown.")]
    labs: tuple[PrincipleLab, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a topic, which has a page of its own: its lesson is the folder lessons/<id>/.

    Without a lesson it is shown as still to be written, and counted.
    """

    id: Slug
    title: Words
    labs: Annotated[tuple[Slug, ...], Doc("Labs that belong to it, in the order shown.")] = ()
    lesson: Annotated[Lesson | None, Mark.UNWRITTEN] = None


@dataclass(frozen=True, slots=True)
class Topic(Unit):
    """A topic: its lesson is the folder lessons/<id>/, and each of its parts has a further one.

    Without a lesson it is shown as still to be written, and counted.
    """

    parts: Annotated[tuple[Unit, ...], Doc("What is taught after the topic's own lesson, in order.")] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """A module, taught on one day."""

    id: Slug
    title: Words
    day: Annotated[int, Range(1, 30), Doc("The day of the course, from 1.")]
    topics: tuple[Topic, ...]

    @property
    def units(self) -> tuple[Unit, ...]:
        """The topics, each followed by its parts, in the order in which they are taught."""
        return tuple(unit for topic in self.topics for unit in (topic, *topic.parts))


@dataclass(frozen=True, slots=True)
class Track:
    """One way through the pack; the only place where order is written."""

    id: str
    title: str
    modules: tuple[Module, ...]
    days: tuple[Day, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A course pack, loaded and checked."""

    root: Path
    id: str
    uuid: UUID
    code: str
    title: str
    days: int
    seats: int
    house_seats: int
    prerequisite: str
    objectives: tuple[str, ...]
    browsers: tuple[str, ...]
    materials: str
    tracks: tuple[Track, ...]
    labs: Mapping[str, Lab]
    lessons: Mapping[str, Lesson]
    digest: str
    exhibits: Mapping[str, Exhibit] = field(default_factory=dict)
    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    principles: tuple[Principle, ...] = ()
    assessment: tuple[AssessmentQuestion, ...] = ()
    version: str = ""
    quintain: str = ""
    joined: tuple["Pack", ...] = ()
    """The packs that were joined to this one, each as its author wrote it."""
    checklist: tuple[LabCheck, ...] = ()
    terms: tuple[CourseTerm, ...] = ()
    alone: "Pack | None" = None
    """The pack as its author wrote it, if others were joined to it."""
    translation: Translation | None = None
    """Of a pack that says its words in another language than its source: which, and how many."""

    @property
    def beside(self) -> tuple[Path, ...]:
        """The folders of the packs that were joined to this one."""
        return tuple(each.root for each in self.joined)
