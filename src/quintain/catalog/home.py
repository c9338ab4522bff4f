"""Reads for the course's first page: days, modules, labs, and what comes next."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext

from quintain.accounts.models import User
from quintain.accounts.permissions import is_closed
from quintain.catalog import pack_store, progress
from quintain.catalog.progress import Dot, LabState
from quintain.catalog.queries import CaseLink, LabLink, ModuleCard, Tally, case_links, module_cards, tally_of
from quintain.catalog.sequence import CourseStep, Left, left_of, next_step, record_of
from quintain.packs.model.lab import Lab
from quintain.web.code import CodeLine, highlight_lines, language_of
from quintain.web.markdown import render_inline


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the course."""

    number: int
    modules: tuple[ModuleCard, ...]

    @property
    def tally(self) -> Tally:
        """How far the learner is in this day."""
        return tally_of(self.modules)

    @property
    def here(self) -> bool:
        """Whether the learner is somewhere in this day."""
        return any(module.here for module in self.modules)


@dataclass(frozen=True, slots=True)
class Continue:
    """What comes next: a lab in work, else a lesson to read or a lab to begin.

    ``label`` is the button's text; ``code`` the lines around the place an attack came through, if one did.
    """

    title: str
    url: str
    label: str
    sentence: str
    state: LabState | None
    lab: LabLink | None = None
    minutes: int = 0
    dots: tuple[Dot, ...] = ()
    file: str = ""
    code: tuple[CodeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ExerciseLink:
    """An exercise, where it is in its lesson, and whether the learner has done it."""

    title: str
    url: str
    done: bool


@dataclass(frozen=True, slots=True)
class Home:
    """The course's first page.

    ``fresh`` is whether the learner has done nothing yet; ``closed`` names the modules that are not open yet.
    """

    title: str
    code: str
    days: tuple[Day, ...]
    continue_: Continue | None
    fresh: bool
    left: Left
    cases: tuple[CaseLink, ...] = ()
    exercises: tuple[ExerciseLink, ...] = ()
    closed: frozenset[str] = frozenset()

    @property
    def modules(self) -> tuple[ModuleCard, ...]:
        """All modules of the course."""
        return tuple(module for day in self.days for module in day.modules)

    @property
    def labs(self) -> tuple[LabLink, ...]:
        """All labs of the course."""
        return tuple(lab for module in self.modules for lab in module.labs)

    @property
    def stretch(self) -> tuple[LabLink, ...]:
        """The stretch labs that are not proven."""
        return tuple(lab for lab in self.labs if lab.stretch and lab.state.word != "proven")

    @property
    def tally(self) -> Tally:
        """How far the learner is in the course."""
        return tally_of(self.modules)

    @property
    def exercises_done(self) -> int:
        """How many exercises the learner has done."""
        return sum(exercise.done for exercise in self.exercises)

    @property
    def unwritten(self) -> int:
        """How many topics and parts have no lesson."""
        return sum(module.unwritten for module in self.modules)


def home(user: User) -> Home:
    """Return the course as ``user`` sees it."""
    pack = pack_store.current_pack()
    record = record_of(user)
    closed = frozenset(module.id for module in pack_store.modules() if is_closed(user, module.id))
    step = next_step(record)
    if step and step.module.id in closed:
        step = None
    cards = module_cards(record, step.module.id if step else "")
    days = tuple(
        Day(number, tuple(card for card in cards if card.day == number))
        for number in sorted({card.day for card in cards})
    )
    return Home(
        title=pack.title,
        code=pack.code,
        days=days,
        continue_=_continue(user, step, cards) if step else None,
        fresh=record.is_empty,
        cases=case_links(),
        exercises=_exercise_links(user),
        closed=closed,
        left=left_of(record),
    )


def _exercise_links(user: User) -> tuple[ExerciseLink, ...]:
    placed = pack_store.placed_exercises()
    if not placed:
        return ()
    done = progress.exercises_done(user, (exercise for _, exercise in placed))
    return tuple(
        ExerciseLink(each.title, _exercise_url(unit.id, each.slug), each.uuid in done) for unit, each in placed
    )


@pack_store.kept_with_pack
def _exercise_url(unit: str, exercise: str) -> str:
    return f"{reverse('topic', args=[unit])}#exercise-{exercise}"


def _continue(user: User, step: CourseStep, cards: tuple[ModuleCard, ...]) -> Continue:
    summary = render_inline(step.lesson.summary) if step.lesson else ""
    if step.lab is None:
        minutes = step.lesson.minutes if step.lesson else 0
        return Continue(step.title, step.url, gettext("Read the lesson"), summary, None, minutes=minutes)
    link = next(lab for card in cards for lab in card.labs if lab.slug == step.lab.slug)
    if link.state.touched_at is None:
        return Continue(step.title, step.url, gettext("Begin the lab"), summary, None, link, link.minutes)
    return _go_on(user, step.lab, link)


def _go_on(user: User, lab: Lab, link: LabLink) -> Continue:
    last, state = progress.reader().last_try(user, lab), link.state
    label = (
        gettext("Go on searching")
        if state.searching
        else gettext("Go on breaking it")
        if state.breaking
        else gettext("Go on fixing")
    )
    shown = Continue(lab.title, link.url, label, state.sentence, state, link, link.minutes)
    if last is None:
        return shown
    sentence = last.sentence or shown.sentence
    return replace(shown, sentence=sentence, dots=last.dots, file=last.file, code=_lines_around(last))


def _lines_around(last: progress.LastTry) -> tuple[CodeLine, ...]:
    """Return the seven lines around the place where an attack came through, that one marked."""
    if not last.line:
        return ()
    lines = highlight_lines(last.text, language_of(last.file))
    near = lines[max(0, last.line - 5) : last.line + 2]
    return tuple(CodeLine(line.number, line.html, marked=line.number == last.line) for line in near)
