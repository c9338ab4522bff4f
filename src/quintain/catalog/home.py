"""Reads for the course's first page: days, modules, labs, and where to go on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.catalog import pack_store, progress
from quintain.catalog.progress import Dot, LabState
from quintain.catalog.queries import (
    CaseLink,
    LabLink,
    ModuleCard,
    TopicLink,
    case_links,
    known,
    labs_of,
    make_card,
    read_lessons,
)
from quintain.packs.model import Lab, Lesson, Level, Module
from quintain.web.code import CodeLine, highlight_lines, language_of


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
    cases: tuple[CaseLink, ...] = ()
    exercises: int = 0
    exercises_done: int = 0

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
    pack = pack_store.current_pack()
    modules = pack_store.modules()
    states = progress.reader().states(user, labs_of(modules))
    read = read_lessons(user)
    going_on = _continue(user, modules, states, read)
    here = going_on[0] if going_on else None
    cards = [make_card(module, states, read, here=module.id == here) for module in modules]
    days = tuple(
        Day(number, tuple(card for card in cards if card.day == number))
        for number in sorted({card.day for card in cards})
    )
    fresh = not read and all(state.touched_at is None for state in states.values())
    exercises = pack_store.shown_exercises()
    done = progress.exercises_done(user, exercises) if exercises else 0
    return Home(
        pack.title, pack.code, days, going_on[1] if going_on else None, fresh, case_links(), len(exercises), done
    )


def _continue(
    user: User, modules: tuple[Module, ...], states: Mapping[UUID, LabState], read: Collection[UUID]
) -> tuple[str, Continue] | None:
    """Return the id of the module to go on in, and what to show for it."""
    labs = labs_of(modules)
    begun = [lab for lab in labs if states[lab.uuid].touched_at and states[lab.uuid].word != "proven"]
    begun.sort(key=lambda lab: states[lab.uuid].touched_at or datetime.min)  # noqa: DTZ901  never reached: all are touched
    if begun:
        return _module_with(modules, begun[-1]), _go_on(user, begun[-1], states[begun[-1].uuid])
    return next(_ahead(modules, states, read), None)


def _ahead(
    modules: tuple[Module, ...], states: Mapping[UUID, LabState], read: Collection[UUID]
) -> Iterator[tuple[str, Continue]]:
    """Yield lessons and core labs in the course's order, then stretch labs; a newcomer is struck first."""
    fresh = not read and all(state.touched_at is None for state in states.values())
    stretch = []
    for module in modules:
        for topic in module.topics:
            lesson = pack_store.lesson_of(topic)
            labs = [lab for lab in known(topic.labs) if states[lab.uuid].word == "todo"]
            steps = [_take(lab, lesson) for lab in labs if lab.level is Level.CORE]
            if lesson and lesson.uuid not in read:
                url = reverse("topic", args=[topic.id])
                reading = Continue(topic.title, url, gettext("Read the lesson"), lesson.summary, None)
                steps = [*steps, reading] if fresh else [reading, *steps]
            yield from ((module.id, step) for step in steps)
            stretch += [(module.id, _take(lab, lesson)) for lab in labs if lab.level is Level.STRETCH]
    yield from stretch


def _take(lab: Lab, lesson: Lesson | None) -> Continue:
    url = reverse("lab", args=[lab.slug])
    return Continue(lab.title, url, gettext("Begin the lab"), lesson.summary if lesson else "", None)


def _module_with(modules: tuple[Module, ...], lab: Lab) -> str:
    return next(module.id for module in modules for topic in module.topics if lab.slug in topic.labs)


def _go_on(user: User, lab: Lab, state: LabState) -> Continue:
    last = progress.reader().last_try(user, lab)
    url = reverse("lab", args=[lab.slug])
    label = (
        gettext("Go on searching")
        if state.searching
        else gettext("Go on breaking it")
        if state.breaking
        else gettext("Go on fixing")
    )
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
