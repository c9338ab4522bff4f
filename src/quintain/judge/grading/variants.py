"""Lets every test and every variant of an attack play alone, and writes down what each of them asked."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from quintain.judge.errors import AuthorMistake, JudgeFault
from quintain.judge.grading.checks import check_of
from quintain.judge.grading.judge_box import WorkerFault
from quintain.judge.grading.plans import plan
from quintain.judge.grading.session import Session, describe
from quintain.judge.protocol.messages import CheckRun
from quintain.judge.suspect.box import Recording
from quintain.judge.verdict import Kind, Outcome

type Choose = Callable[[CheckRun], bool]


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


def play(session: Session, choose: Choose) -> Iterator[Played]:
    """Let everything play that is chosen, one box after the other, until the boxes have run too long.

    Raises:
        JudgeFault, AuthorMistake, SandboxError: nothing could be played at all.

    """
    for run in filter(choose, plan(session.lab, session.list_variants)):
        if session.runner.is_out_of_time:
            return
        yield _play(session, run)


def _play(session: Session, run: CheckRun) -> Played:
    check = run.check
    try:
        result = session.runner.run(replace(session.order(run), recorded=True))
    except Exception as error:  # noqa: BLE001  ours or the author's, told as such
        fault = describe(error, session.lab, run)
        sentence = check_of(run, fault, reveal_hidden=session.options.reveal_hidden).sentence
        return Played(check.id, check.kind, run.variant, Outcome.ERROR, sentence, [])
    return Played(check.id, check.kind, run.variant, result.outcome, result.sentence, result.recording)


def record(session: Session) -> Recording:
    """Let the tests play, and return every question and its answer."""
    recording: Recording = []
    for run in plan(session.lab, None):
        if run.check.kind is Kind.TEST:
            with suppress(WorkerFault, JudgeFault, AuthorMistake):
                recording += session.runner.run(replace(session.order(run), recorded=True)).recording
    return recording
