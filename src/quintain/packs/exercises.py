"""Loads an exercise's folder: what is decided on, what may be chosen, what is right, and a diagram's figure."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from quintain.packs.building import suggestion
from quintain.packs.figures import FigureRefused, read_figure
from quintain.packs.folders import digest_of, read_tree
from quintain.packs.model import Element, Exercise, ExerciseKind
from quintain.packs.problems import Problem, ProblemCollector, Severity
from quintain.packs.sheets import ExerciseSheet
from quintain.packs.toml import parse_sheet

SHEET: Final = "exercise.toml"
FIGURE: Final = "figure.svg"
# A page sends one field for each box that is ticked, and the server takes fifty.
MOST_BOXES: Final = 48
FEWEST: Final = 2
AXES: Final = 2
STEPS: Final = range(2, 8)


def read_exercise(folder: Path) -> tuple[Exercise | None, Sequence[Problem]]:
    """Read one exercise, and say everything that is wrong with it."""
    folder = folder.absolute()
    shown = PurePosixPath("exercises", folder.name)
    collector = ProblemCollector("exercise", shown)
    if folder.is_symlink():
        collector.add("E010", f"{folder.name} is a link.")
        return None, collector.problems
    tree = read_tree(folder, collector, shown)
    if SHEET not in tree:
        _note_missing(SHEET, collector, shown)
        return None, collector.problems
    sheet, _, sheet_collector = parse_sheet(ExerciseSheet, tree[SHEET], "exercise", shown / SHEET)
    figure = ""
    if sheet is not None:
        _hold(sheet, sheet_collector)
        figure = _figure(sheet, tree, collector, shown)
    problems = [*collector.problems, *sheet_collector.problems]
    if sheet is None or any(problem.level is Severity.ERROR for problem in problems):
        return None, problems
    return Exercise(
        folder=folder,
        slug=folder.name,
        uuid=sheet.uuid,
        title=sheet.title,
        about=sheet.about,
        kind=sheet.kind,
        choices=sheet.choices,
        elements=sheet.elements,
        figure=figure,
        digest=digest_of(tree.items()),
    ), problems


def _note_missing(name: str, collector: ProblemCollector, shown: PurePosixPath) -> None:
    if not any(problem.path == shown / name for problem in collector.problems):
        collector.add("E001", f"{name} is missing.", path=shown / name)


def _figure(sheet: ExerciseSheet, tree: Mapping[str, str], collector: ProblemCollector, shown: PurePosixPath) -> str:
    if sheet.kind is not ExerciseKind.DIAGRAM:
        return ""
    if FIGURE not in tree:
        _note_missing(FIGURE, collector, shown)
        return ""
    try:
        return read_figure(tree[FIGURE], [element.id for element in sheet.elements])
    except FigureRefused as refused:
        collector.add("exercise.E018", str(refused), path=shown / FIGURE)
        return ""


def _hold(sheet: ExerciseSheet, collector: ProblemCollector) -> None:
    if not collector.untouched("kind"):
        return
    _hold_ids(sheet, collector)
    _hold_size(sheet, collector)
    _hold_choices(sheet, collector)
    known = [choice.id for choice in sheet.choices]
    for number, element in enumerate(sheet.elements):
        for key, names in (("right", element.right), ("within", element.within), ("reasons", element.reasons)):
            for name in names:
                if name not in known:
                    message = f"{element.id} names the choice {name}, which is none.{suggestion(name, known)}"
                    collector.add("exercise.E015", message, at=("elements", number, key))
        if collector.untouched("elements", number) and collector.untouched("choices"):
            ANSWERS[sheet.kind](sheet, element, number, collector)


def _hold_ids(sheet: ExerciseSheet, collector: ProblemCollector) -> None:
    for key, ids in (
        ("choices", [choice.id for choice in sheet.choices]),
        ("elements", [element.id for element in sheet.elements]),
    ):
        for number, name in enumerate(ids):
            if name in ids[:number]:
                collector.add("exercise.E014", f"The id {name} stands twice.", at=(key, number, "id"))


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
