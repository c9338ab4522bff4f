"""What mutate judges, prints, keeps, and ends with."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quintain.cli import mutate as module
from quintain.cli.main import main
from quintain.judge.grading.options import GradingOptions
from quintain.judge.verdict import Result as Word
from quintain.judge.verdict import Verdict
from quintain.packs import Lab, load_lab
from tests.packs.conftest import Folder, pack

__all__ = ["pack"]


class StrawJudge:
    """A judge that opens no box; it proves what holds a certain part."""

    verdicts = 1
    proves = "nothing at all"

    def runtime(self, lab: Lab) -> None:
        """Every lab's packages are there."""

    def grade(self, _lab: Lab, files: Mapping[str, str], _options: GradingOptions) -> Verdict:
        """Prove a submission that holds the part."""
        word = Word.PROVEN if any(self.proves in text for text in files.values()) else Word.BROKEN
        return Verdict(word, "Said.", (), 1, 0.1)


@pytest.fixture(autouse=True)
def straw(monkeypatch: pytest.MonkeyPatch) -> StrawJudge:
    """Judge without a sandbox."""
    judge = StrawJudge()
    monkeypatch.setattr(module, "make_judge", lambda _boxes: judge)
    return judge


def mutate(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["mutate", *words, "--pack", str(root)])


def test_a_whole_run_keeps_its_score(pack: Folder) -> None:
    """All killed: status 0, and the file lies beside the lab."""
    result = mutate(pack.root, "notes")
    assert result.exit_code == 0, result.output
    assert "100.0 %" in result.output
    lab = load_lab(pack.root / "labs/notes")
    assert lab.mutation is not None
    assert (lab.mutation.digest, lab.mutation.survivors) == (lab.mutated, ())
    assert lab.mutation.made > 0


def test_survivors_are_shown_with_their_diff(pack: Folder, straw: StrawJudge) -> None:
    """Status 1, the signature to mark it by, and what was changed."""
    straw.proves = "\n"
    result = mutate(pack.root, "--all")
    assert result.exit_code == 1
    lab = load_lab(pack.root / "labs/notes")
    assert lab.mutation is not None
    assert all(each.signature in result.output for each in lab.mutation.survivors)
    assert "(mutant)" in result.output
    assert "0.0 %" in result.output


def test_a_part_is_judged_and_not_kept(pack: Folder, tmp_path: Path) -> None:
    """A sample of one fix says something, and is no score of the lab."""
    fix = load_lab(pack.root / "labs/notes").sound_fixes[0].name
    result = mutate(pack.root, "notes", "--fix", fix, "--limit", "2", "--json", str(tmp_path / "told.json"))
    assert "A score is kept only when all mutants of a lab were judged." in result.output
    assert not (pack.root / "labs/notes/mutation.json").exists()
    (told,) = json.loads((tmp_path / "told.json").read_text())
    assert (told["lab"], told["kept"], len(told["mutants"])) == ("notes", False, 2)
    assert {(each["fix"], each["result"]) for each in told["mutants"]} <= {(fix, "broken"), (fix, "equivalent")}
    assert "text" not in told["mutants"][0]


def test_mutants_are_listed_without_judging(pack: Folder) -> None:
    """For an author who looks for a signature."""
    result = mutate(pack.root, "notes", "--list")
    assert result.exit_code == 0
    assert "(mutant)" in result.output
    assert not (pack.root / "labs/notes/mutation.json").exists()


def test_without_its_library_the_command_says_what_to_install(pack: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence and a status, no traceback."""
    monkeypatch.setitem(sys.modules, "libcst", None)
    result = mutate(pack.root, "notes")
    assert result.exit_code == 3
    assert "uv pip install 'quintain[authoring]'" in result.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Name a lab, or use --all."),
        (("nots",), 'Did you mean "notes"?'),
        (("notes", "--fix", "x"), "no sound fix x"),
    ],
)
def test_what_is_not_there_is_named(pack: Folder, words: tuple[str, ...], says: str) -> None:
    """A typing error ends in a sentence."""
    result = mutate(pack.root, *words)
    assert result.exit_code != 0
    assert says in result.output


def test_an_invalid_lab_is_not_judged(pack: Folder) -> None:
    """Its problems are printed, as check prints them."""
    pack.edit("labs/notes/lab.toml", "minutes = 15", "minutes = 0")
    result = mutate(pack.root, "notes")
    assert result.exit_code == 2
    assert "lab.E009" in result.output
