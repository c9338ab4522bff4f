"""Texts that several kinds of files have: sources, sections, and what to read next."""

from dataclasses import dataclass
from typing import Annotated

from quintain.packs.constraints import AsvsId, CweId, Doc, Minutes, Top10Id, Url


@dataclass(frozen=True, slots=True)
class Source:
    """A place outside the course where the reader can check or read on."""

    title: Annotated[str, Doc("What the page calls itself.")]
    url: Url


@dataclass(frozen=True, slots=True)
class Standards:
    """Where standards name the weakness of a lesson: the table ``[standards]``; the main weakness first."""

    cwe: Annotated[tuple[CweId, ...], Doc("The weakness that the lesson teaches, then those that are near it.")]
    top10: Annotated[tuple[Top10Id, ...], Doc("Categories of the OWASP Top 10:2025 that list it.")] = ()
    asvs: Annotated[tuple[AsvsId, ...], Doc("Requirements of the OWASP ASVS 5.0.0, e.g. 1.2.4.")] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a lesson is read and not taught: the table ``[reading]``. ``sections`` are H2 titles of lesson.md."""

    minutes: Minutes
    sections: Annotated[tuple[str, ...], Doc("H2 titles of lesson.md that are for reading, at home or later.")]


@dataclass(frozen=True, slots=True)
class Absence:
    """What each lesson has and this one has not: a table ``[[absent]]``."""

    section: Annotated[str, Doc("The H2 title that lesson.md does without, or `An exhibit or an exercise`.")]
    reason: Annotated[str, Doc("Why, in a sentence for the next author.")]


@dataclass(frozen=True, slots=True)
class Section:
    """One H2 of a Markdown file: brief step, hint or part of the debrief."""

    id: str
    title: str
    markdown: str
