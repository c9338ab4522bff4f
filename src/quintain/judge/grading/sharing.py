"""Which checks share a sandbox, and the order of everything; both are drawn from the verdict's seed.

A program that could tell tests from attacks by their order, or by the clock, would be honest in the ones and tight in
the others. So there is no order to learn: tests and attacks come mixed, and which tests share a sandbox is drawn, too.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from quintain.judge.grading.plans import CheckPlan
from quintain.judge.profiles.registry import spec_of
from quintain.judge.protocol.messages import SandboxRun
from quintain.judge.verdict import Kind
from quintain.packs.model import Lab

MOST_TESTS: Final = 16

type Pair = tuple[CheckPlan, SandboxRun]


@dataclass(frozen=True, slots=True)
class Share:
    """Checks that meet the program in one sandbox, one after another: tests of one file, or variants of one attack."""

    pairs: tuple[Pair, ...]

    @property
    def is_attack(self) -> bool:
        """Whether these are variants of an attack."""
        return self.pairs[0][0].check.kind is Kind.ATTACK


def share_out(lab: Lab, check_plans: Sequence[CheckPlan], seed: int, *, together: bool) -> tuple[Share, ...]:
    """Draw who shares a sandbox with whom, and in which order all sandboxes are opened.

    Args:
        lab: its profile, and its attacks that ask for a sandbox of their own, decide what may be shared.
        check_plans: everything to be tried.
        seed: the verdict's.
        together: False gives each check a sandbox of its own.

    """
    rng = random.Random(f"{seed}/order")  # noqa: S311  replayable on purpose
    shares = list(_shares(lab, check_plans, rng) if together and spec_of(lab).shares_sandboxes else _alone(check_plans))
    rng.shuffle(shares)
    while _is_in_two_parts(shares):
        rng.shuffle(shares)
    return tuple(shares)


def _is_in_two_parts(shares: Sequence[Share]) -> bool:
    """Whether all tests come before all attacks or behind them, though both are several.

    A program that changes its ways once, at a time that it guesses, would be right about such an order.
    """
    kinds = [share.is_attack for share in shares]
    are_several = min(kinds.count(True), kinds.count(False)) > 1
    return are_several and sorted(kinds) in (kinds, kinds[::-1])


def _alone(check_plans: Sequence[CheckPlan]) -> Iterator[Share]:
    for check_plan in check_plans:
        yield from (Share(((check_plan, run),)) for run in check_plan.runs)


def _shares(lab: Lab, check_plans: Sequence[CheckPlan], rng: random.Random) -> Iterator[Share]:
    isolated = {f"exploits/{exploit.name}" for exploit in lab.exploits if exploit.isolated}
    attacks = [check_plan for check_plan in check_plans if check_plan.check.kind is Kind.ATTACK]
    yield from _alone([check_plan for check_plan in attacks if check_plan.check.id in isolated])
    for check_plan in attacks:
        if check_plan.check.id not in isolated:
            yield Share(tuple((check_plan, run) for run in rng.sample(check_plan.runs, len(check_plan.runs))))
    tests = [
        (check_plan, run)
        for check_plan in check_plans
        if check_plan.check.kind is not Kind.ATTACK
        for run in check_plan.runs
    ]
    for _, file in groupby(tests, key=lambda pair: pair[1].script.path):
        pairs = list(file)
        rng.shuffle(pairs)
        yield from _parts(pairs, rng)


def _parts(pairs: list[Pair], rng: random.Random) -> Iterator[Share]:
    """Cut the tests of a file at a place that is drawn, and where they are too many for one sandbox."""
    cut = rng.randint(1, len(pairs))
    for part in (pairs[:cut], pairs[cut:]):
        for start in range(0, len(part), MOST_TESTS):
            yield Share(tuple(part[start : start + MOST_TESTS]))
