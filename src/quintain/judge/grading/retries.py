"""Runs a check again where its result may be chance: the machine was busy, or a secret is there by accident."""

import logging
from dataclasses import replace
from typing import Final, Protocol

from quintain.judge.errors import JudgeFault, TooBusy
from quintain.judge.protocol.messages import Order
from quintain.judge.verdict import Outcome
from quintain.judge.worker.check_runner import CheckResult

log = logging.getLogger(__name__)

RUNS_IN_DOUBT: Final = 3  # of four; what is there by chance in one of a hundred, is there so in 3 of a million
MORE_TIME: Final = 6  # times the usual time, for what a busy machine kept waiting
LONGEST_SECONDS: Final = 300.0  # for what was kept waiting even so
SHARE_OF_WAITING: Final = 0.25  # of the time that a program has; one that sleeps waits for no processor
SHARE_OF_WORK: Final = 0.5  # of that time; what has computed for so long without an answer was not kept from it


class Runner(Protocol):
    """What opens a fresh box for an order."""

    def run(self, order: Order, *, alone: bool = False) -> CheckResult:
        """Run one check; ``alone``: while no other box of this submission runs."""


class Retries:
    """Gets a result of a check that counts, with as many runs as that takes.

    ``wall_seconds`` is the time that a check has. Without ``when_busy``, what a busy machine kept waiting has failed.
    """

    def __init__(self, runner: Runner, wall_seconds: float, *, when_busy: bool = True) -> None:
        self._runner, self._wall_seconds, self._when_busy = runner, wall_seconds, when_busy

    def run(self, order: Order) -> CheckResult:
        """Run a check, again with other secrets while all that it has found may have been there by chance.

        What is there because of the secret is there again. It counts if `RUNS_IN_DOUBT` of one run more have found it.

        Raises:
            JudgeFault: The machine kept it from answering for minutes: that is nobody's fault in the box.

        """
        in_doubt = 0
        cleared: CheckResult | None = None
        for number in range(RUNS_IN_DOUBT + 1):
            label = f"{order.label}/again/{number}" if number else order.label
            result = self._run_in_time(replace(order, label=label))
            if result.doubtful:
                in_doubt += 1
            elif not in_doubt or result.outcome in {Outcome.FAILED, Outcome.LANDED}:
                return result
            else:
                cleared = result
            if in_doubt == RUNS_IN_DOUBT:
                return result
        assert cleared is not None  # noqa: S101  else all of them were in doubt
        return cleared

    def counts(self, result: CheckResult) -> bool:
        """Whether the result of a first run counts without another one."""
        return not result.doubtful and not (self._when_busy and self._was_kept_waiting(result))

    def _run_in_time(self, order: Order) -> CheckResult:
        """Try once more what a busy machine kept from answering in time: with more time, and nothing beside it.

        If the machine kept it from answering again, it has some minutes: late is better than nothing.
        """
        if not self._when_busy:
            return self._runner.run(order)
        try:
            result = self._runner.run(order)
            if not self._was_kept_waiting(result):
                return result
        except JudgeFault:  # one box broke; a second one may not
            log.exception("%s is tried once more", order.label)
        for time_factor in (MORE_TIME, max(MORE_TIME, round(LONGEST_SECONDS / self._wall_seconds))):
            result = self._runner.run(replace(order, time_factor=time_factor), alone=True)
            has_worked = result.cpu_seconds > SHARE_OF_WORK * self._wall_seconds
            if has_worked or not self._was_kept_waiting(result, time_factor):
                return result
        raise TooBusy(f"The program did not get to answer: it waited {result.waited_seconds:.1f} seconds to run.")

    def _was_kept_waiting(self, result: CheckResult, time_factor: int = 1) -> bool:
        return result.late and result.waited_seconds > SHARE_OF_WAITING * self._wall_seconds * time_factor
