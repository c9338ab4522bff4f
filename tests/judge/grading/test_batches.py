"""No place in the order, and so no slot of the clock, tells a test from an attack."""

from collections.abc import Iterable
from itertools import pairwise

import pytest

from quintain.judge.grading.batches import Batch, draw_batches
from quintain.judge.grading.plans import by_check, plan, with_visits
from quintain.judge.loading import Script
from quintain.judge.protocol.messages import CheckRun
from quintain.packs.model.lab import Lab

SEEDS = range(300)


def list_variants(scripts: tuple[Script, ...]) -> tuple[tuple[str, ...], ...]:
    """Name three variants of each attack."""
    return tuple(("first", "second", "third") for _ in scripts)


@pytest.fixture(params=["notes", "guests", "count", "caller"])
def lab(labs: dict[str, Lab], request: pytest.FixtureRequest) -> Lab:
    """One lab of each profile: function, http, command, client."""
    return labs[str(request.param)]


@pytest.fixture(params=[True, False], ids=["together", "alone"])
def orders(lab: Lab, request: pytest.FixtureRequest) -> list[tuple[Batch, ...]]:
    """What is drawn from many seeds."""
    planned = plan(lab, list_variants)
    return [draw_batches(lab, planned, seed, together=bool(request.param)) for seed in SEEDS]


def names(runs: Iterable[CheckRun]) -> set[tuple[str, str]]:
    return {(run.check.id, run.variant) for run in runs}


def test_everything_is_tried_once(lab: Lab, orders: list[tuple[Batch, ...]]) -> None:
    """Whatever the order is."""
    wanted = sorted(names(plan(lab, list_variants)))
    for order in orders:
        assert sorted((run.check.id, run.variant) for batch in order for run in batch) == wanted


def test_each_check_comes_first_and_last(lab: Lab, orders: list[tuple[Batch, ...]]) -> None:
    """Of a few hundred verdicts, every test and attack opens one and ends another."""
    everything = {check for check, _ in names(plan(lab, list_variants))}
    assert {order[0][0].check.id for order in orders} == everything
    assert {order[-1][-1].check.id for order in orders} == everything


def test_program_that_changes_its_ways_once_has_guessed_wrongly(orders: list[tuple[Batch, ...]]) -> None:
    """Where there are several of both, never do all tests come before all attacks, or behind them."""
    for order in orders:
        kinds = [batch[0].is_attack for batch in order]
        switches = sum(one != next_ for one, next_ in pairwise(kinds))
        assert switches > 1 or min(kinds.count(True), kinds.count(False)) == 1


def test_same_seed_draws_the_same(lab: Lab) -> None:
    """A verdict can be judged again as it was."""
    planned = plan(lab, list_variants)
    assert draw_batches(lab, planned, 7, together=True) == draw_batches(lab, planned, 7, together=True)


def test_honest_user_comes_before_one_variant_of_each_attack(labs: dict[str, Lab]) -> None:
    """Which one is drawn; the only variant of an attack is played without that visit, too."""
    planned = plan(labs["guests"], list_variants)
    drawn = [with_visits(planned, seed) for seed in SEEDS]
    for visited in drawn:
        for before, after in zip(by_check(planned).values(), by_check(visited).values(), strict=True):
            assert [run.after_visit for run in after].count(True) == before[0].is_attack
            assert names(after) == names(before)
            assert len(after) == len(before)
    chosen = {(run.check.id, run.variant) for visited in drawn for run in visited if run.after_visit}
    assert chosen == {name for name in names(planned) if name[0].startswith("exploits/")}
    only = plan(labs["guests"], lambda scripts: tuple(("",) for _ in scripts))
    for runs in by_check(with_visits(only, 1)).values():
        flags = [run.after_visit for run in runs]
        assert flags == ([False, True] if runs[0].is_attack else [False])
