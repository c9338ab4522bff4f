"""Every live lab has proven its matrix as it stands; one proves it again, with the touched labs, or all if asked.

``quintain check`` proves all labs and writes their proofs; ``pytest -m exhaustive tests/content`` does the same without
writing.
"""

from pathlib import Path

import pytest

from quintain.judge.judge import Judge
from quintain.judge.proving.matrix import check_lab
from quintain.packs.model.lab import Profile, Status
from quintain.sandbox import Sandbox
from tests.courses import whole_course
from tests.sampling import RUN

PACK = whole_course()
LABS = {slug: lab for slug, lab in PACK.labs.items() if lab.status is Status.LIVE and lab.exploits}
PROGRAMS = {Profile.COMMAND, Profile.PACKAGE}  # what is imported before them may matter
MOST_TOUCHED = 2
LATEST = [path.split("/")[3] for path in RUN.changed if path.startswith("content/python-security/labs/")]
SAMPLE = {"tour", *[slug for slug in dict.fromkeys(LATEST) if slug in LABS][:MOST_TOUCHED]}


@pytest.mark.parametrize("slug", sorted(LABS))
def test_lab_is_proven_as_it_stands(slug: str) -> None:
    """Whoever changes what is judged runs ``quintain check`` again, and commits the proof that it writes."""
    assert LABS[slug].is_proven, f"run: quintain check {slug}"


@pytest.mark.matrix
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "slug",
    [pytest.param(slug, marks=() if slug in SAMPLE else pytest.mark.exhaustive) for slug in LABS],
)
def test_lab_agrees_with_its_author(slug: str, sandbox_folder: Path) -> None:
    """The starter falls to every attack, each finished attempt gets its verdict, and every trap is seen through."""
    with Sandbox(sandbox_folder) as sandbox:
        matrix = check_lab(LABS[slug], Judge(sandbox))
    wrong = [(cell.name, str(cell.expected), str(cell.got), cell.problems) for cell in matrix.cells if not cell.agrees]
    assert (wrong, matrix.problems) == ([], ())
    proof = LABS[slug].proof
    assert proof is not None
    assert {name for name, marks in proof.signatures.items() if marks} == {fix.name for fix in LABS[slug].wrong_fixes}


@pytest.mark.exhaustive
@pytest.mark.matrix
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("slug", [slug for slug, lab in LABS.items() if lab.run.profile in PROGRAMS])
def test_lab_agrees_in_cold_boxes(slug: str, sandbox_folder: Path) -> None:
    """A program gets the verdict that it gets when it is forked from a process that has imported much."""
    with Sandbox(sandbox_folder, warm=False) as sandbox:
        matrix = check_lab(LABS[slug], Judge(sandbox))
    assert [(cell.name, str(cell.got), cell.problems) for cell in matrix.cells if not cell.agrees] == []
