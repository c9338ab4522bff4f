"""No place in the order, and so no slot of the clock, tells a test from an attack."""

from itertools import pairwise

import pytest

from quintain.judge.grading.plans import CheckPlan, plan, with_visits
from quintain.judge.grading.sharing import Share, share_out
from quintain.judge.loading import Script
from quintain.judge.verdict import Kind
from quintain.packs.model import Lab

SEEDS = range(300)


def list_variants(scripts: tuple[Script, ...]) -> tuple[tuple[str, ...], ...]:
    """Name three variants of each attack."""
    return tuple(("first", "second", "third") for _ in scripts)


@pytest.fixture(params=["notes", "guests", "count", "caller"])
def lab(labs: dict[str, Lab], request: pytest.FixtureRequest) -> Lab:
    """One lab of each profile: function, http, command, client."""
    return labs[str(request.param)]


@pytest.fixture(params=[True, False], ids=["together", "alone"])
def orders(lab: Lab, request: pytest.FixtureRequest) -> list[tuple[Share, ...]]:
    """What is drawn from many seeds."""
    check_plans = plan(lab, list_variants)
    return [share_out(lab, check_plans, seed, together=bool(request.param)) for seed in SEEDS]


def runs(check_plans: tuple[CheckPlan, ...]) -> set[tuple[str, str]]:
    return {(run.check, run.variant) for check_plan in check_plans for run in check_plan.runs}


def test_everything_is_tried_once(lab: Lab, orders: list[tuple[Share, ...]]) -> None:
    """Whatever the order is."""
    wanted = sorted(runs(plan(lab, list_variants)))
    for order in orders:
        assert sorted((run.check, run.variant) for share in order for _, run in share.pairs) == wanted


def test_each_check_comes_first_and_last(lab: Lab, orders: list[tuple[Share, ...]]) -> None:
    """Of a few hundred verdicts, every test and attack opens one and ends another."""
    everything = {check for check, _ in runs(plan(lab, list_variants))}
    assert {order[0].pairs[0][1].check for order in orders} == everything
    assert {order[-1].pairs[-1][1].check for order in orders} == everything


def test_program_that_changes_its_ways_once_has_guessed_wrongly(orders: list[tuple[Share, ...]]) -> None:
    """Where there are several of both, never do all tests come before all attacks, or behind them."""
    for order in orders:
        kinds = [share.is_attack for share in order]
        switches = sum(one != next_ for one, next_ in pairwise(kinds))
        assert switches > 1 or min(kinds.count(True), kinds.count(False)) == 1


def test_same_seed_draws_the_same(lab: Lab) -> None:
    """A verdict can be judged again as it was."""
    check_plans = plan(lab, list_variants)
    assert share_out(lab, check_plans, 7, together=True) == share_out(lab, check_plans, 7, together=True)


def test_honest_user_comes_before_one_variant_of_each_attack(labs: dict[str, Lab]) -> None:
    """Which one is drawn; the only variant of an attack is played without that visit, too."""
    check_plans = plan(labs["guests"], list_variants)
    drawn = [with_visits(check_plans, seed) for seed in SEEDS]
    for visited in drawn:
        for before, after in zip(check_plans, visited, strict=True):
            is_attack = before.check.kind is Kind.ATTACK
            assert [run.after_visit for run in after.runs].count(True) == is_attack
            assert runs((after,)) == runs((before,))
            assert len(after.runs) == len(before.runs)
    chosen = {(run.check, run.variant) for visited in drawn for each in visited for run in each.runs if run.after_visit}
    assert chosen == {each for each in runs(check_plans) if each[0].startswith("exploits/")}
    only = plan(labs["guests"], lambda scripts: tuple(("",) for _ in scripts))
    for each in with_visits(only, 1):
        flags = [run.after_visit for run in each.runs]
        assert flags == ([False, True] if each.check.kind is Kind.ATTACK else [False])
