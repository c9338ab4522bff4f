"""What lesson.md holds, block by block."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final
from uuid import UUID

from quintain.packs.constraints import CheckedOn
from quintain.packs.model.lab import Status
from quintain.packs.model.question import Question
from quintain.packs.model.source import Absence, Reading, Section, Source, Standards
from quintain.packs.model.weakness import Weakness

RECORDINGS: Final = "expected"
"""The folder of a lesson with what its scripts print."""
RUNNING: Final = frozenset({"python", "c"})
"""Languages of a lesson's programs. Files of other languages are configuration and commands, which no test runs."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that really happened, with its sources; ``as_of`` is the day on which they were last checked."""

    date: date
    title: str
    markdown: str
    shown_date: str = ""
    as_of: CheckedOn | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown between two blocks."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Recording:
    """What ``script`` printed; with a ``rule``, what Ruff said about it."""

    script: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of a file; numbers are the file's own. ``notes`` stand below the line they name.

    ``closed`` lines are shown when the reader asks for them: they answer what the text has just asked.
    """

    path: PurePosixPath
    language: str
    first: int
    text: str
    marked: tuple[int, ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    closed: bool = False

    @property
    def runs(self) -> bool:
        """Whether this is a program or what one printed, and not configuration that is only shown."""
        return self.language in RUNNING or self.recording is not None

    @property
    def recording(self) -> Recording | None:
        """What was recorded in this file; None if it is a file that an author has written."""
        if self.path.parts[0] != RECORDINGS:
            return None
        script, _, rule = self.path.stem.partition(".")
        return Recording(f"{script}.py", rule)


@dataclass(frozen=True, slots=True)
class Change:
    """Two files that really run, of which the page shows what differs."""

    before: PurePosixPath
    after: PurePosixPath
    before_text: str
    after_text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The place of a question within the lesson."""

    question: Question


@dataclass(frozen=True, slots=True)
class Show:
    """The place of an exhibit within the lesson."""

    exhibit: str


@dataclass(frozen=True, slots=True)
class Practise:
    """The place of an exercise within the lesson."""

    exercise: str


@dataclass(frozen=True, slots=True)
class ListPrinciples:
    """The place of a set of principles, with the labs that show each."""

    set: str


@dataclass(frozen=True, slots=True)
class ListReading:
    """The place of a reader's own list: what to read again, and why; only sources at ``hosts``, if there are any."""

    name: str
    hosts: tuple[str, ...] = ()


type OtherBlock = Code | Change | Ask | Show | Practise | Incident | ListPrinciples | ListReading
"""What is not prose."""
type Block = Prose | OtherBlock


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson's folder, loaded: lesson.toml, lesson.md cut into blocks, and its quiz.

    ``notes`` are the instructor's, and no learner's to read. ``weaknesses`` are those of its standards, in their order.
    ``source_titles`` are the H2 titles of a translated lesson in the language of its source, by the translated ones:
    the addresses of sections are the same in each language.
    """

    folder: Path
    slug: str
    uuid: UUID
    title: str
    summary: str
    minutes: int
    status: Status
    sources: tuple[Source, ...]
    blocks: tuple[Block, ...]
    questions: tuple[Question, ...]
    digest: str = ""
    notes: tuple[Section, ...] = ()
    standards: Standards | None = None
    weaknesses: tuple[Weakness, ...] = ()
    reading: Reading | None = None
    absent: tuple[Absence, ...] = ()
    source_titles: Mapping[str, str] = field(default_factory=dict)
