"""What search prints, and ends with."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quintain.cli import search as module
from quintain.cli.main import main
from quintain.judge.errors import SubmissionRefused
from quintain.judge.verdict import Difference, Fault, Finding, SearchResult, SequenceStep
from quintain.judge.verdict import Result as Word
from quintain.packs import Lab
from tests.packs.conftest import Folder, pack

__all__ = ["pack"]
FINDING = Finding(
    Difference.GIVES,
    Word.STILL_OPEN,
    "After 2 calls, your program accepts what every sound fix refuses.",
    (SequenceStep("Somebody signs in as 'anna'", "accepted"), SequenceStep("Somebody opens the vault", "True")),
    "refused",
)
FAULT = Fault("judge.E004", "notes/model.py", "model.py has no rule.", "Correct the lab.")


class StrawJudge:
    """Gives the results that a test wants, one a slice, and opens no box."""

    def __init__(self, *results: SearchResult) -> None:
        self.results = list(results)
        self.asked: list[tuple[Mapping[str, str], int | None, int, float]] = []

    def runtime(self, lab: Lab) -> None:
        """Have it."""

    def search(
        self,
        _lab: Lab,
        files: Mapping[str, str],
        *,
        seed: int | None,
        first_round: int,
        cpu_seconds: float,
        listener: Callable[[SearchResult], None],
    ) -> SearchResult:
        """Give the next one; without any, the fix cannot be searched."""
        self.asked.append((files, seed, first_round, cpu_seconds))
        if not self.results:
            raise SubmissionRefused("This lab has no other sound fix, so there is nothing to compare with.")
        listener(self.results[0])
        return self.results.pop(0)


@pytest.fixture
def lab(pack: Folder) -> Folder:
    """Give the lab of the pack a model."""
    pack.write("labs/notes/model.py", "from quintain.judge import rule\n")
    return pack


def run(monkeypatch: pytest.MonkeyPatch, root: Path, judge: StrawJudge, *words: str) -> Result:
    monkeypatch.setattr(module, "make_judge", lambda _boxes: judge)
    return CliRunner().invoke(main, ["search", "notes", "--pack", str(root), *words])


def test_shortest_sequence_is_printed(lab: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With what the program and all sound fixes answer, the seed that repeats it, and status 1."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.py").write_text("mine = True\n")
    judge = StrawJudge(SearchResult(4711, 3, 40, 200, 5.2, 9.0, unclear=1, finding=FINDING))
    result = run(monkeypatch, lab.root, judge, "--fix", str(tmp_path / "mine"), "--seed", "4711")
    assert result.exit_code == 1, result.output
    assert "still-open: After 2 calls, your program accepts what every sound fix refuses." in result.output
    assert "1. Somebody signs in as 'anna': accepted" in result.output
    assert "2. Somebody opens the vault: True" in result.output
    assert "Every sound fix: refused" in result.output
    assert "40 sequences, 200 calls, 1 unclear, 6 s of processor time, seed 4711." in result.output
    assert judge.asked == [({"notes.py": "mine = True\n"}, 4711, 0, 20.0)]


def test_search_goes_on_slice_by_slice(lab: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each slice begins where the one before has ended, and the counts are added up."""
    one = SearchResult(9, 2, 10, 50, 20.0, 30.0)
    judge = StrawJudge(one, replace(one, rounds=4, cpu_seconds=10.5))
    name = "contained"
    result = run(monkeypatch, lab.root, judge, "--fix", name, "--minutes", "0.5")
    assert result.exit_code == 0, result.output
    assert "Held: 20 sequences, 100 calls, 31 s of processor time, seed 9." in result.output
    assert [each[1:] for each in judge.asked] == [(None, 0, 20.0), (9, 2, 10.0)]


def test_without_a_fix_each_sound_one_is_compared(lab: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them are printed, with status 0 if all have held."""
    judge = StrawJudge(*[SearchResult(9, 2, 10, 50, 99.0, 30.0)] * 9)
    result = run(monkeypatch, lab.root, judge)
    assert result.exit_code == 0, result.output
    assert result.output.count("Held:") == len(judge.asked) >= 2


def test_what_is_not_possible_ends_with_status_2(lab: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A fault of the model, a lab without one, a folder that is none, a lab with one sound fix."""
    faulty = run(monkeypatch, lab.root, StrawJudge(SearchResult(9, 1, fault=FAULT)), "--fix", "contained")
    assert faulty.exit_code == 2, faulty.output
    assert "The search cannot go on. model.py has no rule." in faulty.output
    nowhere = run(monkeypatch, lab.root, StrawJudge(), "--fix", str(tmp_path / "nowhere"))
    assert (nowhere.exit_code, "is no folder, and no fix of notes" in nowhere.output) == (2, True)
    alone = run(monkeypatch, lab.root, StrawJudge(), "--fix", "contained")
    assert (alone.exit_code, "no other sound fix" in alone.output) == (2, True)
    (lab.root / "labs/notes/model.py").unlink()
    bare = run(monkeypatch, lab.root, StrawJudge())
    assert (bare.exit_code, "notes has no model.py" in bare.output) == (2, True)
