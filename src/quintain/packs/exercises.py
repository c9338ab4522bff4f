"""Loads an exercise's folder: what is decided on, what may be chosen, what is right, and a diagram's figure."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from quintain.packs.building import suggestion
from quintain.packs.figures import FigureRefused, read_figure
from quintain.packs.folder_contents import Part, read_part
from quintain.packs.folders import digest_of
from quintain.packs.model.exercise import Element, Exercise, ExerciseKind
from quintain.packs.problems import Problem, ProblemCollector, has_errors
from quintain.packs.sheets import ExerciseSheet
from quintain.packs.toml import parse_sheet

SHEET: Final = "exercise.toml"
FIGURE: Final = "figure.svg"
# A page sends one field for each box that is ticked, and the server takes fifty.
MOST_BOXES: Final = 48
FEWEST: Final = 2
AXES: Final = 2
STEPS: Final = range(2, 8)
TWICE: Final = "The id {} stands twice."


def read_exercise(folder: Path) -> tuple[Exercise | None, Sequence[Problem]]:
    """Read one exercise, and say everything that is wrong with it."""
    part = read_part(folder, "exercise")
    if not part.has(SHEET):
        return None, part.collector.problems
    sheet, sheet_collector = parse_sheet(ExerciseSheet, part.tree[SHEET], "exercise", part.shown / SHEET)
    figure = ""
    if sheet is not None:
        _hold(sheet, sheet_collector)
        figure = _figure(sheet, part)
    problems = [*part.collector.problems, *sheet_collector.problems]
    if sheet is None or has_errors(problems):
        return None, problems
    return Exercise(
        folder=part.folder,
        slug=part.folder.name,
        uuid=sheet.uuid,
        title=sheet.title,
        about=sheet.about,
        kind=sheet.kind,
        choices=sheet.choices,
        elements=sheet.elements,
        figure=figure,
        digest=digest_of(part.tree.items()),
    ), problems


def _figure(sheet: ExerciseSheet, part: Part) -> str:
    if sheet.kind is not ExerciseKind.DIAGRAM or not part.has(FIGURE):
        return ""
    try:
        return read_figure(part.tree[FIGURE], [element.id for element in sheet.elements])
    except FigureRefused as refused:
        part.collector.add("exercise.E018", str(refused), path=part.shown / FIGURE)
        return ""


def _hold(sheet: ExerciseSheet, collector: ProblemCollector) -> None:
    if not collector.untouched("kind"):
        return
    ids = [choice.id for choice in sheet.choices]
    collector.hold_unique("exercise.E014", TWICE, ids, "choices")
    collector.hold_unique("exercise.E014", TWICE, [element.id for element in sheet.elements], "elements")
    _hold_size(sheet, collector)
    _hold_choices(sheet, collector)
    for number, element in enumerate(sheet.elements):
        for key, names in (("right", element.right), ("within", element.within), ("reasons", element.reasons)):
            for name in names:
                if name not in ids:
                    message = f"{element.id} names the choice {name}, which is none.{suggestion(name, ids)}"
                    collector.add("exercise.E015", message, at=("elements", number, key))
        if collector.untouched("elements", number) and collector.untouched("choices"):
            ANSWERS[sheet.kind](sheet, element, number, collector)


def _hold_size(sheet: ExerciseSheet, collector: ProblemCollector) -> None:
    boxes = len(sheet.elements) * len(sheet.choices)
    if boxes > MOST_BOXES:
        message = f"{len(sheet.elements)} elements with {len(sheet.choices)} choices are more than {MOST_BOXES} boxes."
        collector.add("exercise.E017", message, at=("elements",))


def _hold_choices(sheet: ExerciseSheet, collector: ProblemCollector) -> None:
    if sheet.kind is not ExerciseKind.BOARD:
        for number, choice in enumerate(sheet.choices):
            if choice.steps:
                collector.add("exercise.E016", "Only an axis of a board has steps.", at=("choices", number, "steps"))
        if len(sheet.choices) < FEWEST:
            collector.add("exercise.E016", "There is nothing to choose between.", at=("choices",))
        return
    if len(sheet.choices) != AXES:
        collector.add("exercise.E016", f"A board has two axes, not {len(sheet.choices)}.", at=("choices",))
    for number, choice in enumerate(sheet.choices):
        if len(choice.steps) not in STEPS:
            message = f"The axis {choice.id} has {len(choice.steps)} steps, and must have two to seven."
            collector.add("exercise.E016", message, at=("choices", number))


def _hold_one(_sheet: ExerciseSheet, element: Element, number: int, collector: ProblemCollector) -> None:
    if len(element.right) != 1 or element.within:
        message = f"{element.id} has {len(element.right)} right choices; on gauges it has exactly one."
        collector.add("exercise.E016", message, at=("elements", number))


def _hold_several(_sheet: ExerciseSheet, element: Element, number: int, collector: ProblemCollector) -> None:
    if not element.right or len(set(element.right)) < len(element.right) or element.within:
        message = f"{element.id} must name each of its right choices once, and at least one."
        collector.add("exercise.E016", message, at=("elements", number))


def _hold_place(sheet: ExerciseSheet, element: Element, number: int, collector: ProblemCollector) -> None:
    for axis in sheet.choices:
        match element.within.get(axis.id, ()):
            case (least, most) if 1 <= least <= most <= len(axis.steps) and not element.right:
                continue
            case _:
                message = f"{element.id} must say within which steps of {axis.id} it is right, such as [3, 4]."
                collector.add("exercise.E016", message, at=("elements", number))


ANSWERS: Final[Mapping[ExerciseKind, Callable[[ExerciseSheet, Element, int, ProblemCollector], None]]] = {
    ExerciseKind.GAUGES: _hold_one,
    ExerciseKind.DIAGRAM: _hold_several,
    ExerciseKind.BOARD: _hold_place,
}
