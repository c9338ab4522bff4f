# ruff: noqa: E501  the tables show one broken file a line
"""An exercise's folder: loaded, or answered with id, file, line and remedy."""

import shutil
from pathlib import Path

import pytest

from quintain.packs import load_pack
from quintain.packs.exercises import read_exercise
from quintain.packs.model.exercise import ExerciseKind
from quintain.packs.model.lesson import Practise
from tests.packs.conftest import Break, Folder

FOLDER = "exercises/threats"
SHEET, FIGURE = f"{FOLDER}/exercise.toml", f"{FOLDER}/figure.svg"
PROSE = "lessons/paths/lesson.md"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" viewBox="0 0 9 9" aria-label="A log and a door."><g data-element="log"/><g data-element="door"{}/></svg>'
DIAGRAM = """
    uuid = "66666666-6666-4666-8666-666666666666"
    title = "Threats"
    about = "Tick them all."
    kind = "diagram"
    [[choices]]
    id = "spoofing"
    title = "Spoofing"
    [[choices]]
    id = "tampering"
    title = "Tampering"
    [[elements]]
    id = "log"
    uuid = "66666666-6666-4666-8666-666666666601"
    title = "Log"
    text = "Lines."
    right = ["tampering"]
    why = "Lines can be rewritten."
    [elements.reasons]
    spoofing = "A file claims to be nobody."
    [[elements]]
    id = "door"
    uuid = "66666666-6666-4666-8666-666666666602"
    title = "Door"
    text = "A way in."
    right = ["spoofing", "tampering"]
    why = "Both."
"""
BOARD = """
    uuid = "66666666-6666-4666-8666-666666666666"
    title = "Risks"
    about = "Place them."
    kind = "board"
    [[choices]]
    id = "likelihood"
    title = "Likelihood"
    steps = ["low", "middle", "high"]
    [[choices]]
    id = "impact"
    title = "Impact"
    steps = ["low", "high"]
    [[elements]]
    id = "flood"
    uuid = "66666666-6666-4666-8666-666666666601"
    title = "Flood"
    text = "Water."
    why = "It rains."
    within = { likelihood = [2, 3], impact = [2, 2] }
"""


@pytest.fixture
def pack(pack: Folder) -> Folder:
    """Give a sound pack with an exercise in its lesson."""
    pack.write(SHEET, DIAGRAM)
    pack.write(FIGURE, SVG.format(""))
    pack.edit(PROSE, "The end.", "```exercise threats\n```\n\nThe end.")
    return pack


def edit(name: str, old: str, new: str) -> Break:
    return lambda pack: pack.edit(name, old, new)


def board(old: str, new: str) -> Break:
    def how(pack: Folder) -> None:
        pack.write(SHEET, BOARD)
        pack.edit(SHEET, old, new)

    return how


def another_lesson(pack: Folder) -> None:
    shutil.copytree(pack.root / "lessons/paths", pack.root / "lessons/queries")
    pack.edit("lessons/queries/lesson.toml", "33333333-3333-4333", "77777777-3333-4333")
    pack.edit("lessons/queries/lesson.md", "```question dots\n```\n", "")


