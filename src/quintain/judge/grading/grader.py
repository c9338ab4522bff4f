"""Reaches one verdict: tries everything that a lab has, a few boxes at a time, and decides."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from quintain.judge.errors import AuthorMistake, JudgeFault
from quintain.judge.grading import sentences
from quintain.judge.grading.batches import Batch, draw_batches
from quintain.judge.grading.box_runner import Resources
from quintain.judge.grading.decision import decide
from quintain.judge.grading.judge_box import WorkerFault
from quintain.judge.grading.options import GradingOptions
from quintain.judge.grading.plans import plan, with_visits
from quintain.judge.grading.progress import Progress
from quintain.judge.grading.recognition import name_of
from quintain.judge.grading.session import Session, describe, draw_seed, lab_run, open_session
from quintain.judge.grading.starting import try_start
from quintain.judge.protocol.messages import CheckRun
from quintain.judge.verdict import Check, Fault, Kind, Listener, Outcome, Result, StepKind, Verdict
from quintain.judge.worker.check_runner import CheckResult
from quintain.packs.model.lab import Lab
from quintain.sandbox import SandboxError

TIMES_TOGETHER: Final = 2
OUT_OF_TIME: Final = "judge.E012"
START: Final = "start"


def grade(
    resources: Resources, lab: Lab, files: Mapping[str, str], options: GradingOptions, listener: Listener | None = None
) -> Verdict:
    """Try everything and give the verdict; a failure of ours, or of the lab, is a verdict of `Result.ERROR`."""
    start = time.monotonic()
    seed = draw_seed() if options.seed is None else options.seed
    fault: Fault | None = None
    try:
        with open_session(resources, lab, files, replace(options, seed=seed)) as session:
            checks, fault = Grader(session, _planned(session), listener).grade()
    except (WorkerFault, AuthorMistake, SandboxError, JudgeFault) as error:
        checks, fault = (), describe(error, lab, lab_run(lab))
    result = decide(checks)
    sentence = sentences.of_verdict(result, checks)
    seconds = time.monotonic() - start
    return Verdict(result, sentence, checks, seed, seconds, fault=fault if result is Result.ERROR else None)


def _planned(session: Session) -> tuple[CheckRun, ...]:
    """List what the options want to be tried."""
    options = session.options
    runs = plan(session.lab, session.list_variants if options.attacks else None)
    if options.only:
        runs = tuple(run for run in runs if (run.check.id, run.variant) == options.only)
    elif session.lab.run.profile.is_web:
        runs = with_visits(runs, session.seed)
    if options.known_fix:
        runs = tuple(run for run in runs if name_of(run.check) in options.known_fix.by)
    return runs


class Grader:
    """Tries all runs of one verdict, each in a fresh box or in one with others of its kind."""

    def __init__(self, session: Session, runs: Sequence[CheckRun], listener: Listener | None) -> None:
        self._session, self._runs = session, runs
        self._progress = Progress(runs, session.options, lambda: session.runner.is_out_of_time, listener)

    def grade(self) -> tuple[tuple[Check, ...], Fault]:
        """Try everything; return the checks, and the fault that it was if they come to an error."""
        session, progress = self._session, self._progress
        progress.announce()
        start = try_start(session, progress, self._runs)
        if start.failure is not None:
            progress.reveal(progress.open_checks)
            return (_unstarted(start.failure), *progress.open_checks), self._fault()
        left = [run for run in self._runs if run not in start.tried]
        batches = draw_batches(session.lab, left, session.seed, together=session.options.together)
        with ThreadPoolExecutor(session.runner.boxes, "judge") as threads:
            works = [threads.submit(self._work_on, batch) for batch in batches]
        for work in works:
            work.result()  # raises what a listener has raised
        progress.reveal_secrets()
        return progress.checks, self._fault()

    def _fault(self) -> Fault:
        if self._progress.faults:
            return self._progress.faults[0]
        seconds = self._session.runner.box_seconds
        message = f"The boxes of this verdict ran for {seconds:.0f} seconds, and some had no turn."
        return Fault(OUT_OF_TIME, self._session.lab.slug, message, "Try again when the machine is less busy.")

    def _work_on(self, batch: Batch) -> None:
        """Do checks in one box as long as all goes well; only what fails in a fresh box counts.

        What fails behind others comes first in the next box. Where that has happened twice, none is shared.
        """
        failures = 0
        while batch:
            left = batch
            if len(batch) > 1 and failures < TIMES_TOGETHER:
                left, has_failed = self._work_together(batch)
                failures += has_failed
            if left == batch:
                self._work_alone(batch[0])
                left = batch[1:]
            batch = left

    def _work_together(self, runs: Batch) -> tuple[Batch, bool]:
        """Do checks in one box; return what is left, in the order to go on, and whether a later one has failed."""
        progress, is_attack = self._progress, runs[0].is_attack
        checks: list[Check] = []

        def report(result: CheckResult) -> None:
            run = runs[len(checks)]
            checks.append(progress.conclude(run, result))
            if not is_attack:  # of an attack, an honest user has the last word
                progress.end(run, checks[-1])
                if len(checks) < len(runs):
                    progress.begin(runs[len(checks)])

        if not progress.begin(runs[0]):
            return runs, True
        order = self._session.order(*runs, label=f"{runs[0].label}/together")
        result = self._session.runner.run_batch(order, report)
        done = len(checks)
        if result.failure is not None:
            if not self._session.retries.counts(result.failure):
                return runs, True
            progress.end(runs[0], progress.conclude(runs[0], result.failure))
            return runs[1:], False
        if is_attack and not result.is_well:
            return (*runs[done : done + 1], *runs[:done], *runs[done + 1 :]), True
        if is_attack:
            for run, check in zip(runs, checks, strict=True):
                progress.end(run, check)
        return runs[done:], not result.is_well

    def _work_alone(self, run: CheckRun) -> None:
        """Do one run; whatever happens, its check gets an outcome."""
        progress = self._progress
        check = progress.conclude(run, self._session.try_run(run)) if progress.begin(run) else run.check
        progress.end(run, check)


def _unstarted(failure: CheckResult) -> Check:
    """Say why the program does not start; no test counts as failed for it, and no attack as stopped."""
    cause = failure.cause
    steps = (step for step in failure.steps if step.kind is not StepKind.NOTE)
    return Check(
        START,
        Kind.START,
        0,
        "The program starts",
        Outcome.FAILED,
        cause,
        steps=tuple(step for step in steps if step.kind is not StepKind.CAME_BACK or step.text not in cause),
        wall_seconds=failure.wall_seconds,
        cpu_seconds=failure.cpu_seconds,
    )
