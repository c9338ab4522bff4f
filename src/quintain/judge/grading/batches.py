"""Which checks share a box, and the order of everything; both are drawn from the verdict's seed.

A program that could tell tests from attacks by their order, or by the clock, would be honest in the ones and tight in
the others. So there is no order to learn: tests and attacks come mixed, and which tests share a box is drawn, too.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from quintain.judge.grading.plans import by_check
from quintain.judge.profiles.registry import spec_of
from quintain.judge.protocol.messages import CheckRun
from quintain.packs.model.lab import Lab

MOST_TESTS: Final = 16


type Batch = tuple[CheckRun, ...]
"""What meets the program in one box, one after another: tests of one file, or variants of one attack."""


def draw_batches(lab: Lab, runs: Sequence[CheckRun], seed: int, *, together: bool) -> tuple[Batch, ...]:
    """Draw who shares a box with whom, and in which order all boxes are opened.

    Args:
        lab: its profile, and its attacks that ask for a box of their own, decide what may be shared.
        runs: everything to be tried.
        seed: the verdict's.
        together: False gives each check a box of its own.

    """
    rng = random.Random(f"{seed}/order")  # noqa: S311  replayable on purpose
    is_shared = together and spec_of(lab).shares_boxes
    batches = list(_shared(lab, runs, rng)) if is_shared else [(run,) for run in runs]
    rng.shuffle(batches)
    while _is_in_two_parts(batches):
        rng.shuffle(batches)
    return tuple(batches)


def _is_in_two_parts(batches: Sequence[Batch]) -> bool:
    """Whether all tests come before all attacks or behind them, though both are several.

    A program that changes its ways once, at a time that it guesses, would be right about such an order.
    """
    kinds = [batch[0].is_attack for batch in batches]
    are_several = min(kinds.count(True), kinds.count(False)) > 1
    return are_several and sorted(kinds) in (kinds, kinds[::-1])


def _shared(lab: Lab, runs: Sequence[CheckRun], rng: random.Random) -> Iterator[Batch]:
    isolated = {f"exploits/{exploit.name}" for exploit in lab.exploits if exploit.isolated}
    attacks = [run for run in runs if run.is_attack]
    yield from ((run,) for run in attacks if run.check.id in isolated)
    for check, variants in by_check(attacks).items():
        if check.id not in isolated:
            yield tuple(rng.sample(variants, len(variants)))
    tests = [run for run in runs if not run.is_attack]
    for _, file in groupby(tests, key=lambda run: run.script.path):
        yield from _cut(list(file), rng)


def _cut(tests: list[CheckRun], rng: random.Random) -> Iterator[Batch]:
    """Cut the tests of a file, shuffled, at a place that is drawn, and where they are too many for one box."""
    rng.shuffle(tests)
    place = rng.randint(1, len(tests))
    for part in (tests[:place], tests[place:]):
        for start in range(0, len(part), MOST_TESTS):
            yield tuple(part[start : start + MOST_TESTS])
