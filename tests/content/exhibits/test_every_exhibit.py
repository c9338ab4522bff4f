"""The data of an exhibit is what its script records, and its figure is what the script draws of it."""

import platform

import pytest

from quintain.packs.model.lesson import Show
from tests.courses import whole_course

from .recording import EXHIBITS, NAMES, data_of, script_of


def test_every_exhibit_is_shown_and_every_lesson_s_exhibit_is_there() -> None:
    """No exhibit lies about unused, and no lesson promises one that is missing."""
    pack = whole_course()
    shown = {block.exhibit for lesson in pack.lessons.values() for block in lesson.blocks if isinstance(block, Show)}

    assert shown == set(pack.exhibits) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_figure_is_drawn_from_the_data(name: str) -> None:
    """A figure that stands without script shows the numbers that the moving one shows."""
    assert script_of(name)["draw"](data_of(name)) == (EXHIBITS / name / "figure.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_no_exhibit_names_the_machine_that_recorded_it(name: str) -> None:
    """The interpreter is told; the host's name and its folders are not."""
    text = "".join(path.read_text(encoding="utf-8") for path in (EXHIBITS / name).iterdir() if path.is_file())

    assert data_of(name)["interpreter"].split()[0] in {"CPython", "SQLite"}
    assert platform.node() not in text
    assert "/home/" not in text
