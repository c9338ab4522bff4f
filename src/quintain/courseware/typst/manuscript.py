"""What writers of single pages share: where labels lead, and what the pages at the end will list."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from quintain.courseware.contents import Chapter, Contents
from quintain.courseware.editions import Paper
from quintain.courseware.typst.source import Code, call, literal, number
from quintain.packs.model.exercise import Exercise
from quintain.packs.model.glossary import CourseTerm
from quintain.packs.model.question import Question
from quintain.packs.model.weakness import Weakness
from quintain.packs.terms import TermFinder

COLUMNS: Final[Mapping[Paper, int]] = {Paper.A4: 88, Paper.LETTER: 92}
"""How many characters of code a line of the page takes; `template.typ` has the widths."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question in its place: ``number`` is such as 12.3."""

    number: str
    label: str
    question: Question


@dataclass(frozen=True, slots=True)
class SetExercise:
    """An exercise in its place."""

    label: str
    exercise: Exercise


@dataclass
class TermPlace:
    """Where a chapter or case study uses a term: first, or the first time in bold type."""

    label: str
    is_main: bool
    """Whether it is the lesson that teaches the term."""
    in_title: bool = False
    in_bold: bool = False
    uses: int = 1

    @property
    def relevance(self) -> tuple[bool, bool, bool, int]:
        """How much a reader who looks for the term finds there; what is greater is more."""
        return self.is_main, self.in_title, self.in_bold, self.uses


@dataclass
class Links:
    """The web addresses of one chapter, numbered in the order in which they are met."""

    titles: dict[str, str] = field(default_factory=dict)

    def number_of(self, url: str, title: str = "") -> int:
        """Return the number of an address, which gets one if it has none."""
        self.titles.setdefault(url, title)
        return list(self.titles).index(url) + 1


@dataclass
class Manuscript:
    """The state of writing one edition."""

    contents: Contents
    labels: frozenset[str]
    """Of chapters (``topic-…``), labs (``lab-…``) and cases (``case-…``) that the edition holds."""
    chapter: Chapter | None = None
    links: Links = field(default_factory=Links)
    questions: dict[str, list[AskedQuestion]] = field(default_factory=lambda: defaultdict(list))
    exercises: dict[str, list[SetExercise]] = field(default_factory=lambda: defaultdict(list))
    terms: dict[str, list[TermPlace]] = field(default_factory=lambda: defaultdict(list))
    weaknesses: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    told: dict[int, dict[str, TermPlace]] = field(default_factory=lambda: defaultdict(dict))
    """Where each chapter uses a term, by its number and the term's id; 0 is what is in none."""
    titled: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    """The ids of the terms in the headings of each chapter, by its number."""
    names: dict[str, Weakness] = field(default_factory=dict)
    figures: dict[str, bytes] = field(default_factory=dict)
    """Pictures by the names of their files."""
    anchors: int = 0
    shown: int = 0
    """How many figures the chapter has so far."""

    @property
    def columns(self) -> int:
        """How many characters of code a line takes."""
        return COLUMNS[self.contents.edition.paper or Paper.A4]

    level: int = 0
    """The level of the last heading, from 1."""

    def begin(self, chapter: Chapter | None, level: int) -> Code:
        """Begin a chapter, whose links and figures count from 1, and write the level of its heading."""
        self.chapter, self.links, self.shown = chapter, Links(), 0
        if chapter is None:
            self.told[0].clear()
            self.titled[0].clear()
        else:
            self.entitle(chapter.title)
        self.level = level
        return number(level)

    def heading(self, depth: int) -> Code:
        """Write the level of a heading; ``depth`` is how it looks. No level is left out (ISO 14289-1, 7.4.2)."""
        self.level = min(depth, self.level + 1)
        return number(self.level)

    @property
    def top(self) -> int:
        """The level of a chapter: below days and modules, of which a part of the course has fewer."""
        scope = self.contents.edition.scope
        return 1 if scope.lesson else 2 if scope.day else 3

    @cached_property
    def finder(self) -> TermFinder:
        """Finds the terms of the glossary."""
        return TermFinder(self.contents.terms)

    def term(self, term: CourseTerm, *, in_bold: bool = False) -> Code | None:
        """Write a place for the index of terms: where a chapter uses a term first, and where in bold type first."""
        number = self.chapter.number if self.chapter else 0
        place = self.told[number].get(term.id)
        if place:
            place.uses += 1
            if place.in_bold or not in_bold:
                return None
            place.label, place.in_bold = self._label(), True
        else:
            is_main = self.chapter is not None and self.chapter.id == term.lesson
            place = TermPlace(self._label(), is_main, term.id in self.titled[number], in_bold)
            self.told[number][term.id] = place
            self.terms[term.term].append(place)
        return call("anchor", literal(place.label))

    def entitle(self, heading: str) -> None:
        """Note which terms a heading of the chapter names."""
        number = self.chapter.number if self.chapter else 0
        for found in self.finder.find(heading):
            self.titled[number].add(found.term.id)
            if place := self.told[number].get(found.term.id):
                place.in_title = True

    def anchor(self, index: dict[str, list[str]], entry: str) -> Code:
        """Write an invisible place that the index names."""
        label = self._label()
        index[entry].append(label)
        return call("anchor", literal(label))

    def _label(self) -> str:
        self.anchors += 1
        return f"at-{self.anchors}"

    def page_of(self, label: str) -> Code:
        """Write the number of the page on which a label is."""
        return call("page-of", literal(label))

    def figure_number(self) -> Code:
        """Count one more figure, and write its number."""
        self.shown += 1
        before = f"{self.chapter.number}." if self.chapter else ""
        return literal(f"{before}{self.shown}")


def labels_of(contents: Contents) -> frozenset[str]:
    """Return all labels that an edition holds."""
    return frozenset(
        [
            *(f"topic-{chapter.id}" for chapter in contents.chapters),
            *(f"lab-{lab.slug}" for chapter in contents.chapters for lab in chapter.labs),
            *(f"case-{case.slug}" for case in contents.cases),
        ]
    )
