"""Reads for the course's pages; every dataclass here is handed to a template as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.catalog import pack_store, progress
from quintain.catalog.models import TopicRead
from quintain.catalog.progress import LabState
from quintain.packs.model import Case, Lab, Level, Module, Topic
from quintain.web.nearest import Place


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A topic in a list. ``written`` is false while it has no lesson."""

    id: str
    title: str
    url: str
    written: bool
    read: bool
    here: bool = False


@dataclass(frozen=True, slots=True)
class LabLink:
    """A lab in a list."""

    slug: str
    code: str
    title: str
    url: str
    minutes: int
    stretch: bool
    state: LabState


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
class ModuleCard:
    """A module with its topics and labs, in order."""

    id: str
    title: str
    day: int
    topics: tuple[TopicLink, ...]
    labs: tuple[LabLink, ...]
    here: bool = False

    @property
    def topics_written(self) -> int:
        """How many topics have a lesson."""
        return sum(topic.written for topic in self.topics)


def read_lessons(user: User) -> frozenset[UUID]:
    """Return the UUIDs of the lessons that ``user`` has read."""
    return frozenset(TopicRead.objects.filter(user=user).values_list("lesson", flat=True))


def find_topic(slug: str) -> tuple[Module, Topic] | None:
    """Return a topic and its module."""
    return next(
        ((module, topic) for module in pack_store.modules() for topic in module.topics if topic.id == slug),
        None,
    )


def place_of_lab(slug: str) -> tuple[Module, Topic] | None:
    """Return the first module and topic that send learners to a lab."""
    return next(
        ((module, topic) for module in pack_store.modules() for topic in module.topics if slug in topic.labs),
        None,
    )


def lab_links(user: User, slugs: Iterable[str]) -> tuple[LabLink, ...]:
    """Return links to those of the labs that learners may see."""
    labs = known(slugs)
    states = progress.reader().states(user, labs)
    return tuple(_lab_link(lab, states) for lab in labs)


def topic_links(topics: Iterable[Topic]) -> tuple[TopicLink, ...]:
    """Return links to topics for lists that do not show what was read, which nobody is asked for."""
    return tuple(_topic_link(topic, frozenset()) for topic in topics)


def case_links(topic: Topic | None = None, here: Case | None = None) -> tuple[CaseLink, ...]:
    """Return links to the case studies that learners may see, of one topic or of all; ``here`` is the one open now."""
    return tuple(
        CaseLink(case.title, case.summary, reverse("case", args=[case.slug]), case.date, case.minutes, case is here)
        for case in pack_store.cases()
        if topic is None or topic.id in case.topics
    )


def next_lab(user: User, after: Lab) -> LabLink | None:
    """Return the first lab behind ``after`` that is not proven, or else the first at all that is not."""
    labs = labs_of(pack_store.modules())
    states = progress.reader().states(user, labs)
    slugs = [lab.slug for lab in labs]
    start = slugs.index(after.slug) + 1 if after.slug in slugs else 0
    rest = [lab for lab in (*labs[start:], *labs[:start]) if lab.slug != after.slug]
    return next((_lab_link(lab, states) for lab in rest if states[lab.uuid].word != "proven"), None)


def module_card(user: User, module: Module, topic: Topic | None = None) -> ModuleCard:
    """Return a module with its links; ``topic`` is the one being read."""
    states = progress.reader().states(user, labs_of([module]))
    return make_card(module, states, read_lessons(user), here=True, topic=topic)


def places() -> Iterable[Place]:
    """Return the pages of the course, for error pages that look for the nearest."""
    yield Place(gettext("The course"), reverse("home"))
    yield Place(gettext("The timetable"), reverse("timetable"))
    yield Place(gettext("Glossary"), reverse("glossary"))
    for module in pack_store.modules():
        for topic in module.topics:
            yield Place(topic.title, reverse("topic", args=[topic.id]))
    for case in pack_store.cases():
        yield Place(case.title, reverse("case", args=[case.slug]))
    for lab in labs_of(pack_store.modules()):
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
    return Preview(f"{held.stamp & 0xFFFFFFFFFFFFFFFF:016x}", tuple(str(problem) for problem in held.problems))


def known(slugs: Iterable[str]) -> tuple[Lab, ...]:
    """Return those of the labs that learners may see, in order, each once."""
    return tuple(lab for slug in dict.fromkeys(slugs) if (lab := pack_store.find_lab(slug)))


def labs_of(modules: Iterable[Module]) -> tuple[Lab, ...]:
    """Return the labs of modules that learners may see, in order, each once."""
    return known(slug for module in modules for topic in module.topics for slug in topic.labs)


def make_card(
    module: Module,
    states: Mapping[UUID, LabState],
    read: frozenset[UUID],
    *,
    here: bool,
    topic: Topic | None = None,
) -> ModuleCard:
    """Return a module with its links; ``read`` are the UUIDs of the lessons read, ``topic`` is the one open now."""
    topics = tuple(_topic_link(each, read, here=topic is not None and each.id == topic.id) for each in module.topics)
    labs = tuple(_lab_link(lab, states) for lab in labs_of([module]))
    return ModuleCard(module.id, module.title, module.day, topics, labs, here)


def _topic_link(topic: Topic, read: frozenset[UUID], *, here: bool = False) -> TopicLink:
    lesson = pack_store.lesson_of(topic)
    return TopicLink(
        id=topic.id,
        title=topic.title,
        url=reverse("topic", args=[topic.id]),
        written=lesson is not None,
        read=lesson is not None and lesson.uuid in read,
        here=here,
    )


def _lab_link(lab: Lab, states: Mapping[UUID, LabState]) -> LabLink:
    return LabLink(
        slug=lab.slug,
        code=lab.code,
        title=lab.title,
        url=reverse("lab", args=[lab.slug]),
        minutes=lab.minutes,
        stretch=lab.level is Level.STRETCH,
        state=states[lab.uuid],
    )
