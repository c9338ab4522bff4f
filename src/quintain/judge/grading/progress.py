"""What is known of a verdict so far: the threads that try checks share it, and a listener hears of it."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Final

from quintain.judge.grading.checks import check_of, is_secret
from quintain.judge.grading.decision import settle
from quintain.judge.grading.options import GradingOptions
from quintain.judge.grading.plans import by_check
from quintain.judge.protocol.messages import CheckRun
from quintain.judge.verdict import Check, Event, Fault, Finished, Kind, Listener, Outcome, Plan, Started
from quintain.judge.worker.check_runner import CheckResult

MOST_SILENCES: Final = 3


class Progress:
    """The checks of one verdict as they begin and end. Safe for threads."""

    def __init__(
        self,
        runs: Sequence[CheckRun],
        options: GradingOptions,
        is_out_of_time: Callable[[], bool],
        listener: Listener | None,
    ) -> None:
        self._runs_of = by_check(runs)
        self._options, self._is_out_of_time, self._listener = options, is_out_of_time, listener
        self._lock = Lock()
        self._begun: set[Check] = set()
        self._ended: dict[Check, dict[CheckRun, Check]] = {}
        self._settled: dict[Check, Check] = {}
        self._silences = 0
        self.faults: list[Fault] = []

    @property
    def open_checks(self) -> tuple[Check, ...]:
        """The checks as they are before anything has run."""
        return tuple(self._runs_of)

    @property
    def checks(self) -> tuple[Check, ...]:
        """The checks as they have ended; all of them must have."""
        return tuple(self._settled[check] for check in self._runs_of)

    def announce(self) -> None:
        """Tell what will be tried."""
        self._emit(Plan(self.open_checks))

    def begin(self, run: CheckRun) -> bool:
        """Announce a check with its first run; return whether the run is still needed."""
        with self._lock:
            is_needed = self._is_needed(run)
            if is_needed and run.check not in self._begun:
                self._begun.add(run.check)
                if not self._is_secret(run.check):
                    self._emit(Started(run.check.id))
            return is_needed

    def conclude(self, run: CheckRun, result: CheckResult | Fault) -> Check:
        """Return what a reader sees of a run, and remember faults, and tests that were not answered."""
        with self._lock:
            if isinstance(result, Fault):
                self.faults.append(result)
            else:
                self._silences += result.gone and run.check.kind is Kind.TEST
        return check_of(run, result, reveal_hidden=self._options.reveal_hidden)

    def end(self, run: CheckRun, check: Check) -> None:
        """Note how a run has ended, and announce its check with the last one."""
        with self._lock:
            variants = self._ended.setdefault(run.check, {})
            variants[run] = check
            if len(variants) == len(self._runs_of[run.check]):
                settled = settle(variants[variant] for variant in self._runs_of[run.check])
                self._settled[run.check] = settled
                if not self._is_secret(settled):
                    self._emit(Finished(settled))

    def reveal(self, checks: Sequence[Check]) -> None:
        """Tell how checks have ended of which that could not be told before."""
        for check in checks:
            self._emit(Finished(check))

    def reveal_secrets(self) -> None:
        """Tell how hidden attacks have ended, all at once."""
        self.reveal([check for check in self.checks if self._is_secret(check)])

    def _is_needed(self, run: CheckRun) -> bool:
        if self._is_out_of_time() or self._silences >= MOST_SILENCES:
            return False
        if any(check.outcome is Outcome.LANDED for check in self._ended.get(run.check, {}).values()):
            return False
        return self._options.run_all or not self._is_refuted()

    def _is_refuted(self) -> bool:
        """Whether the submission cannot be proven any more: a test has failed, or an attack has succeeded."""
        ended = (check for variants in self._ended.values() for check in variants.values())
        return any(check.outcome in {Outcome.FAILED, Outcome.LANDED} for check in ended)

    def _is_secret(self, check: Check) -> bool:
        return is_secret(check, reveal_hidden=self._options.reveal_hidden)

    def _emit(self, event: Event) -> None:
        if self._listener is not None:
            self._listener(event)
