"""The pull request of a review lab: whole or not there, and never what the judge depends on."""

import pytest

from quintain.packs import load_lab
from tests.packs.conftest import Folder

LAB = "labs/notes"
TEXT = f"{LAB}/pull_request.md"


def test_a_pull_request_arrives_and_is_nothing_to_the_judge(pack: Folder) -> None:
    """Title, text and files; the proof of a lab does not depend on it."""
    before = load_lab(pack.root / LAB)
    pack.write(TEXT, "# Read notes faster\n\nOne call in place of two.\n")
    pack.write(f"{LAB}/before/notes.py", "KEPT = {}\n")
    assert pack.problems() == ()
    lab = load_lab(pack.root / LAB)
    assert lab.pull_request is not None
    assert lab.pull_request.title == "Read notes faster"
    assert lab.pull_request.markdown == "One call in place of two.\n"
    assert lab.pull_request.before == {"notes.py": "KEPT = {}\n"}
    assert before.pull_request is None
    assert (lab.judged, lab.mutated) == (before.judged, before.mutated)
    assert lab.digest != before.digest


@pytest.mark.parametrize(
    ("text", "before", "says"),
    [
        ("", {"notes.py": "x = 1\n"}, "has before/ and no pull_request.md"),
        ("No title.\n", {"notes.py": "x = 1\n"}, "does not begin with a title"),
        ("# Title alone\n", {"notes.py": "x = 1\n"}, "does not begin with a title"),
        ("# Title\n\nText.\n", {"note.py": "x = 1\n"}, 'Did you mean "notes.py"?'),
    ],
)
def test_a_pull_request_that_is_not_whole_is_told(pack: Folder, text: str, before: dict[str, str], says: str) -> None:
    """Each with a sentence of its own."""
    if text:
        pack.write(TEXT, text)
    for name, source in before.items():
        pack.write(f"{LAB}/before/{name}", source)
    (problem,) = [problem for problem in pack.problems() if problem.id == "lab.E068"]
    assert says in problem.message


def test_a_pull_request_that_changes_nothing_is_told(pack: Folder) -> None:
    """All files of the starter as they are."""
    pack.write(TEXT, "# Title\n\nText.\n")
    for name, source in load_lab(pack.root / LAB).starter.items():
        pack.write(f"{LAB}/before/{name}", source)
    (problem,) = [problem for problem in pack.problems() if problem.id == "lab.E068"]
    assert "changes nothing" in problem.message
