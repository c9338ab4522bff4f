"""Runs one check: a fresh sandbox for the suspect, one of the judge's sandboxes for the check, and both together."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from quintain.judge.grading.judge_sandbox import CheckRun, JudgeSandboxPool
from quintain.judge.profiles.registry import spec_of
from quintain.judge.protocol.messages import RunCheck, RunTogether
from quintain.judge.stopping import StopSwitch
from quintain.judge.verdict import ExploitRun
from quintain.packs.model import Lab
from quintain.sandbox import Box, Limits, Runtime, Sandbox

MOST_TIMES: Final = 6
PRINTED_KIBIBYTES: Final = 1024  # who answers each of a hundred attacks with an exception prints a hundred tracebacks
EXPLOIT: Final = "/box/exploit.py"


@dataclass(frozen=True, slots=True)
class GradingCase:
    """What all runs of one verdict share."""

    lab: Lab
    sandbox: Sandbox
    runtime: Runtime
    judge_sandboxes: JudgeSandboxPool


def limits_of(lab: Lab, checks: int = 1) -> Limits:
    """Give the sandbox's limits, with those that the lab sets itself, for so many checks one after another.

    A program that hangs in each of forty tests is not waited for forty times.
    """
    own, defaults = lab.run.limits, Limits()
    return replace(
        defaults,
        wall_seconds=(own.wall_seconds or defaults.wall_seconds) * min(checks, MOST_TIMES),
        cpu_seconds=(own.cpu_seconds or defaults.cpu_seconds) * min(checks, MOST_TIMES),
        memory_mebibytes=own.memory_mebibytes or defaults.memory_mebibytes,
        processes=own.processes or defaults.processes,
        output_kibibytes=PRINTED_KIBIBYTES,
    )


def open_box(lab: Lab, sandbox: Sandbox, runtime: Runtime, limits: Limits | None = None) -> Box:
    """Open a box as the lab's profile needs it, with the lab's limits or others."""
    spec = spec_of(lab)
    return sandbox.open(
        runtime,
        limits=limits or limits_of(lab),
        sockets=spec.sockets,
        listening=spec.ports,
        guarded=spec.guarded,
        recording=spec.recording,
    )


def run_exploit(case: GradingCase, order: RunCheck, stop: StopSwitch) -> ExploitRun:
    """Let a learner's exploit, in a sandbox of its own, meet the program in another, until ``stop`` ends both.

    Each question has the time of a check; so the program's sandbox lasts until the last question has had it.
    """
    wall_seconds = limits_of(case.lab).wall_seconds
    limits = replace(Limits(), wall_seconds=wall_seconds, cpu_seconds=wall_seconds)
    with (
        case.judge_sandboxes.borrow() as judge_sandbox,
        open_box(case.lab, case.sandbox, case.runtime, limits_of(case.lab, MOST_TIMES)) as target,
        case.sandbox.open(case.runtime, (EXPLOIT,), limits=limits) as exploit_sandbox,
        stop.ends(exploit_sandbox, target),
    ):
        return judge_sandbox.run_exploit(order, target, exploit_sandbox)


def run_check(case: GradingCase, order: RunCheck) -> CheckRun:
    """Run one check on the suspect in a fresh sandbox with fresh canaries."""
    start = time.monotonic()
    limits = limits_of(case.lab, 2 if order.run.after_visit else 1)
    if order.patience > 1:  # a program that has worked for all of the usual time has had it
        cpu_seconds = min(limits.cpu_seconds, limits.wall_seconds)
        limits = replace(limits, wall_seconds=limits.wall_seconds * order.patience, cpu_seconds=cpu_seconds)
    with case.judge_sandboxes.borrow() as judge_sandbox, open_box(case.lab, case.sandbox, case.runtime, limits) as box:
        check_run = judge_sandbox.run_check(order, box)
    return replace(check_run, wall_seconds=time.monotonic() - start)


def run_together(
    case: GradingCase, order: RunTogether, told: Callable[[CheckRun], None]
) -> tuple[CheckRun | bool, float]:
    """Let several checks meet the suspect in one fresh sandbox, as `JudgeSandbox.run_together` says.

    Returns:
        What came of it, and how many seconds both sandboxes waited for a processor.

    """
    with (
        case.judge_sandboxes.borrow() as judge_sandbox,
        open_box(case.lab, case.sandbox, case.runtime, limits_of(case.lab, len(order.runs))) as box,
    ):
        waited_before = judge_sandbox.waited_seconds()
        outcome = judge_sandbox.run_together(order, box, told)
        waited = judge_sandbox.waited_seconds() - waited_before + box.waited_seconds()
    return outcome, outcome.waited_seconds if isinstance(outcome, CheckRun) else waited
