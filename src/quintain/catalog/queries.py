"""Reads for the course's pages; every dataclass here is handed to a template as it is."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from quintain.catalog import pack_store
from quintain.catalog.progress import LabState
from quintain.catalog.sequence import Record, Stop, stops
from quintain.packs.model.case import Case
from quintain.packs.model.lab import Lab, Level
from quintain.packs.model.pack import Module, Topic, Unit
from quintain.packs.model.weakness import Weakness
from quintain.web.nearest import Place


@dataclass(frozen=True, slots=True)
class LabLink:
    """A lab in a list; ``weakness`` is the main one."""

    slug: str
    code: str
    title: str
    url: str
    minutes: int
    stretch: bool
    weakness: Weakness
    state: LabState


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A topic in a list, or a part of one, and the labs that follow it. ``written`` is false while it has no lesson."""

    id: str
    title: str
    url: str
    written: bool
    read: bool
    part: bool = False
    here: bool = False
    labs: tuple[LabLink, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case study in a list."""

    title: str
    summary: str
    url: str
    date: date
    minutes: int
    here: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many lessons of a list are read and how many of its labs proven, of how many that learners may see."""

    lessons_read: int
    lessons: int
    labs_proven: int
    labs: int


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """A module with its topics and their parts, in order."""

    id: str
    title: str
    day: int
    topics: tuple[TopicLink, ...]
    here: bool = False

    @property
    def labs(self) -> tuple[LabLink, ...]:
        """The labs of all topics."""
        return tuple(lab for topic in self.topics for lab in topic.labs)

    @property
    def unwritten(self) -> int:
        """How many topics and parts have no lesson."""
        return sum(not topic.written for topic in self.topics)

    @property
    def tally(self) -> Tally:
        """How far the learner is in this module."""
        return tally_of([self])


def tally_of(cards: Collection[ModuleCard]) -> Tally:
    """Return how far the learner is in some modules."""
    topics = [topic for card in cards for topic in card.topics]
    labs = [lab for card in cards for lab in card.labs]
    return Tally(
        lessons_read=sum(topic.read for topic in topics),
        lessons=sum(topic.written for topic in topics),
        labs_proven=sum(lab.state.word == "proven" for lab in labs),
        labs=len(labs),
    )


def find_topic(slug: str) -> tuple[Module, Unit] | None:
    """Return a topic, or a part of one, and its module."""
    return _topics().get(slug)


@pack_store.kept_with_pack
def _topics() -> Mapping[str, tuple[Module, Unit]]:
    placed = [(module, unit) for module in pack_store.modules() for unit in module.units]
    return {unit.id: (module, unit) for module, unit in reversed(placed)}


def module_of(unit: Unit) -> Module | None:
    """Return the module of a topic or part."""
    place = find_topic(unit.id)
    return place[0] if place else None


@pack_store.kept_with_pack
def place_of_lab(slug: str) -> tuple[Module, Unit] | None:
    """Return the first module and topic that send learners to a lab."""
    return next(
        ((module, unit) for module in pack_store.modules() for unit in module.units if slug in unit.labs),
        None,
    )


def lab_links(record: Record, slugs: Iterable[str]) -> tuple[LabLink, ...]:
    """Return links to those of the labs that learners may see."""
    return tuple(_lab_link(lab, record) for lab in pack_store.find_labs(slugs) if lab.uuid in record.labs)


def topic_links(units: Iterable[Unit]) -> tuple[TopicLink, ...]:
    """Return links to topics for lists that do not show what was read, which nobody is asked for."""
    return tuple(_topic_link(unit) for unit in units)


def case_links(unit: Unit | None = None, here: Case | None = None) -> tuple[CaseLink, ...]:
    """Return links to the case studies that learners may see, of one topic or of all; ``here`` is the one open now."""
    return tuple(
        CaseLink(case.title, case.summary, reverse("case", args=[case.slug]), case.date, case.minutes, case is here)
        for case in pack_store.cases()
        if unit is None or unit.id in case.topics
    )


def module_cards(record: Record, module: str = "", unit: str = "") -> tuple[ModuleCard, ...]:
    """Return all modules with their links; the learner is in ``module``, and reads ``unit``."""
    groups = (tuple(group) for _, group in groupby(stops(), key=lambda stop: stop.module.id))
    return tuple(
        ModuleCard(
            id=group[0].module.id,
            title=group[0].module.title,
            day=group[0].module.day,
            topics=tuple(_stop_link(stop, record, here=stop.unit.id == unit) for stop in group),
            here=group[0].module.id == module,
        )
        for group in groups
    )


def places() -> Iterable[Place]:
    """Return the pages of the course, for error pages that look for the nearest."""
    yield Place(gettext("The course"), reverse("home"))
    yield Place(gettext("The timetable"), reverse("timetable"))
    yield Place(gettext("Glossary"), reverse("glossary"))
    for module in pack_store.modules():
        for unit in module.units:
            yield Place(unit.title, reverse("topic", args=[unit.id]))
    for case in pack_store.cases():
        yield Place(case.title, reverse("case", args=[case.slug]))
    for lab in (lab for stop in stops() for lab in stop.labs):
        yield Place(lab.title, reverse("lab", args=[lab.slug]))


@dataclass(frozen=True, slots=True)
class Preview:
    """What an author sees above every page in preview mode: ``stamp`` changes with the files."""

    stamp: str
    problems: tuple[str, ...]


def preview() -> Preview | None:
    """Return the state of the watched pack, or None outside preview mode."""
    if not settings.PREVIEW:
        return None
    pack_store.current_pack()
    held = pack_store.current_store()
    return Preview(
        f"{held.stamp & 0xFFFFFFFFFFFFFFFF:016x}", tuple(filter(None, (held.refusal, *map(str, held.problems))))
    )


def _stop_link(stop: Stop, record: Record, *, here: bool) -> TopicLink:
    unit, lesson = stop.unit, pack_store.lesson_of(stop.unit)
    return TopicLink(
        unit.id,
        unit.title,
        _topic_url(unit.id),
        written=lesson is not None,
        read=lesson is not None and lesson.uuid in record.read,
        part=not isinstance(unit, Topic),
        here=here,
        labs=tuple(_lab_link(lab, record) for lab in stop.labs),
    )


def _topic_link(unit: Unit) -> TopicLink:
    written = pack_store.lesson_of(unit) is not None
    return TopicLink(unit.id, unit.title, _topic_url(unit.id), written, read=False)


@pack_store.kept_with_pack
def _topic_url(unit: str) -> str:
    return reverse("topic", args=[unit])


@pack_store.kept_with_pack
def _lab_url(lab: str) -> str:
    return reverse("lab", args=[lab])


def _lab_link(lab: Lab, record: Record) -> LabLink:
    return LabLink(
        slug=lab.slug,
        code=lab.code,
        title=lab.title,
        url=_lab_url(lab.slug),
        minutes=lab.minutes,
        stretch=lab.level is Level.STRETCH,
        weakness=lab.weakness(lab.cwe[0]),
        state=record.labs[lab.uuid],
    )
