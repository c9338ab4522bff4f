"""Rule 6: the order in which a verdict is decided."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quintain.judge.grading.decision import decide, settle
from quintain.judge.verdict import Check, Kind, Outcome, Result

GOOD = {Kind.TEST: Outcome.PASSED, Kind.WANTED: Outcome.PASSED, Kind.ATTACK: Outcome.REPELLED}
POSSIBLE = {
    Kind.START: (Outcome.FAILED,),
    Kind.TEST: (Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED),
    Kind.WANTED: (Outcome.PASSED, Outcome.FAILED, Outcome.ERROR, Outcome.SKIPPED),
    Kind.ATTACK: (Outcome.REPELLED, Outcome.LANDED, Outcome.ERROR, Outcome.SKIPPED),
}


def check(kind: Kind, outcome: Outcome) -> Check:
    return Check(f"{kind}", kind, 1, "A title", outcome)


CHECKS = st.sampled_from(list(Kind)).flatmap(
    lambda kind: st.sampled_from(POSSIBLE[kind]).map(lambda outcome: check(kind, outcome))
)


def test_all_good_is_proven() -> None:
    """Every test passes and every attack is repelled."""
    assert decide(check(kind, outcome) for kind, outcome in GOOD.items()) is Result.PROVEN


def test_nothing_is_no_proof() -> None:
    """Silence is never a pass."""
    assert decide([]) is Result.ERROR


@pytest.mark.parametrize(
    ("present", "result"),
    [
        ([(Kind.TEST, Outcome.FAILED), (Kind.ATTACK, Outcome.LANDED), (Kind.WANTED, Outcome.FAILED)], Result.BROKEN),
        ([(Kind.START, Outcome.FAILED), (Kind.TEST, Outcome.SKIPPED), (Kind.ATTACK, Outcome.SKIPPED)], Result.BROKEN),
        ([(Kind.ATTACK, Outcome.LANDED), (Kind.WANTED, Outcome.FAILED)], Result.STILL_OPEN),
        ([(Kind.WANTED, Outcome.FAILED), (Kind.ATTACK, Outcome.REPELLED)], Result.BROKEN),
        ([(Kind.TEST, Outcome.FAILED), (Kind.ATTACK, Outcome.ERROR)], Result.BROKEN),
        ([(Kind.ATTACK, Outcome.LANDED), (Kind.TEST, Outcome.ERROR)], Result.STILL_OPEN),
        ([(Kind.TEST, Outcome.PASSED), (Kind.ATTACK, Outcome.ERROR)], Result.ERROR),
        ([(Kind.TEST, Outcome.PASSED), (Kind.ATTACK, Outcome.SKIPPED)], Result.ERROR),
        ([(Kind.TEST, Outcome.SKIPPED), (Kind.ATTACK, Outcome.REPELLED)], Result.ERROR),
    ],
)
def test_order_of_the_outcomes(present: list[tuple[Kind, Outcome]], result: Result) -> None:
    """Broken before open, open before wanted, wanted before error; whatever order the checks come in."""
    for order in itertools.permutations(present):
        assert decide(check(*each) for each in order) is result


@given(st.lists(CHECKS), CHECKS)
def test_more_evidence_never_turns_another_verdict_into_a_proof(checks: list[Check], more: Check) -> None:
    """A proof needs all checks to be good, so adding one can only keep or lose it."""
    if checks and decide(checks) is not Result.PROVEN:
        assert decide([*checks, more]) is not Result.PROVEN


@given(st.lists(CHECKS, min_size=1))
def test_proven_means_that_every_check_was_good(checks: list[Check]) -> None:
    """No skipped, failed or broken check hides in a proof."""
    assert (decide(checks) is Result.PROVEN) == all(GOOD.get(each.kind) is each.outcome for each in checks)


def variant(name: str, outcome: Outcome) -> Check:
    return replace(check(Kind.ATTACK, outcome), variant=name, wall_seconds=1.0)


def test_first_variant_that_landed_decides() -> None:
    """The attack reports the variant that got through, and the time of all."""
    settled = settle([variant("a", Outcome.REPELLED), variant("b", Outcome.LANDED), variant("c", Outcome.LANDED)])
    assert (settled.variant, settled.outcome, settled.wall_seconds) == ("b", Outcome.LANDED, 3.0)


def test_error_of_one_variant_is_an_error_of_the_attack() -> None:
    """An attack that could not be tried in one way has not been repelled."""
    assert settle([variant("a", Outcome.REPELLED), variant("b", Outcome.ERROR)]).outcome is Outcome.ERROR


def test_variant_that_did_not_run_leaves_the_attack_open() -> None:
    """Repelled means: in every way."""
    assert settle([variant("a", Outcome.REPELLED), variant("b", Outcome.SKIPPED)]).outcome is Outcome.SKIPPED
    assert settle([variant("a", Outcome.LANDED), variant("b", Outcome.SKIPPED)]).outcome is Outcome.LANDED
