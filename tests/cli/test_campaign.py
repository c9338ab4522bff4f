"""What campaign prints, and ends with."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from quintain.cli import campaign as module
from quintain.cli.main import main
from quintain.judge.proving.campaign import Campaign, Difference
from quintain.judge.verdict import Check, Kind, Outcome, Step, StepKind
from quintain.packs import Lab
from tests.cli.test_check import StrawJudge
from tests.packs.conftest import Folder, pack

__all__ = ["pack"]
STEP = Step(StepKind.SENT, "Called", "notes.read('..//x')", marks=((12, 17),))
LANDED = Check(
    "exploits/up",
    Kind.ATTACK,
    1,
    "Up",
    Outcome.LANDED,
    "The answer holds the diary.",
    variant="drawn: two slashes",
    steps=(STEP,),
)
FOUND = Difference("contained", 4711, "proven", "still-open", "up: The answer holds the diary.", LANDED)
MISSED = Difference("cut-out", 4712, "still-open", "proven", "All attacks are stopped.", missed=("up",))


def straw(*differences: Difference) -> object:
    def run_campaign(
        lab: Lab, _judge: StrawJudge, *, seeds: int, minutes: float, listener: Callable[[Difference | None], None]
    ) -> Campaign:
        assert (seeds, minutes) == (7, 0.5)
        for each in (*differences, None):
            listener(each)
        return Campaign(lab.slug, seeds, 14, differences, 21.4)

    return run_campaign


def run(monkeypatch: pytest.MonkeyPatch, root: Path, lab: str, *differences: Difference) -> Result:
    monkeypatch.setattr(module, "make_judge", lambda _boxes: StrawJudge())
    monkeypatch.setattr(module, "run_campaign", straw(*differences))
    return CliRunner().invoke(main, ["campaign", lab, "--seeds", "7", "--minutes", "0.5", "--pack", str(root)])


def test_difference_is_printed_with_seed_variant_and_the_way_to_repeat_it(
    pack: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An author sees what was sent, and which command shows it again; the status says that something differs."""
    result = run(monkeypatch, pack.root, "notes", FOUND, MISSED)
    assert result.exit_code == 1, result.output
    assert "contained: still-open, expected proven  seed 4711" in result.output
    assert "exploits/up (drawn: two slashes): succeeded. The answer holds the diary." in result.output
    assert "notes.read('..//x')" in result.output
    assert "Again: quintain check notes --seed 4711" in result.output
    assert "up does not reject it." in result.output
    assert result.output.endswith("14 verdicts with 7 seeds in 21 s: 2 differ from lab.toml.\n")


def test_lab_that_keeps_its_word_ends_with_status_0(pack: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, and nothing else."""
    result = run(monkeypatch, pack.root, "notes")
    assert (result.exit_code, result.output) == (0, "14 verdicts with 7 seeds in 21 s: all as lab.toml says.\n")


def test_unknown_lab_is_told(pack: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """As check tells it."""
    result = run(monkeypatch, pack.root, "note")
    assert result.exit_code == 1
    assert "The pack has no lab note." in result.output
