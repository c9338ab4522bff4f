"""Counts checks by how they ended. Every sentence and every number of a verdict comes from here, so that they agree."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from quintain.judge.verdict import Check, Kind, Outcome

GOOD: Final = (Outcome.PASSED, Outcome.REPELLED)
BAD: Final = (Outcome.FAILED, Outcome.LANDED)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many checks there are: ``good`` passed or were stopped, ``bad`` failed or landed, ``ours`` are our errors.

    What waits or is being tried counts in ``all`` alone.
    """

    all: int = 0
    good: int = 0
    bad: int = 0
    untried: int = 0
    ours: int = 0


def tally(outcomes: Iterable[str]) -> Tally:
    """Count outcomes, be they the judge's or those of a page."""
    count = Counter(outcomes)
    return Tally(
        all=count.total(),
        good=sum(count[each] for each in GOOD),
        bad=sum(count[each] for each in BAD),
        untried=count[Outcome.SKIPPED],
        ours=count[Outcome.ERROR],
    )


def only_tests(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Return the tests, both of what must survive and of what is wanted."""
    return tuple(check for check in checks if check.kind in {Kind.TEST, Kind.WANTED})


def only_attacks(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Return the attacks."""
    return tuple(check for check in checks if check.kind is Kind.ATTACK)


def start_of(checks: Iterable[Check]) -> Check | None:
    """Return the check that says why the program does not start; None if it starts."""
    return next((check for check in checks if check.kind is Kind.START), None)


def by_cause(failed: Iterable[Check]) -> dict[str, Sequence[Check]]:
    """Group tests that failed by what the program raised; the largest group is first, and none has one test alone."""
    groups: dict[str, list[Check]] = {}
    for check in failed:
        if check.cause:
            groups.setdefault(check.cause, []).append(check)
    several = [(cause, group) for cause, group in groups.items() if len(group) > 1]
    return dict(sorted(several, key=lambda cause_and_group: -len(cause_and_group[1])))
