"""Rule 6 of the judge: one word for many findings, decided in a fixed order."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from quintain.judge.verdict import Check, Kind, Outcome, Result

TELLING: Final = (Outcome.LANDED, Outcome.FAILED, Outcome.ERROR)


def decide(checks: Iterable[Check]) -> Result:
    """Decide a verdict.

    A program that does not start is broken. What must survive and does not breaks it; then an attack that succeeded
    leaves it open; then a behaviour that is wanted and missing breaks it; then anything of ours is an error, and so is
    anything that did not run, or nothing at all: a proof needs evidence for every check.
    """
    outcomes = [(check.kind, check.outcome) for check in checks]
    if (Kind.START, Outcome.FAILED) in outcomes or (Kind.TEST, Outcome.FAILED) in outcomes:
        return Result.BROKEN
    if (Kind.ATTACK, Outcome.LANDED) in outcomes:
        return Result.STILL_OPEN
    if (Kind.WANTED, Outcome.FAILED) in outcomes:
        return Result.BROKEN
    good = {(Kind.TEST, Outcome.PASSED), (Kind.WANTED, Outcome.PASSED), (Kind.ATTACK, Outcome.REPELLED)}
    return Result.PROVEN if outcomes and all(outcome in good for outcome in outcomes) else Result.ERROR


def settle(variants: Iterable[Check]) -> Check:
    """Make one check of an attack's variants: the first in their order that succeeded decides, then the first error.

    It stands for all of them, so it has the costs of all.
    """
    checks = list(variants)
    telling = (check for outcome in TELLING for check in checks if check.outcome is outcome)
    decisive = next(telling, checks[0])
    if decisive.outcome not in TELLING and any(check.outcome is Outcome.SKIPPED for check in checks):
        decisive = replace(decisive, outcome=Outcome.SKIPPED)
    return replace(
        decisive,
        wall_seconds=sum(check.wall_seconds for check in checks),
        cpu_seconds=sum(check.cpu_seconds for check in checks),
        sent_bytes=sum(check.sent_bytes for check in checks),
        received_bytes=sum(check.received_bytes for check in checks),
    )
