"""Reads for the course's pages; every dataclass here is handed to a template as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from quintain.accounts.models import User
from quintain.catalog import progress, shelf
from quintain.catalog.models import TopicRead
from quintain.catalog.progress import Dot, LabState
from quintain.packs.model import Lab, Level, Module, Topic
from quintain.web.code import CodeLine, highlight_lines, language_of
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


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the course."""

    number: int
    modules: tuple[ModuleCard, ...]

    @property
    def labs(self) -> tuple[LabLink, ...]:
        """All labs of the day."""
        return tuple(lab for module in self.modules for lab in module.labs)

    @property
    def labs_proven(self) -> int:
        """How many of the day's labs are proven."""
        return sum(lab.state.word == "proven" for lab in self.labs)

    @property
    def here(self) -> bool:
        """Whether the learner is somewhere in this day."""
        return any(module.here for module in self.modules)


@dataclass(frozen=True, slots=True)
class Continue:
    """Where to go on: a lab in work, else the first that is not begun.

    ``label`` is the button's text; ``code`` the lines around the place an attack came through, if one did.
    """

    title: str
    url: str
    label: str
    sentence: str
    state: LabState | None
    dots: tuple[Dot, ...] = ()
    file: str = ""
    code: tuple[CodeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """The course's first page."""

    title: str
    code: str
    days: tuple[Day, ...]
    continue_: Continue | None
    fresh: bool

    @property
    def modules_total(self) -> int:
        """How many modules the course has."""
        return sum(len(day.modules) for day in self.days)

    @property
    def labs(self) -> tuple[LabLink, ...]:
        """All labs of the course."""
        return tuple(lab for day in self.days for lab in day.labs)

    @property
    def labs_proven(self) -> int:
        """How many labs are proven."""
        return sum(lab.state.word == "proven" for lab in self.labs)

    @property
    def topics(self) -> tuple[TopicLink, ...]:
        """All topics of the course."""
        return tuple(topic for day in self.days for module in day.modules for topic in module.topics)

    @property
    def topics_read(self) -> int:
        """How many topics have been read."""
        return sum(topic.read for topic in self.topics)

    @property
    def topics_written(self) -> int:
        """How many topics have a lesson."""
        return sum(topic.written for topic in self.topics)


def home(user: User) -> Home:
    """Return the course as ``user`` sees it."""
    pack = shelf.current_pack()
    modules = shelf.modules()
    states = progress.reader().states(user, _labs_of(modules))
    read = read_lessons(user)
    going_on = _continue(user, modules, states)
    here = going_on[0] if going_on else None
    cards = [_card(module, states, read, here=module.id == here) for module in modules]
    days = tuple(
        Day(number, tuple(card for card in cards if card.day == number))
        for number in sorted({card.day for card in cards})
    )
    fresh = not read and all(state.touched_at is None for state in states.values())
    return Home(pack.title, pack.code, days, going_on[1] if going_on else None, fresh)


def read_lessons(user: User) -> frozenset[UUID]:
    """Return the UUIDs of the lessons that ``user`` has read."""
    return frozenset(TopicRead.objects.filter(user=user).values_list("lesson", flat=True))


def find_topic(slug: str) -> tuple[Module, Topic] | None:
    """Return a topic and its module."""
    return next(
        ((module, topic) for module in shelf.modules() for topic in module.topics if topic.id == slug),
        None,
    )


def place_of_lab(slug: str) -> tuple[Module, Topic] | None:
    """Return the first module and topic that send learners to a lab."""
    return next(
        ((module, topic) for module in shelf.modules() for topic in module.topics if slug in topic.labs),
        None,
    )


def lab_links(user: User, slugs: Iterable[str]) -> tuple[LabLink, ...]:
    """Return links to those of the labs that learners may see."""
    labs = _known(slugs)
    states = progress.reader().states(user, labs)
    return tuple(_lab_link(lab, states) for lab in labs)


def next_lab(user: User, after: Lab) -> LabLink | None:
    """Return the first lab behind ``after`` that is not proven, or else the first at all that is not."""
    labs = _labs_of(shelf.modules())
    states = progress.reader().states(user, labs)
    slugs = [lab.slug for lab in labs]
    start = slugs.index(after.slug) + 1 if after.slug in slugs else 0
    rest = [lab for lab in (*labs[start:], *labs[:start]) if lab.slug != after.slug]
    return next((_lab_link(lab, states) for lab in rest if states[lab.uuid].word != "proven"), None)


def module_card(user: User, module: Module, topic: Topic | None = None) -> ModuleCard:
    """Return a module with its links; ``topic`` is the one being read."""
    states = progress.reader().states(user, _labs_of([module]))
    return _card(module, states, read_lessons(user), here=True, topic=topic)


def places() -> Iterable[Place]:
    """Return the pages of the course, for error pages that look for the nearest."""
    yield Place("The course", reverse("home"))
    for module in shelf.modules():
        for topic in module.topics:
            yield Place(topic.title, reverse("topic", args=[topic.id]))
    for lab in _labs_of(shelf.modules()):
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
    shelf.current_pack()
    held = shelf.shelf()
    return Preview(f"{held.stamp & 0xFFFFFFFFFFFFFFFF:016x}", tuple(str(problem) for problem in held.problems))


def _known(slugs: Iterable[str]) -> tuple[Lab, ...]:
    return tuple(lab for slug in dict.fromkeys(slugs) if (lab := shelf.find_lab(slug)))


def _labs_of(modules: Iterable[Module]) -> tuple[Lab, ...]:
    return _known(slug for module in modules for topic in module.topics for slug in topic.labs)


def _card(
    module: Module,
    states: Mapping[UUID, LabState],
    read: frozenset[UUID],
    *,
    here: bool,
    topic: Topic | None = None,
) -> ModuleCard:
    topics = tuple(_topic_link(each, read, here=topic is not None and each.id == topic.id) for each in module.topics)
    labs = tuple(_lab_link(lab, states) for lab in _labs_of([module]))
    return ModuleCard(module.id, module.title, module.day, topics, labs, here)


def _topic_link(topic: Topic, read: frozenset[UUID], *, here: bool = False) -> TopicLink:
    lesson = shelf.lesson_of(topic)
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


def _continue(user: User, modules: tuple[Module, ...], states: Mapping[UUID, LabState]) -> tuple[str, Continue] | None:
    """Return the id of the module to go on in, and what to show for it."""
    labs = _labs_of(modules)
    begun = [lab for lab in labs if states[lab.uuid].touched_at and states[lab.uuid].word != "proven"]
    begun.sort(key=lambda lab: states[lab.uuid].touched_at or datetime.min)  # noqa: DTZ901  never reached: all are touched
    waiting = [lab for lab in labs if states[lab.uuid].word == "todo"]
    if begun:
        return _module_with(modules, begun[-1]), _go_on(user, begun[-1], states[begun[-1].uuid])
    if waiting:
        return _module_with(modules, waiting[0]), _begin(modules, waiting[0], states[waiting[0].uuid])
    return None


def _module_with(modules: tuple[Module, ...], lab: Lab) -> str:
    return next(module.id for module in modules for topic in module.topics if lab.slug in topic.labs)


def _begin(modules: tuple[Module, ...], lab: Lab, state: LabState) -> Continue:
    topic = next(topic for module in modules for topic in module.topics if lab.slug in topic.labs)
    lesson = shelf.lesson_of(topic)
    if lesson:
        return Continue(topic.title, reverse("topic", args=[topic.id]), "Read the lesson", lesson.summary, None)
    return Continue(lab.title, reverse("lab", args=[lab.slug]), "Begin the lab", "", state)


def _go_on(user: User, lab: Lab, state: LabState) -> Continue:
    last = progress.reader().last_try(user, lab)
    url = reverse("lab", args=[lab.slug])
    label = "Go on searching" if state.find in {progress.Phase.TODO, progress.Phase.WORK} else "Go on fixing"
    if last is None:
        return Continue(lab.title, url, label, state.sentence, state)
    return Continue(lab.title, url, label, state.sentence, state, last.dots, last.file, _lines_around(last))


def _lines_around(last: progress.LastTry) -> tuple[CodeLine, ...]:
    """Return the seven lines around the place where an attack came through, that one marked."""
    if not last.line:
        return ()
    lines = highlight_lines(last.text, language_of(last.file))
    near = lines[max(0, last.line - 5) : last.line + 2]
    return tuple(CodeLine(line.number, line.html, marked=line.number == last.line) for line in near)
