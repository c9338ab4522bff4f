"""Judges a lab's fixes with many seeds: drawn samples may find what the variants of an attack do not enumerate."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from quintain.judge.grading.options import GradingOptions
from quintain.judge.grading.recognition import marks_of, name_of
from quintain.judge.judge import Judge
from quintain.judge.verdict import Check, Outcome, Verdict
from quintain.packs.model.lab import Fix, Lab

SEED_BITS: Final = 63
TELLING: Final = {"broken": Outcome.FAILED, "still-open": Outcome.LANDED, "error": Outcome.ERROR}


@dataclass(frozen=True, slots=True)
class Difference:
    """A verdict that is not the one of lab.toml.

    ``check`` is what decided it, with the variant and the evidence, as it went when it ran alone; without one, nothing
    rejected a wrong fix. ``repeats``: whether that one check, alone and with the same seed, has the same outcome.
    ``missed`` names what lab.toml says rejects the fix, and did not.
    """

    fix: str
    seed: int
    expected: str
    got: str
    sentence: str
    check: Check | None = None
    repeats: bool = True
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Campaign:
    """What many seeds have shown. ``seeds`` counts those that every fix was judged with."""

    lab: str
    seeds: int
    verdicts: int
    differences: tuple[Difference, ...]
    wall_seconds: float


type Listener = Callable[[Difference | None], None]


class Run:
    """One campaign under way: hands out pairs of seed and fix until the seeds or the time are used up."""

    def __init__(self, lab: Lab, judge: Judge, seeds: int, seconds: float, listener: Listener) -> None:
        self._lab, self._judge, self._listener = lab, judge, listener
        self._lock = threading.Lock()
        self._start = time.monotonic()
        self._seconds = seconds
        self._left = self._pairs(seeds)
        self._verdicts = 0
        self._differences: list[Difference] = []

    def _pairs(self, seeds: int) -> Iterator[tuple[int, Fix]]:
        source = random.SystemRandom()
        for _ in range(seeds):
            seed = source.getrandbits(SEED_BITS)
            yield from ((seed, fix) for fix in self._lab.fixes)

    def _next(self) -> tuple[int, Fix] | None:
        with self._lock:
            return None if time.monotonic() - self._start > self._seconds else next(self._left, None)

    def stop(self) -> None:
        """Begin no further verdict."""
        self._seconds = 0

    def work(self) -> None:
        """Judge pair after pair."""
        while (pair := self._next()) is not None:
            difference = self._judged(*pair)
            with self._lock:
                self._verdicts += 1
                self._differences += [difference] if difference else []
                self._listener(difference)

    def _judged(self, seed: int, fix: Fix) -> Difference | None:
        verdict = self._judge.grade(self._lab, fix.files, GradingOptions(seed=seed, reveal_hidden=True))
        missed = tuple(name for name in fix.by if name not in marks_of(verdict.checks))
        got, expected = str(verdict.result), str(fix.expect)
        if got == expected and not missed:
            return None
        decisive = decisive_check(verdict) if got != expected else None
        if decisive is None:
            fault = verdict.fault
            reason = f"{fault.where}: {fault.message}" if fault else verdict.sentence
            return Difference(fix.name, seed, expected, got, reason, missed=missed)
        options = GradingOptions(seed=seed, reveal_hidden=True, only=(decisive.id, decisive.variant))
        alone = self._judge.grade(self._lab, fix.files, options)
        again = next((check for check in alone.checks if check.outcome is decisive.outcome), None)
        sentence = f"{name_of(decisive)}: {decisive.sentence}"
        return Difference(fix.name, seed, expected, got, sentence, again or decisive, again is not None, missed)

    def result(self) -> Campaign:
        """Say what came of it."""
        seconds = time.monotonic() - self._start
        whole = self._verdicts // len(self._lab.fixes) if self._lab.fixes else 0
        return Campaign(self._lab.slug, whole, self._verdicts, tuple(self._differences), seconds)


def decisive_check(verdict: Verdict) -> Check | None:
    """Find the check that decided a verdict: its attack with the variant that succeeded, or its test."""
    outcome = TELLING.get(str(verdict.result))
    return next((check for check in verdict.checks if check.outcome is outcome), None)


def run_campaign(lab: Lab, judge: Judge, *, seeds: int, minutes: float, listener: Listener | None = None) -> Campaign:
    """Judge every fix of a lab with fresh seeds, and shrink what differs from lab.toml to the one check that decides.

    Args:
        lab: the lab.
        judge: as many verdicts run at once as it has use for.
        seeds: how many at most.
        minutes: after these no further verdict is begun; those under way end.
        listener: told of each verdict: its difference, or None; never two at once.

    """
    run = Run(lab, judge, seeds, minutes * 60, listener or (lambda _difference: None))
    with ThreadPoolExecutor(judge.verdicts, "campaign") as threads:
        works = [threads.submit(run.work) for _ in range(judge.verdicts)]
        try:
            for work in works:
                work.result()
        except KeyboardInterrupt:
            run.stop()
    return run.result()
