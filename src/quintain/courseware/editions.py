"""What can be taken home of a course: formats, and for whom, on which paper and how much of the course an edition is.

A further format is a row of ``FORMATS``, and a module with a function ``write``. Pages, commands and caches read the
table, and nothing else names a format.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.util import find_spec
from typing import Final

from quintain.packs.constraints import SLUG


class Audience(StrEnum):
    """For whom an edition is."""

    LEARNER = "learner"
    INSTRUCTOR = "instructor"


class Paper(StrEnum):
    """The size of its pages, if it has any."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Scope:
    """How much of the course it is: one day (from 1), one lesson (its slug), or without either the whole course."""

    day: int = 0
    lesson: str = ""

    def __post_init__(self) -> None:
        """Refuse what is two things at once."""
        if self.day and self.lesson:
            raise ValueError("An edition is one day or one lesson, not both.")

    @property
    def key(self) -> str:
        """The end of an edition's key."""
        return f"-day-{self.day}" if self.day else f"-lesson-{self.lesson}" if self.lesson else ""


WHOLE: Final = Scope()


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    ``module`` has ``write(contents, target, tell)``, and is imported only when a file is written. ``papers`` is empty
    for a format without pages. ``packages`` are the modules that it needs, all of them in the extra ``courseware``.
    ``partial`` tells whether there are editions of single days and lessons. ``part_bytes`` is what a lesson or lab adds
    to a file, as measured on a course of 141 of them, and ``base_bytes`` what is in each file besides.
    """

    name: str
    ending: str
    media_type: str
    module: str
    papers: tuple[Paper, ...] = ()
    packages: tuple[str, ...] = ()
    partial: bool = True
    base_bytes: int = 0
    part_bytes: Mapping[Audience, int] = field(default_factory=dict, hash=False)

    @property
    def missing(self) -> tuple[str, ...]:
        """The packages that are not installed here."""
        return tuple(package for package in self.packages if find_spec(package) is None)


HANDBOOK: Final = Format(
    name="handbook",
    ending="pdf",
    media_type="application/pdf",
    module="quintain.courseware.typst.handbook",
    papers=(Paper.A4, Paper.LETTER),
    packages=("typst", "pikepdf"),
    base_bytes=60_000,
    part_bytes={Audience.LEARNER: 36_000, Audience.INSTRUCTOR: 60_000},
)
EPUB: Final = Format(
    name="epub",
    ending="epub",
    media_type="application/epub+zip",
    module="quintain.courseware.epub",
    base_bytes=150_000,
    part_bytes={Audience.LEARNER: 8_000, Audience.INSTRUCTOR: 12_700},
)
OFFLINE: Final = Format(
    name="offline",
    ending="zip",
    media_type="application/zip",
    module="quintain.courseware.offline",
    base_bytes=230_000,
    part_bytes={Audience.LEARNER: 13_000, Audience.INSTRUCTOR: 20_500},
)
FORMATS: Final[Mapping[str, Format]] = {each.name: each for each in (HANDBOOK, EPUB, OFFLINE)}
"""Every format, by the first word of its editions' keys."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One file to take home. ``paper`` is None for a format without pages."""

    format: Format
    audience: Audience
    paper: Paper | None = None
    scope: Scope = WHOLE

    @property
    def key(self) -> str:
        """Its name in addresses and caches, such as ``handbook-learner-a4-day-2``."""
        paper = f"-{self.paper}" if self.paper else ""
        return f"{self.format.name}-{self.audience}{paper}{self.scope.key}"

    def estimate_bytes(self, parts: int) -> int:
        """Return about how large the file becomes that has so many lessons and labs."""
        return self.format.base_bytes + parts * self.format.part_bytes.get(self.audience, 0)

    def file_name(self, code: str) -> str:
        """Name the file for people; ``code`` is the course's own, such as SEC-132."""
        course = re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-") or "course"
        return f"{course}-{self.key}.{self.format.ending}"


_KEY: Final = re.compile(
    rf"(?P<format>[a-z0-9]+)-(?P<audience>{'|'.join(Audience)})(-(?P<paper>{'|'.join(Paper)}))?"
    rf"(-day-(?P<day>[1-9][0-9]?)|-lesson-(?P<lesson>{SLUG}))?"
)


def read_key(key: str) -> Edition | None:
    """Return the edition of a key; None if no edition has it. Whether a course has the day or lesson is not asked."""
    match = _KEY.fullmatch(key)
    if match is None or (found := FORMATS.get(match["format"])) is None:
        return None
    paper = Paper(match["paper"]) if match["paper"] else None
    scope = Scope(int(match["day"] or 0), match["lesson"] or "")
    if (paper not in found.papers) if found.papers else paper:
        return None
    if scope != WHOLE and not found.partial:
        return None
    return Edition(found, Audience(match["audience"]), paper, scope)


def editions_of(scope: Scope, audience: Audience) -> Iterator[Edition]:
    """Yield each edition of a scope for an audience: all formats, on all papers."""
    for each in FORMATS.values():
        if scope == WHOLE or each.partial:
            for paper in each.papers or (None,):
                yield Edition(each, audience, paper, scope)
