"""What exercises ask and answer, where no classroom grades them."""

from quintain.courseware.html.blocks import Page
from quintain.courseware.html.tags import NOTHING, Html, join, tag
from quintain.packs.model.exercise import Element, Exercise, ExerciseKind


def draw_choices(page: Page, exercise: Exercise) -> Html:
    """Return what there is to choose from for each element."""
    named = (
        join(page.inline(choice.title), f" ({', '.join(choice.steps)})" if choice.steps else None)
        for choice in exercise.choices
    )
    asked = "Place each on these scales:" if exercise.kind is ExerciseKind.BOARD else "Choose from these:"
    return join(tag("p", {}, asked), tag("ul", {}, *(tag("li", {}, name) for name in named)))


def draw_answer(page: Page, exercise: Exercise, element: Element) -> Html:
    """Return what is right for an element, and why."""
    right = "; ".join(_right(exercise, element))
    return tag("p", {"class": "why"}, tag("b", {}, f"{right}."), " ", page.inline(element.why))


def _right(exercise: Exercise, element: Element) -> list[str]:
    if exercise.kind is not ExerciseKind.BOARD:
        return [choice.title for choice in exercise.choices if choice.id in element.right]
    return [
        f"{choice.title}: {_steps(choice.steps, element.within[choice.id])}"
        for choice in exercise.choices
        if choice.id in element.within
    ]


def _steps(steps: tuple[str, ...], within: tuple[int, ...]) -> str:
    least, most = steps[within[0] - 1], steps[within[-1] - 1]
    return least if least == most else f"{least} to {most}"


def draw_figure(exercise: Exercise) -> Html:
    """Return the figure of a diagram, or nothing."""
    return tag("div", {"class": "picture"}, Html(exercise.figure)) if exercise.figure else NOTHING
