"""Reads about exercises; the dataclasses are handed to the template as they are."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from quintain.accounts.models import User
from quintain.catalog import pack_store
from quintain.exercises.answers import Chosen, fields_of, is_right, steps_of, still_offered
from quintain.exercises.models import ElementAnswer, Shown
from quintain.packs.model.exercise import Choice, Element, Exercise, ExerciseKind
from quintain.packs.model.lesson import Practise
from quintain.packs.model.pack import Unit
from quintain.web.markdown import render_inline

REST_DEGREES = 80


@dataclass(frozen=True, slots=True)
class Box:
    """Something to tick."""

    value: str
    title: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The boxes of one form field. On a board ``title`` names the axis, and ``field`` the right steps once graded."""

    name: str
    title: str
    boxes: tuple[Box, ...]
    field: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of one choice; ``right`` tells whether it belongs to the right answer."""

    title: str
    right: bool
    chosen: bool
    why: SafeString


@dataclass(frozen=True, slots=True)
class ElementCard:
    """An element as one person sees it.

    ``state`` is open, wrong, right or shown. ``why`` is None while the right answer is not to be seen; ``missing``
    counts right choices that were not made.
    """

    id: str
    uuid: UUID
    title: str
    text: SafeString
    state: str
    rows: tuple[Row, ...]
    notes: tuple[Note, ...] = ()
    missing: int = 0
    why: SafeString | None = None


@dataclass(frozen=True, slots=True)
class Gauge:
    """The state of a property: ``level`` is 1 at first and 0 when all that broke it is found."""

    id: str
    title: str
    level: float
    found: int

    @property
    def degrees(self) -> int:
        """Where the needle points, clockwise from above."""
        return round((2 * self.level - 1) * REST_DEGREES)

    @property
    def percent(self) -> int:
        """How much of the scale lies below the needle."""
        return round(self.level * 100)

    @property
    def word(self) -> str:
        """One of ``holds``, ``damaged``, ``broken``."""
        return "holds" if self.level == 1 else "damaged" if self.level else "broken"


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    """An exercise as one person sees it; ``axes`` is JSON for the script that draws a board, else empty."""

    name: str
    title: SafeString
    about: SafeString
    kind: str
    elements: tuple[ElementCard, ...]
    gauges: tuple[Gauge, ...]
    axes: str
    figure: SafeString
    url: str
    show_url: str

    @property
    def right(self) -> int:
        """How many elements are answered rightly."""
        return sum(element.state == "right" for element in self.elements)

    @property
    def waiting(self) -> bool:
        """Whether something is still to be answered."""
        return any(element.state in {"open", "wrong"} for element in self.elements)


def find_exercise(uuid: UUID) -> tuple[Unit, Exercise] | None:
    """Return an exercise of a lesson that learners may see, and the topic or part of the lesson."""
    exercise = next((exercise for exercise in pack_store.shown_exercises() if exercise.uuid == uuid), None)
    if exercise is None:
        return None
    block = Practise(exercise.slug)
    units = (unit for module in pack_store.modules() for unit in module.units)
    return next((unit, exercise) for unit in units if unit.lesson and block in unit.lesson.blocks)


def elements_done(user: User) -> frozenset[UUID]:
    """Return the UUIDs of the elements to which ``user`` once gave the right answer."""
    return frozenset(ElementAnswer.objects.filter(user=user, right=True).values_list("element", flat=True))


def exercise_cards(user: User, exercises: Iterable[Exercise]) -> tuple[ExerciseCard, ...]:
    """Return exercises as ``user`` sees them: nothing that is right is in them before it was answered or shown."""
    exercises = tuple(exercises)
    uuids = [element.uuid for exercise in exercises for element in exercise.elements]
    is_shown = Exists(Shown.objects.filter(user=user, element=OuterRef("element")))
    answers = ElementAnswer.objects.filter(user=user, element__in=uuids).annotate(is_shown=is_shown)
    newest: dict[UUID, Chosen] = {}
    asked: set[UUID] = set()
    for element, chosen, shown in answers.values_list("element", "chosen", "is_shown"):
        newest.setdefault(element, tuple(chosen))
        if shown:
            asked.add(element)
    return tuple(_exercise_card(exercise, newest, asked) for exercise in exercises)


def _exercise_card(exercise: Exercise, newest: Mapping[UUID, Chosen], asked: Collection[UUID]) -> ExerciseCard:
    """Return an exercise as somebody sees it who gave these ``newest`` answers and ``asked`` for some right ones."""
    answers = {
        element.uuid: newest[element.uuid]
        for element in exercise.elements
        if element.uuid in newest and still_offered(exercise, newest[element.uuid])
    }
    return ExerciseCard(
        name=exercise.slug,
        title=render_inline(exercise.title),
        about=render_inline(exercise.about),
        kind=str(exercise.kind),
        elements=tuple(
            _element(exercise, element, answers.get(element.uuid), asked=element.uuid in asked)
            for element in exercise.elements
        ),
        gauges=_gauges(exercise, answers),
        axes=_axes(exercise),
        figure=mark_safe(exercise.figure),  # noqa: S308  shapes and words alone: packs.figures has seen to it
        url=reverse("answer-exercise", args=[exercise.uuid]),
        show_url=reverse("show-element", args=[exercise.uuid]),
    )


def _axes(exercise: Exercise) -> str:
    if exercise.kind is not ExerciseKind.BOARD:
        return ""
    return json.dumps([{"title": axis.title, "steps": axis.steps} for axis in exercise.choices])


def _gauges(exercise: Exercise, answers: Mapping[UUID, Chosen]) -> tuple[Gauge, ...]:
    if exercise.kind is not ExerciseKind.GAUGES:
        return ()
    gauges = []
    for choice in exercise.choices:
        theirs = [element for element in exercise.elements if choice.id in element.right]
        chosen = sum(choice.id in answers.get(element.uuid, ()) for element in theirs)
        gauges.append(Gauge(choice.id, choice.title, 1 - chosen / max(len(theirs), 1), chosen))
    return tuple(gauges)


def _element(exercise: Exercise, element: Element, chosen: Chosen | None, *, asked: bool) -> ElementCard:
    right = chosen is not None and is_right(exercise, element, chosen)
    state = "open" if chosen is None else "right" if right else "shown" if asked else "wrong"
    is_revealed = state in {"right", "shown"}
    several = exercise.kind is ExerciseKind.DIAGRAM and chosen is not None and not is_revealed
    return ElementCard(
        id=element.id,
        uuid=element.uuid,
        title=element.title,
        text=render_inline(element.text),
        state=state,
        rows=tuple(_rows(exercise, element, chosen)),
        notes=() if chosen is None else tuple(_notes(exercise, element, chosen, is_revealed=is_revealed)),
        missing=len(set(element.right) - set(chosen or ())) if several else 0,
        why=render_inline(element.why) if is_revealed else None,
    )


def _rows(exercise: Exercise, element: Element, chosen: Chosen | None) -> Iterable[Row]:
    steps = steps_of(chosen or ()) if exercise.kind is ExerciseKind.BOARD else {}
    for name in fields_of(exercise, element):
        if exercise.kind is not ExerciseKind.BOARD:
            yield Row(name, "", tuple(Box(each.id, each.title, each.id in (chosen or ())) for each in exercise.choices))
            continue
        axis = next(axis for axis in exercise.choices if f"{element.id}.{axis.id}" == name)
        boxes = (Box(str(step), title, steps.get(axis.id) == step) for step, title in enumerate(axis.steps, 1))
        yield Row(name, axis.title, tuple(boxes), element.within[axis.id] if chosen else ())


def _notes(exercise: Exercise, element: Element, chosen: Chosen, *, is_revealed: bool) -> Iterable[Note]:
    if exercise.kind is ExerciseKind.BOARD:
        return _places(exercise, element, chosen)
    return _picks(exercise, element, chosen, is_revealed=is_revealed)


def _picks(exercise: Exercise, element: Element, chosen: Chosen, *, is_revealed: bool) -> Iterable[Note]:
    """Say of each choice that was made whether it belongs here, and once told, also of those that were not made."""
    for choice in exercise.choices:
        right = choice.id in element.right
        if choice.id in chosen or (is_revealed and right):
            differs = right is not (choice.id in chosen)
            why = element.reasons.get(choice.id, "") if differs else ""
            yield Note(choice.title, right, choice.id in chosen, render_inline(why))


def _places(exercise: Exercise, element: Element, chosen: Chosen) -> Iterable[Note]:
    """Say of each axis where the element was put, and where it belongs: a field is drawn once a place is graded."""
    for axis in exercise.choices:
        step = steps_of(chosen)[axis.id]
        least, most = element.within[axis.id]
        right = least <= step <= most
        words = f"{axis.title}: {axis.steps[step - 1]}"
        if not right:
            words += f"; right is {_between(axis, least, most)}."
        yield Note(words, right, chosen=True, why=render_inline("" if right else element.reasons.get(axis.id, "")))


def _between(axis: Choice, least: int, most: int) -> str:
    return axis.steps[least - 1] if least == most else f"{axis.steps[least - 1]} to {axis.steps[most - 1]}"
