"""Exercises on paper: what is to be decided, with boxes to tick; the answers are at the end of the book."""

from quintain.courseware.typst.figures import description, styled, width_of
from quintain.courseware.typst.manuscript import Manuscript, SetExercise
from quintain.courseware.typst.prose import inline
from quintain.courseware.typst.source import Code, array, call, joined, literal, text
from quintain.packs.model.exercise import Choice, Element, Exercise, ExerciseKind


def exercise(each: Exercise, into: Manuscript) -> Code:
    """Write an exercise; its answers are kept for the end."""
    chapter = into.chapter.id if into.chapter else ""
    label = f"exercise-{each.slug}"
    into.exercises[chapter].append(SetExercise(label, each))
    parts = [call("anchor", literal(label)), call("prose", inline(each.about, into))]
    if each.figure:
        file = f"exercise-{each.slug}.svg"
        into.figures[file] = styled(each.figure, "exercise")
        width = Code(f"{width_of(each.figure):g}")
        parts.append(call("picture", literal(f"figures/{file}"), literal(description(each.figure)), width))
    parts.extend(_element(each, element, into) for element in each.elements)
    head = joined([text("Exercise: "), inline(each.title, into)])
    return call("panel", head, joined(parts))


def right_answer(each: Exercise, element: Element) -> str:
    """Say what is right of an element: choices, or steps of both axes."""
    if each.kind is ExerciseKind.BOARD:
        return "; ".join(f"{axis.title}: {_between(axis, *element.within[axis.id])}" for axis in each.choices)
    return ", ".join(choice.title for choice in each.choices if choice.id in element.right)


def _between(axis: Choice, least: int, most: int) -> str:
    first, last = axis.steps[least - 1], axis.steps[most - 1]
    return first if least == most else f"{first} to {last}"


def _element(each: Exercise, element: Element, into: Manuscript) -> Code:
    if each.kind is not ExerciseKind.BOARD:
        choices = array(text(choice.title) for choice in each.choices)
        return call("element", inline(element.title, into), inline(element.text, into), choices)
    axes = joined(call("axis", text(axis.title), array(map(text, axis.steps))) for axis in each.choices)
    body = joined([inline(element.text, into), axes])
    return call("element", inline(element.title, into), body, array([]))
