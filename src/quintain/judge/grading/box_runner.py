"""Opens a fresh box of the program for each order, and hands it to one of the judge's own boxes."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

from quintain.judge.grading.box_scheduler import BoxScheduler, Usage
from quintain.judge.grading.judge_box import BatchResult, JudgeBoxPool, Twins
from quintain.judge.grading.shared_lock import SharedLock
from quintain.judge.profiles.registry import spec_of
from quintain.judge.protocol.messages import EXPLOIT_START_SECONDS, Order
from quintain.judge.stopping import StopSwitch
from quintain.judge.verdict import ExploitRun
from quintain.judge.worker.check_runner import CheckResult
from quintain.packs.model.lab import Lab
from quintain.sandbox import Box, Limits, Runtime, Sandbox

MOST_TIMES: Final = 6
PRINTED_KIBIBYTES: Final = 1024  # a program that answers each of a hundred attacks with an exception prints so much
EXPLOIT: Final = "/box/exploit.py"
LEAST_SHARE: Final = 0.25  # of the time of boxes that waited, which counts all the same: many processes wait at once


@dataclass(frozen=True, slots=True)
class Resources:
    """What a judge has for all of its verdicts: boxes, how many at once, how long in all for one, and what they see."""

    sandbox: Sandbox
    worker_runtime: Callable[[], Runtime]
    runtime_of: Callable[[Lab], Runtime]
    scheduler: BoxScheduler
    boxes: int
    box_seconds: float


def limits_of(lab: Lab, checks: int = 1) -> Limits:
    """Give the limits of a box, with those that the lab sets itself, for so many checks one after another.

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


class BoxRunner:
    """Runs the orders of one submission, each in a fresh box with fresh canaries. Safe for threads."""

    def __init__(
        self, lab: Lab, resources: Resources, runtime: Runtime, usage: Usage, judge_boxes: JudgeBoxPool
    ) -> None:
        self._lab, self._resources, self._runtime, self._usage = lab, resources, runtime, usage
        self._judge_boxes = judge_boxes
        self.boxes = resources.boxes
        """How many may be open at once."""
        self._alone = SharedLock()
        self._lock = Lock()
        self.box_seconds = 0.0
        """How long all boxes have lived; what they waited for a processor, a busy machine has used and not they."""

    @property
    def is_out_of_time(self) -> bool:
        """Whether the boxes of this submission have lived for as long as they may in all."""
        return self.box_seconds > self._resources.box_seconds

    def run(self, order: Order, *, alone: bool = False) -> CheckResult:
        """Run one check; ``alone``: while no other box of this submission runs.

        Raises:
            WorkerFault: the check could not be run.
            AuthorMistake: a file of the lab cannot be used.
            JudgeFault, SandboxError: a box broke down, or there was none.

        """
        held = self._alone.exclusive() if alone else self._alone.shared()
        with held, self._resources.scheduler.acquire(self._usage):
            result = self._run_in_box(order)
        if result.hit_a_limit:
            self._resources.scheduler.add_penalty(self._usage)
        self._count(result.wall_seconds, result.waited_seconds)
        return result

    def _run_in_box(self, order: Order) -> CheckResult:
        start = time.monotonic()
        limits = limits_of(self._lab, 2 if order.first.after_visit else 1)
        if order.time_factor > 1:  # a program that has worked for all of the usual time has had it
            cpu_seconds = min(limits.cpu_seconds, limits.wall_seconds)
            limits = replace(limits, wall_seconds=limits.wall_seconds * order.time_factor, cpu_seconds=cpu_seconds)
        twins = self._twins(limits)
        with self._judge_boxes.borrow() as judge_box, self._open_box(limits) as box, twins:
            result = judge_box.serve_check(order, box, twins)
        self._count(twins.wall_seconds, twins.waited_seconds)
        return replace(result, wall_seconds=time.monotonic() - start)

    def run_batch(self, order: Order, report: Callable[[CheckResult], None]) -> BatchResult:
        """Run several checks in one box; ``report`` gets each that went well. What breaks, each check tells alone."""
        result = BatchResult()
        with self._alone.shared(), self._resources.scheduler.acquire(self._usage), suppress(Exception):
            start = time.monotonic()
            limits = limits_of(self._lab, len(order.runs))
            twins = self._twins(limits)
            with self._judge_boxes.borrow() as judge_box, self._open_box(limits) as box, twins:
                result = judge_box.serve_batch(order, box, twins, report)
            self._count(twins.wall_seconds, twins.waited_seconds)
        if result.failure is not None and result.failure.hit_a_limit:
            self._resources.scheduler.add_penalty(self._usage)
        self._count(time.monotonic() - start, result.waited_seconds)
        return result

    def meet_exploit(self, order: Order, stop: StopSwitch) -> ExploitRun:
        """Let a learner's exploit, in a box of its own, meet the program in another, until ``stop`` ends both.

        Each question has the time of a check; so the program's box lasts until the last question has had it.
        """
        wall_seconds = limits_of(self._lab).wall_seconds
        limits = replace(Limits(), wall_seconds=EXPLOIT_START_SECONDS + wall_seconds, cpu_seconds=wall_seconds)
        with (
            self._resources.scheduler.acquire(self._usage, stop.check),
            self._judge_boxes.borrow() as judge_box,
            self._open_box(limits_of(self._lab, MOST_TIMES)) as target,
            self._resources.sandbox.open(self._runtime, (EXPLOIT,), limits=limits) as exploit_box,
            stop.ends(exploit_box, target),
        ):
            return judge_box.serve_exploit(order, target, exploit_box)

    def _open_box(self, limits: Limits) -> Box:
        return open_box(self._lab, self._resources.sandbox, self._runtime, limits)

    def _twins(self, limits: Limits) -> Twins:
        return Twins(lambda: self._open_box(limits))

    def _count(self, wall_seconds: float, waited_seconds: float) -> None:
        with self._lock:
            self.box_seconds += max(wall_seconds - waited_seconds, LEAST_SHARE * wall_seconds)
