"""A campaign judges likely survivors first, tries an error twice, and counts marked mutants as neither."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest

from quintain.judge.grading.options import GradingOptions
from quintain.judge.judge import Judge
from quintain.judge.proving.mutation.campaign import Judged, in_order, judge_mutants, name_of, run_of, sample
from quintain.judge.proving.mutation.mutants import Mutant, mutants_of
from quintain.judge.verdict import Result, Verdict
from quintain.packs.model.lab import Lab
from quintain.packs.model.mutation import EquivalentMutant, MutationRun
from quintain.packs.mutations import score_of
from tests.judge.proving.mutation.test_operators import lab_with

TEXT = "def f(a, b):\n    if a != b:\n        raise ValueError\n    return g(a.strip(), b.strip())\n"


class StrawJudge:
    """A judge that opens no box, and answers by what a submission lacks."""

    verdicts = 1

    def __init__(self, answers: Mapping[str, Result]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def grade(self, _lab: Lab, files: Mapping[str, str], options: GradingOptions) -> Verdict:
        """Give the answer for the first part that the submission holds."""
        assert options.reveal_hidden
        assert not options.run_all
        text = files["notes.py"]
        self.asked.append(text)
        result = next((result for part, result in self.answers.items() if part in text), Result.STILL_OPEN)
        return Verdict(result, "Said.", (), 1, 0.1)


@pytest.fixture
def lab() -> Lab:
    """A lab with one sound fix."""
    return lab_with(TEXT)


@pytest.fixture
def mutants(lab: Lab) -> tuple[Mutant, ...]:
    """All of its mutants."""
    return mutants_of(lab, lab.sound_fixes[0])


def test_survivors_errors_and_the_rest_are_told_apart(lab: Lab, mutants: tuple[Mutant, ...]) -> None:
    """Broken and still open are both killed; an error is tried once more and counts as neither."""
    judge = StrawJudge({"g(a, b.strip())": Result.PROVEN, "g(a.strip(), b)": Result.ERROR, "a not in": Result.BROKEN})
    heard: list[Judged] = []
    campaign = judge_mutants(lab, cast("Judge", judge), mutants, listener=heard.append)
    assert [each.mutant.operator for each in campaign.survivors] == ["escape-dropped"]
    assert len(campaign.errors) == 1
    assert len(judge.asked) == len(mutants) + 1
    assert {id(each) for each in heard} == {id(each) for each in campaign.judged}
    score = score_of(lab, run_of(lab, campaign))
    assert score is not None
    assert (score.killed, len(score.survivors), score.errors) == (len(mutants) - 2, 1, 1)


def test_what_is_marked_is_not_judged(lab: Lab, mutants: tuple[Mutant, ...]) -> None:
    """It is set aside, and counts as equivalent."""
    marked = replace(lab, mutants=(EquivalentMutant("escape-dropped", "Equal."),))
    judge = StrawJudge({})
    campaign = judge_mutants(marked, cast("Judge", judge), mutants)
    assert {each.operator for each in campaign.set_aside} == {"escape-dropped"}
    assert len(judge.asked) == len(mutants) - 2
    score = score_of(marked, run_of(marked, campaign))
    assert score is not None
    assert (score.equivalent, score.percent, score.is_fresh) == (2, 100.0, True)


def test_last_survivors_come_first_and_operators_take_turns(lab: Lab, mutants: tuple[Mutant, ...]) -> None:
    """So survivors are seen early."""
    last = mutants[-1]
    known = replace(lab, mutation=MutationRun("", 9, (name_of(last),), (), ()))
    found = in_order(mutants, known)
    assert found[0] is last
    assert sorted(map(id, found)) == sorted(map(id, mutants))
    operators = [each.operator for each in in_order(mutants, lab)]
    kinds = len(set(operators))
    assert len(set(operators[:kinds])) == kinds


def test_no_mutant_is_begun_after_the_time(lab: Lab, mutants: tuple[Mutant, ...]) -> None:
    """What is left is said to be left."""
    campaign = judge_mutants(lab, cast("Judge", StrawJudge({})), mutants, seconds=-1)
    assert (campaign.judged, len(campaign.left)) == ((), len(mutants))


def test_a_sample_is_drawn_by_its_seed(mutants: tuple[Mutant, ...]) -> None:
    """The same seed gives the same mutants."""
    assert sample(mutants, 2, 7) == sample(mutants, 2, 7)
    assert len(sample(mutants, 2, 7)) == 2
    assert sample(mutants, 99, 7) == list(mutants)


@pytest.mark.matrix
def test_a_real_judge_kills_and_spares(judge: Judge, notes: Lab) -> None:
    """A sound fix without its check of the folder is refused by the attacks of the lab."""
    fix = next(each for each in notes.sound_fixes if each.name == "resolved-path")
    dropped = [each for each in mutants_of(notes, fix) if each.operator == "guard-dropped"][:1]
    campaign = judge_mutants(notes, judge, dropped)
    assert [each.result for each in campaign.judged] == [Result.STILL_OPEN]
