"""Finds out whether the program starts at all; if it does not, nothing else is tried."""

import random
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from quintain.judge.grading.progress import Progress
from quintain.judge.grading.retries import MORE_TIME
from quintain.judge.grading.session import Session, lab_run
from quintain.judge.profiles.registry import spec_of
from quintain.judge.protocol.messages import CheckRun, Mode
from quintain.judge.verdict import Check, Fault, Kind, Outcome
from quintain.judge.worker.check_runner import CheckResult
from quintain.packs.model.lab import Lab


@dataclass(frozen=True, slots=True)
class Start:
    """How the program failed to start, if it did, and the tests that were tried to find out."""

    failure: CheckResult | None = None
    tried: frozenset[CheckRun] = frozenset()


def try_start(session: Session, progress: Progress, runs: Sequence[CheckRun]) -> Start:
    """Start the program, and find out whether even that fails."""
    failure = _load(session) if spec_of(session.lab).loads else None
    if failure is None and may_not_start(session.lab, session.files, runs):
        return _start_by_tests(session, progress, runs)
    return Start(failure)


def _load(session: Session) -> CheckResult | None:
    """Start the program once without asking anything of it: it spares every other box the same wait.

    A busy machine may keep it waiting for longer than a check; what counts is its own work.
    """
    order = replace(session.order(lab_run(session.lab), label="start"), mode=Mode.LOAD, time_factor=MORE_TIME)
    with suppress(Exception):  # every run would meet it again, and tells it better
        result = session.runner.run(order)
        if result.outcome is not Outcome.PASSED and not result.late:
            return result
    return None


def _start_by_tests(session: Session, progress: Progress, runs: Sequence[CheckRun]) -> Start:
    """Try tests one by one, each in a fresh box, as long as the program says that none of its functions ran.

    Its word alone decides nothing. Only if it is so in every test, and one of them has failed, which makes the
    program broken in any case, the rest is not tried.
    """
    tests = [run for run in runs if run.check.kind is Kind.TEST]
    random.Random(f"{session.seed}/start").shuffle(tests)  # noqa: S311  replayable on purpose
    checks: dict[CheckRun, Check] = {}
    at_start: list[CheckResult] = []
    for run in tests:
        if not progress.begin(run):
            break
        result = session.try_run(run)
        checks[run] = progress.conclude(run, result)
        if isinstance(result, Fault) or not result.at_start:
            break
        at_start.append(result)
    failures = [result for result in at_start if result.outcome is Outcome.FAILED]
    if len(at_start) == len(tests) and failures:
        return Start(failures[0], frozenset(checks))
    for run, check in checks.items():
        progress.end(run, check)
    return Start(None, frozenset(checks))


def may_not_start(lab: Lab, files: Mapping[str, str], runs: Sequence[CheckRun]) -> bool:
    """Tell whether tests should be tried first: of programs that start again each time, or lack a function.

    It is a guess from the text alone, and decides nothing: the tests that are tried for it count as any others.

    Args:
        lab: the lab; a program of the profile ``command`` starts in each test, and cannot be loaded before.
        files: the submission.
        runs: what is to be tried; the sources of tests name the functions that they call.

    """
    if not spec_of(lab).loads:
        return True
    module = lab.run.target.replace(".", "/")
    text = files.get(f"{module}.py", files.get(f"{module}/__init__.py"))
    if text is None:
        return False
    sources = {run.script.source for run in runs if run.check.kind is Kind.TEST}
    called = {name for source in sources for name in re.findall(rf"\b{re.escape(lab.run.target)}:(\w+)", source)}
    return any(re.search(rf"\b{name}\b", text) is None for name in called)
