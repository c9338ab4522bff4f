"""Lets every test and every variant of an attack play alone, and writes down what each of them asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quintain.judge.grading.grader import Grader
from quintain.judge.grading.plans import CheckPlan, plan
from quintain.judge.protocol.messages import Mode, SandboxRun
from quintain.judge.suspect.box import Recording
from quintain.judge.verdict import Kind, Outcome
from quintain.judge.worker.check_runner import CheckResult

type Choose = Callable[[SandboxRun], bool]


@dataclass(frozen=True, slots=True)
class Played:
    """One test or one variant of an attack: how it ended, and what was asked and answered.

    ``check`` and ``variant`` name it as a `Check` does.
    """

    check: str
    kind: Kind
    variant: str
    outcome: Outcome
    sentence: str
    recording: Recording


class Play(Grader):
    """Plays instead of judging: no run is left out because the verdict is decided."""

    def all(self, choose: Choose = lambda _run: True) -> Iterator[Played]:
        """Let everything play that is chosen, one box after the other, until the boxes have run too long.

        Raises:
            JudgeFault, AuthorMistake, SandboxError: nothing could be played at all.

        """
        with self._convene() as case:
            for check_plan in plan(self._lab, self._list_variants(case)):
                for run in filter(choose, check_plan.runs):
                    if self._is_out_of_time():
                        return
                    mode = Mode.ATTACK if run.kind is Kind.ATTACK else Mode.TEST
                    try:
                        check_run = self._run_check(case, self._order(run, mode, recorded=True))
                    except Exception as error:  # noqa: BLE001  ours or the author's, told as such
                        yield self._failed(check_plan, run, error)
                    else:
                        yield _played(run, check_run.result, check_run.recording)

    def _failed(self, check_plan: CheckPlan, run: SandboxRun, error: BaseException) -> Played:
        check = self._broken_off(check_plan, run, error)
        return Played(run.check, run.kind, run.variant, Outcome.ERROR, check.sentence, [])


def _played(run: SandboxRun, result: CheckResult, recording: Recording) -> Played:
    return Played(run.check, run.kind, run.variant, result.outcome, result.sentence, recording)
