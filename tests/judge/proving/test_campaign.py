"""Many seeds find what one does not, and a difference is shrunk to the variant that decides."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quintain.judge.judge import Judge
from quintain.judge.proving.campaign import Difference, run_campaign
from quintain.judge.verdict import Outcome
from quintain.packs.model.lab import Expectation, Exploit, Lab

CONTROL = "def control(box, canary, rng):\n    return box.call('notes:vault', canary.pin) == canary.key\n"
TEST = "def test_note(box, canary):\n    assert box.call('notes:vault', canary.pin) == canary.key\n"
ATTACK = """
from quintain.judge import happened
variants = {{"fixed": -1}}
def samples(rng):
    return {{"drawn": rng.randrange(2), "never": -1}}
def attack(box, canary, rng, number):
    box.call("notes:vault", canary.pin)
    return happened({}, "it is one", "it is none")
"""


@pytest.fixture
def write(notes: Lab, tmp_path: Path) -> Callable[[str, Expectation], Lab]:
    """Write a lab with one attack, and its starter as the only fix."""

    def lab(effect: str, expect: Expectation) -> Lab:
        for name, text in {
            "exploits/only.py": ATTACK.format(effect),
            "exploits/control.py": CONTROL,
            "tests/test_it.py": TEST,
        }.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        fix = replace(
            notes.fixes[0], name="as-it-is", files={}, expect=expect, by=("only",) if expect != "proven" else ()
        )
        return replace(
            notes, folder=tmp_path, exploits=(Exploit("only", "The only attack"),), slug="written", fixes=(fix,)
        )

    return lab


def test_sound_fix_that_falls_to_a_sample_is_told_with_the_variant(
    judge: Judge, write: Callable[[str, Expectation], Lab]
) -> None:
    """About half of all seeds draw what lands; each is told with its variant, which succeeds alone too."""
    told: list[Difference | None] = []
    done = run_campaign(write("number == 1", Expectation.PROVEN), judge, seeds=16, minutes=5, listener=told.append)
    assert (done.seeds, done.verdicts, len(told)) == (16, 16, 16)
    assert 0 < len(done.differences) < 16
    assert [each for each in told if each] == list(done.differences)
    for each in done.differences:
        assert (each.fix, each.expected, each.got, each.repeats) == ("as-it-is", "proven", "still-open", True)
        assert each.check is not None
        assert (each.check.variant, each.check.outcome) == ("drawn: drawn", Outcome.LANDED)
        assert each.sentence == "only: It is one."


def test_wrong_fix_that_is_proven_is_told_with_what_missed_it(
    judge: Judge, write: Callable[[str, Expectation], Lab]
) -> None:
    """Nothing decides a proof, so the attack that lab.toml names is told."""
    done = run_campaign(write("number == 2", Expectation.STILL_OPEN), judge, seeds=1, minutes=5)
    (difference,) = done.differences
    assert (difference.got, difference.check, difference.missed) == ("proven", None, ("only",))


def test_campaign_ends_when_its_time_is_over(judge: Judge, write: Callable[[str, Expectation], Lab]) -> None:
    """No verdict is begun afterwards, however many seeds are left."""
    done = run_campaign(write("number == 1", Expectation.PROVEN), judge, seeds=10**6, minutes=0)
    assert done.verdicts <= judge.verdicts


def test_lab_that_keeps_its_word_has_no_differences(judge: Judge, write: Callable[[str, Expectation], Lab]) -> None:
    """Sound with every seed."""
    done = run_campaign(write("number == 2", Expectation.PROVEN), judge, seeds=3, minutes=5)
    assert (done.verdicts, done.differences) == (3, ())
