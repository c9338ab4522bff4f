"""Every live lab proves its own matrix: right fixes hold, wrong ones fall as their author says, no forgery passes."""

from pathlib import Path

import pytest

from quintain.judge import Judge, check_lab
from quintain.packs import load_pack
from quintain.packs.model import Status
from quintain.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2] / "content" / "python-security"
LABS = {slug: lab for slug, lab in load_pack(ROOT).labs.items() if lab.status is Status.LIVE}


@pytest.mark.matrix
@pytest.mark.timeout(900)
@pytest.mark.xdist_group("matrix")
@pytest.mark.parametrize("slug", sorted(LABS))
def test_lab_agrees_with_its_author(slug: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The starter falls to every attack, each finished attempt gets its verdict, and every trap is seen through."""
    judge = Judge(Sandbox(tmp_path_factory.getbasetemp() / "sandbox"))
    matrix = check_lab(LABS[slug], judge)
    wrong = [(cell.name, str(cell.expected), str(cell.got)) for cell in matrix.cells if not cell.agrees]
    assert (wrong, matrix.problems) == ([], ())