BROKEN: dict[str, tuple[Break, str, str, int | None]] = {
    "no folder": (lambda pack: shutil.rmtree(pack.root / FOLDER), "lesson.E030", PROSE, None),
    "twice in one lesson": (edit(PROSE, "The end.", "```exercise threats\n```"), "lesson.E031", PROSE, 29),
    "in two lessons": (another_lesson, "lesson.E031", "lessons/queries/lesson.md", None),
    "in no lesson": (edit(PROSE, "```exercise threats\n```", ""), "exercise.W001", FOLDER, None),
    "block with a body": (edit(PROSE, "exercise threats\n", "exercise threats\nWhich?\n"), "lesson.E019", PROSE, 26),
    "no sheet": (lambda pack: (pack.root / SHEET).unlink(), "exercise.E001", SHEET, None),
    "no TOML": (edit(SHEET, 'kind = "diagram"', "kind ="), "exercise.E004", SHEET, 4),
    "no why": (edit(SHEET, 'why = "Both."\n', ""), "exercise.E006", SHEET, 20),
    "kind unknown": (edit(SHEET, '"diagram"', '"diagramm"'), "exercise.E009", SHEET, 4),
    "uuid of another": (edit(SHEET, "66666666-6666-4666-8666-666666666602", "33333333-3333-4333-8333-333333333333"), "exercise.E012", SHEET, 22),
    "folder no slug": (lambda pack: (pack.root / FOLDER).rename(pack.root / "exercises/Threats"), "exercise.E013", "exercises/Threats", None),
    "element twice": (edit(SHEET, 'id = "door"', 'id = "log"'), "exercise.E014", SHEET, 21),
    "choice twice": (edit(SHEET, 'id = "tampering"', 'id = "spoofing"'), "exercise.E014", SHEET, 9),
    "right unknown": (edit(SHEET, '["tampering"]', '["tempering"]'), "exercise.E015", SHEET, 16),
    "reason for nothing": (edit(SHEET, "spoofing = ", "spoofig = "), "exercise.E015", SHEET, 18),
    "nothing right": (edit(SHEET, 'right = ["tampering"]\n', ""), "exercise.E016", SHEET, 11),
    "right twice": (edit(SHEET, '["spoofing", "tampering"]', '["spoofing", "spoofing"]'), "exercise.E016", SHEET, 20),
    "a field on a diagram": (edit(SHEET, 'right = ["tampering"]', 'right = ["tampering"]\nwithin = { spoofing = [1, 2] }'), "exercise.E016", SHEET, 11),
    "steps on a diagram": (edit(SHEET, 'title = "Spoofing"', 'title = "Spoofing"\nsteps = ["a", "b"]'), "exercise.E016", SHEET, 8),
    "two right on gauges": (edit(SHEET, '"diagram"', '"gauges"'), "exercise.E016", SHEET, 20),
    "a board without axis": (board('id = "impact"\ntitle = "Impact"\nsteps = ["low", "high"]', 'id = "impact"\ntitle = "Impact"'), "exercise.E016", SHEET, 9),
    "a place beyond the board": (board("[2, 2]", "[2, 3]"), "exercise.E016", SHEET, 13),
    "a place upside down": (board("[2, 3]", "[3, 2]"), "exercise.E016", SHEET, 13),
    "a place with three ends": (board("[2, 3]", "[1, 2, 3]"), "exercise.E016", SHEET, 13),
    "a place on one axis": (board(", impact = [2, 2]", ""), "exercise.E016", SHEET, 13),
    "no figure": (lambda pack: (pack.root / FIGURE).unlink(), "exercise.E001", FIGURE, None),
    "a figure that acts": (lambda pack: pack.write(FIGURE, SVG.format(' onclick="x"')), "exercise.E018", FIGURE, None),
    "a figure without an element": (edit(FIGURE, '"door"', '"flow"'), "exercise.E018", FIGURE, None),
    "an element drawn twice": (edit(FIGURE, "</svg>", '<g data-element="log"/></svg>'), "exercise.E018", FIGURE, None),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_exercise_answers_with_id_and_line(pack: Folder, name: str) -> None:
    """Whatever is wrong is told with the id, the file and the line."""
    how, rule, path, line = BROKEN[name]
    how(pack)
    found = {(problem.id, str(problem.path), problem.line) for problem in pack.problems()}
    assert (rule, path, line) in found, found


def test_a_sound_exercise_has_no_problem_and_is_loaded(pack: Folder) -> None:
    """Kind, choices, elements and reasons stand in the pack, the figure is ready for a page, and the lesson names it."""
    assert pack.problems() == ()
    loaded = load_pack(pack.root)
    exercise = loaded.exercises["threats"]
    assert exercise.kind is ExerciseKind.DIAGRAM
    assert [(element.id, element.right, dict(element.reasons)) for element in exercise.elements] == [
        ("log", ("tampering",), {"spoofing": "A file claims to be nobody."}),
        ("door", ("spoofing", "tampering"), {}),
    ]
    assert 'data-element="log"' in exercise.figure
    assert Practise("threats") in loaded.lessons["paths"].blocks


def test_a_board_needs_no_figure(pack: Folder) -> None:
    """Its two axes are drawn by the page."""
    pack.write(SHEET, BOARD)
    (pack.root / FIGURE).unlink()
    assert pack.problems() == ()


def test_too_many_boxes_are_refused(pack: Folder) -> None:
    """A learner who ticks every box must not be turned away by the server."""
    more = "".join(f'[[choices]]\nid = "c{number}"\ntitle = "C{number}"\n' for number in range(23))
    pack.edit(SHEET, '[[choices]]\nid = "tampering"', f'{more}[[choices]]\nid = "tampering"')
    assert [problem.id for problem in pack.problems()] == ["exercise.E017"]


def test_a_changed_answer_changes_the_pack(pack: Folder) -> None:
    """The digest of a pack follows its exercises."""
    before = load_pack(pack.root).digest
    pack.edit(SHEET, '["tampering"]', '["spoofing"]')
    assert load_pack(pack.root).digest != before


def test_folder_that_is_a_link_is_refused(pack: Folder, tmp_path: Path) -> None:
    """Nothing outside of the pack becomes an exercise."""
    (pack.root / FOLDER).rename(tmp_path / "elsewhere")
    (pack.root / FOLDER).symlink_to(tmp_path / "elsewhere")
    _, problems = read_exercise(pack.root / FOLDER)
    assert [problem.id for problem in problems] == ["exercise.E010"]
