"""Lets every test and every variant of an attack play alone, and writes down what each of them asked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quintain.judge.check_runner import CheckResult
from quintain.judge.grader import Grader
from quintain.judge.plans import Job, Task, plan
from quintain.judge.protocol import Mode
from quintain.judge.suspect import Tape
from quintain.judge.verdict import Kind, Outcome

type Choose = Callable[[Job], bool]


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
    tape: Tape


class Play(Grader):
    """Plays instead of judging: no job is left out because the verdict is decided."""

    def all(self, choose: Choose = lambda _job: True) -> Iterator[Played]:
        """Let everything play that is chosen, one box after the other, until the boxes have run too long.

        Raises:
            JudgeFault, AuthorMistake, SandboxError: nothing could be played at all.

        """
        with self._convene() as case:
            for task in plan(self._lab, self._list_variants(case)):
                for job in filter(choose, task.jobs):
                    if self._is_out_of_time():
                        return
                    mode = Mode.ATTACK if job.kind is Kind.ATTACK else Mode.TEST
                    try:
                        check_run = self._run_check(case, self._order(job, mode, taped=True))
                    except Exception as error:  # noqa: BLE001  ours or the author's, told as such
                        yield self._failed(task, job, error)
                    else:
                        yield _played(job, check_run.result, check_run.tape)

    def _failed(self, task: Task, job: Job, error: BaseException) -> Played:
        check = self._broken_off(task, job, error)
        return Played(job.check, job.kind, job.variant, Outcome.ERROR, check.sentence, [])


def _played(job: Job, result: CheckResult, tape: Tape) -> Played:
    return Played(job.check, job.kind, job.variant, result.outcome, result.sentence, tape)
