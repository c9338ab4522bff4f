"""What an answer is: read from a form, held to what the exercise offers, and graded."""

from collections.abc import Mapping, Sequence

from quintain.exercises.errors import HalfPlaced, NoSuchChoice, NothingChosen
from quintain.packs.model.exercise import Element, Exercise, ExerciseKind

OWN_FIELD = "csrfmiddlewaretoken"

type Chosen = tuple[str, ...]


def fields_of(exercise: Exercise, element: Element) -> Mapping[str, tuple[str, ...]]:
    """Return the form fields of an element, each with the values that it may have."""
    if exercise.kind is ExerciseKind.BOARD:
        return {
            f"{element.id}.{axis.id}": tuple(str(step) for step in range(1, len(axis.steps) + 1))
            for axis in exercise.choices
        }
    return {element.id: tuple(choice.id for choice in exercise.choices)}


def read_answers(exercise: Exercise, sent: Mapping[str, Sequence[str]]) -> Mapping[str, Chosen]:
    """Return what a form answers, by the element's id; elements left out are not answered.

    Raises:
        NothingChosen: No element is answered.
        NoSuchChoice: A field or value is none of the exercise's, or a single choice was made twice.
        HalfPlaced: An element of a board is placed on one axis only.

    """
    left = {name: values for name, values in sent.items() if name != OWN_FIELD}
    answers = {}
    for element in exercise.elements:
        given = {name: left.pop(name) for name in fields_of(exercise, element) if name in left}
        if given:
            answers[element.id] = _read(exercise, element, given)
    if left:
        raise NoSuchChoice
    if not answers:
        raise NothingChosen
    return answers


def is_right(exercise: Exercise, element: Element, chosen: Chosen) -> bool:
    """Tell whether an answer is right: all right choices and no other, or a place within the field."""
    if exercise.kind is not ExerciseKind.BOARD:
        return set(chosen) == set(element.right)
    steps = steps_of(chosen)
    return all(least <= steps.get(axis, 0) <= most for axis, (least, most) in element.within.items())


def steps_of(chosen: Chosen) -> Mapping[str, int]:
    """Return the step on each axis of an answer on a board."""
    return {axis: int(step) for axis, _, step in (each.partition("=") for each in chosen)}


def still_offered(exercise: Exercise, chosen: Chosen) -> bool:
    """Tell whether an answer that was kept still fits the exercise, which its author may have changed."""
    if exercise.kind is ExerciseKind.BOARD:
        return set(chosen) <= {
            f"{axis.id}={step}" for axis in exercise.choices for step in range(1, len(axis.steps) + 1)
        }
    return set(chosen) <= {choice.id for choice in exercise.choices}


def _read(exercise: Exercise, element: Element, given: Mapping[str, Sequence[str]]) -> Chosen:
    fields = fields_of(exercise, element)
    for name, values in given.items():
        if not values or len(set(values)) < len(values) or not set(values) <= set(fields[name]):
            raise NoSuchChoice
        if exercise.kind is not ExerciseKind.DIAGRAM and len(values) > 1:
            raise NoSuchChoice
    if exercise.kind is not ExerciseKind.BOARD:
        (values,) = given.values()
        return tuple(choice for choice in fields[element.id] if choice in values)
    if len(given) < len(fields):
        raise HalfPlaced(element.title)
    return tuple(f"{axis.id}={given[f'{element.id}.{axis.id}'][0]}" for axis in exercise.choices)
