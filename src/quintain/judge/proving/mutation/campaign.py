"""Judges the mutants of a lab, those first that are most likely to survive, and counts what became of them."""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, zip_longest

from quintain.judge.grading.options import GradingOptions
from quintain.judge.judge import Judge
from quintain.judge.proving.mutation.mutants import Mutant
from quintain.judge.verdict import Result
from quintain.packs.model.lab import Lab
from quintain.packs.model.mutation import MutantName, MutationRun
from quintain.packs.mutations import mark_of


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant and its verdict."""

    mutant: Mutant
    result: Result
    sentence: str
    wall_seconds: float


@dataclass(frozen=True, slots=True)
class Campaign:
    """All mutants of a lab: those judged, those marked as equivalent, and those left out for want of time."""

    judged: tuple[Judged, ...]
    set_aside: tuple[Mutant, ...]
    left: tuple[Mutant, ...]

    @property
    def survivors(self) -> tuple[Judged, ...]:
        """Mutants that are still proven."""
        return tuple(each for each in self.judged if each.result is Result.PROVEN)

    @property
    def errors(self) -> tuple[Judged, ...]:
        """Mutants whose verdict failed twice."""
        return tuple(each for each in self.judged if each.result is Result.ERROR)


type Listener = Callable[[Judged], None]


def name_of(mutant: Mutant) -> MutantName:
    """Return what is kept of a mutant."""
    return MutantName(mutant.fix, mutant.operator, mutant.signature, mutant.path, mutant.line)


def in_order(mutants: Sequence[Mutant], lab: Lab) -> list[Mutant]:
    """Put the survivors of the last run first, then one mutant of each operator after the other, rare ones first."""
    before = {(each.fix, each.signature) for each in (lab.mutation.survivors if lab.mutation else ())}
    first = [each for each in mutants if (each.fix, each.signature) in before]
    rest = [each for each in mutants if (each.fix, each.signature) not in before]
    rows: dict[str, list[Mutant]] = defaultdict(list)
    for each in rest:
        rows[each.operator].append(each)
    columns = zip_longest(*(rows[name] for name in sorted(rows, key=lambda name: (len(rows[name]), name))))
    return first + [each for each in chain.from_iterable(columns) if each is not None]


def sample(mutants: Sequence[Mutant], limit: int, seed: int) -> list[Mutant]:
    """Draw some of the mutants, the same ones for the same seed."""
    if len(mutants) <= limit:
        return list(mutants)
    return random.Random(seed).sample(list(mutants), limit)  # noqa: S311  nothing depends on its being secret


def judge_mutants(
    lab: Lab, judge: Judge, mutants: Sequence[Mutant], *, seconds: float | None = None, listener: Listener | None = None
) -> Campaign:
    """Judge mutants, as many at once as the judge may.

    Args:
        lab: the lab.
        judge: judges; a verdict ends as soon as it is decided.
        mutants: what to judge; those marked as equivalent are set aside.
        seconds: after so long no further mutant is begun.
        listener: told of each verdict, from any thread.

    Returns:
        What became of all of them.

    """
    end = None if seconds is None else time.monotonic() + seconds
    aside = tuple(mutant for mutant in mutants if mark_of(lab, name_of(mutant)))

    def work(mutant: Mutant) -> Judged | None:
        if end is not None and time.monotonic() > end:
            return None
        judged = _judge(lab, judge, mutant)
        if listener is not None:
            listener(judged)
        return judged

    todo = in_order([mutant for mutant in mutants if mutant not in aside], lab)
    with ThreadPoolExecutor(judge.verdicts, "mutants") as threads:
        results = list(threads.map(work, todo))
    left = tuple(mutant for mutant, judged in zip(todo, results, strict=True) if judged is None)
    return Campaign(tuple(judged for judged in results if judged is not None), aside, left)


def _judge(lab: Lab, judge: Judge, mutant: Mutant) -> Judged:
    """Judge one mutant; an error is tried once more."""
    fix = next(each for each in lab.sound_fixes if each.name == mutant.fix)
    files = {**fix.files, mutant.path: mutant.text}
    options = GradingOptions(reveal_hidden=True, run_all=False)
    verdict = judge.grade(lab, files, options)
    if verdict.result is Result.ERROR:
        verdict = judge.grade(lab, files, options)
    return Judged(mutant, verdict.result, verdict.sentence, verdict.wall_seconds)


def run_of(lab: Lab, campaign: Campaign) -> MutationRun:
    """Return what is kept of a campaign that has judged every mutant."""
    return MutationRun(
        lab.mutated,
        len(campaign.judged) + len(campaign.set_aside),
        tuple(name_of(each.mutant) for each in campaign.survivors),
        tuple(name_of(each.mutant) for each in campaign.errors),
        tuple(map(name_of, campaign.set_aside)),
    )
