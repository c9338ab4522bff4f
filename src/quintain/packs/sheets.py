"""The TOML files of a pack, one class a file: a field's name is the key that an author writes.

What stands in folders and Markdown is not here; ``labs``, ``lessons`` and ``loading`` put both together.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated
from uuid import UUID

from quintain.packs.constraints import (
    CanaryName,
    CheckedOn,
    CweId,
    Doc,
    FrontPath,
    LabCode,
    Minutes,
    Range,
    Slug,
    VersionNumber,
    Words,
)
from quintain.packs.model.case import Moment
from quintain.packs.model.checklist import LabCheck
from quintain.packs.model.day import Day
from quintain.packs.model.exercise import Choice, Element, ExerciseKind
from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.lab import (
    AnyCanary,
    AnyPlantedFile,
    Break,
    DutyName,
    Exploit,
    Find,
    Fix,
    Level,
    Promise,
    Run,
    Status,
)
from quintain.packs.model.mutation import EquivalentMutant
from quintain.packs.model.pack import Module, Principle
from quintain.packs.model.question import AssessmentQuestion, Question
from quintain.packs.model.source import Absence, Reading, Source, Standards
from quintain.packs.model.weakness import Weakness


@dataclass(frozen=True, slots=True)
class PackSheet:
    """A course pack: pack.toml."""

    id: Annotated[Slug, Doc("The pack's name in addresses.")]
    uuid: Annotated[UUID, Doc("Stays when the pack is renamed.")]
    code: Annotated[str, Doc("The course code on paper, e.g. SEC-132.")]
    title: Words
    days: Annotated[int, Range(1, 30), Doc("Days of teaching.")]
    seats: Annotated[int, Range(1, 500), Doc("Seats of one class of this course.")]
    house_seats: Annotated[int, Range(1, 500), Doc("Seats of a class where a course says nothing.")]
    prerequisite: Annotated[Words, Doc("What attendees know before they come.")]
    materials: Annotated[Words, Doc("What attendees take home.")]
    tracks: Annotated[tuple[Slug, ...], Doc("Files of tracks/, in the order shown.")]
    objectives: Annotated[tuple[Words, ...], Doc("What attendees can do afterwards.")]
    browsers: Annotated[tuple[str, ...], Doc("Browsers that are enough to take part.")]
    version: Annotated[VersionNumber, Doc("The pack's own version, which `quintain pack build` asks for.")] = ""
    quintain: Annotated[VersionNumber, Doc("The oldest version of Quintain that can teach the pack.")] = ""


@dataclass(frozen=True, slots=True)
class TrackSheet:
    """One way through the pack: tracks/<name>.toml, the only place where order is written."""

    title: Words
    modules: tuple[Module, ...]
    days: Annotated[tuple[Day, ...], Doc("The timetable, for the days that have one.")] = ()


@dataclass(frozen=True, slots=True)
class LabSheet:
    """A lab: lab.toml, the only metadata of its folder."""

    uuid: Annotated[UUID, Doc("Keeps learners' progress when the folder is renamed; never change it.")]
    code: Annotated[LabCode, Doc("The lab's short name in a class, e.g. A09.")]
    title: Words
    status: Annotated[Status, Doc("draft hides the lab from learners; live shows it.")]
    minutes: Minutes
    level: Annotated[Level, Doc("core belongs to the course; stretch is for those who want more.")]
    cwe: Annotated[tuple[CweId, ...], Doc("The weaknesses of the starter, the main one first.")]
    teaches: Annotated[tuple[Slug, ...], Doc("Topics of the track.")]
    run: Run
    needs: Annotated[tuple[Slug, ...], Doc("Labs to have done before this one.")] = ()
    front: Annotated[FrontPath, Doc("http: what the live preview shows first.")] = "/"
    canaries: Annotated[Mapping[CanaryName, AnyCanary], Doc("Secrets drawn for every box, and who may see them.")] = (
        field(default_factory=dict)
    )
    files: Annotated[
        Mapping[str, AnyPlantedFile], Doc("What lies beside the learner's files, by path; ${canary} is replaced.")
    ] = field(default_factory=dict)
    find: Find | None = None
    break_: Break | None = None
    promises: Annotated[
        tuple[Promise, ...], Doc("What a fix must keep and what must no longer work, in the order shown.")
    ] = ()
    exploits: tuple[Exploit, ...] = ()
    fixes: tuple[Fix, ...] = ()
    duties: Annotated[Mapping[DutyName, str], Doc("Why the lab has no wrong fix of a class of mistakes.")] = field(
        default_factory=dict
    )
    mutants: tuple[EquivalentMutant, ...] = ()
    sources: Annotated[tuple[Source, ...], Doc("Where to check what the debrief says, and to read on.")] = ()


@dataclass(frozen=True, slots=True)
class WeaknessesSheet:
    """Weaknesses that a pack has names for, and Quintain has none: weaknesses.toml."""

    weaknesses: tuple[Weakness, ...]


@dataclass(frozen=True, slots=True)
class PrinciplesSheet:
    """Principles that lessons tie to labs: principles.toml."""

    principles: tuple[Principle, ...]


@dataclass(frozen=True, slots=True)
class ChecklistSheet:
    """What learners take home of each lab, for their own code: checklist.toml."""

    checks: tuple[LabCheck, ...]


@dataclass(frozen=True, slots=True)
class AssessmentSheet:
    """The test that is taken before the course and after it: assessment.toml."""

    questions: tuple[AssessmentQuestion, ...]


@dataclass(frozen=True, slots=True)
class GlossarySheet:
    """The terms that the course teaches: glossary.toml."""

    terms: tuple[CourseTerm, ...]


@dataclass(frozen=True, slots=True)
class LessonSheet:
    """A lesson: lesson.toml beside lesson.md."""

    uuid: Annotated[UUID, Doc("Keeps readers' progress when the topic is renamed; never change it.")]
    title: Words
    summary: Annotated[Words, Doc("The lead sentence under the title.")]
    minutes: Minutes
    status: Annotated[Status, Doc("draft hides the lesson from learners; live shows it.")]
    sources: Annotated[tuple[Source, ...], Doc("Where to check what is said, and to read on.")] = ()
    standards: Annotated[Standards | None, Doc("Only of a lesson that teaches a weakness.")] = None
    reading: Annotated[Reading | None, Doc("What is read and not taught.")] = None
    absent: Annotated[tuple[Absence, ...], Doc("Sections that this lesson does without, and why.")] = ()


@dataclass(frozen=True, slots=True)
class ExhibitSheet:
    """An exhibit: exhibits/<name>/exhibit.toml."""

    title: Words
    about: Annotated[Words, Doc("What was run and counted, inline Markdown; the interpreter is added.")]
    caption: Annotated[Words, Doc("What is seen and what follows from it, inline Markdown.")]


@dataclass(frozen=True, slots=True)
class ExerciseSheet:
    """An exercise: exercises/<name>/exercise.toml."""

    uuid: Annotated[UUID, Doc("Keeps the answers when the folder is renamed; never change it.")]
    title: Words
    about: Annotated[Words, Doc("What is given and what to do, inline Markdown.")]
    kind: Annotated[ExerciseKind, Doc("gauges, diagram (with a figure.svg) or board.")]
    choices: Annotated[tuple[Choice, ...], Doc("What may be chosen; of a board, its two axes.")]
    elements: Annotated[tuple[Element, ...], Doc("What is decided on, in the order shown.")]


@dataclass(frozen=True, slots=True)
class QuizSheet:
    """The questions of one lesson: quizzes/<topic>/quiz.toml."""

    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """A case study: cases/<name>/case.toml beside case.md."""

    uuid: Annotated[UUID, Doc("Stays when the folder is renamed.")]
    title: Words
    summary: Annotated[Words, Doc("The lead sentence under the title.")]
    minutes: Minutes
    status: Annotated[Status, Doc("draft hides the case from learners; live shows it.")]
    date: Annotated[date, Doc("The day that the case is known by.")]
    topics: Annotated[tuple[Slug, ...], Doc("Topics of the track whose pages link here.")]
    sources: Annotated[tuple[Source, ...], Doc("Where every date and figure can be checked.")]
    timeline: Annotated[tuple[Moment, ...], Doc("What happened when, in order.")]
    as_of: CheckedOn
