"""The judge's sandbox, from outside: a box in which tests and attacks run, and what the server fetches for it."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any, Final, Self

from quintain.judge.as_json import step_from_json
from quintain.judge.errors import JudgeFault, LabBroken
from quintain.judge.grading.looking import look
from quintain.judge.loading import Script
from quintain.judge.protocol.messages import (
    DeadlinePassed,
    GradingContext,
    ListVariants,
    RunCheck,
    RunTogether,
    ServerEnd,
    TimeLimit,
)
from quintain.judge.protocol.wire import Traffic
from quintain.judge.suspect.box import Recording
from quintain.judge.suspect.evidence import occurrences
from quintain.judge.tracebacks import with_own_frames
from quintain.judge.verdict import ExploitRun, Fault, Outcome, Step
from quintain.judge.worker.check_runner import CheckResult
from quintain.sandbox import Box, Ending, Limit, Limits, Runtime, RuntimeSpec, Sandbox

WORKER_HARNESS: Final = Path(__file__).parents[1] / "worker" / "harness"
LIBRARIES: Final = (
    "cryptography",
    "httpx",
    "justhtml",
    "markdown-it-py",
    "packaging",
    "pytest",
    "uv",
)
MODULES: Final = ("quintain.judge", "quintain.packs", "quintain.sandbox")
LIMITS: Final = Limits(  # for one verdict, which a busy machine may draw out; each order has a time limit of its own
    wall_seconds=14_400, cpu_seconds=600, memory_mebibytes=768, processes=24, open_files=256, output_kibibytes=256
)
GRACE_SECONDS: Final = 10.0
LISTING_SECONDS: Final = 20.0
LONGEST_WAIT_SECONDS: Final = 1.0
FAREWELL_SECONDS: Final = 0.5
RAISED_STATUS: Final = 1
LIMITS_REACHED: Final[Mapping[Limit, str]] = {
    Limit.WALL: "its time is over",
    Limit.CPU: "it used up its processor time",
    Limit.MEMORY: "it took more memory than it may",
    Limit.PROCESSES: "it started more processes than it may",
    Limit.OUTPUT: "it printed more than anyone would read",
}


def spec() -> RuntimeSpec:
    """Describe the judge's sandbox: what judges needs to import, and nothing of a lab."""
    folders = tuple((name, Path(str(sys.modules[name].__file__)).parent) for name in MODULES)
    return RuntimeSpec(
        None,
        (),
        WORKER_HARNESS,
        preload=(
            "quintain.judge.worker.judge_worker",
            "quintain.judge.worker.growth",
            "quintain.judge.grammars",
            "quintain.judge.codes",
        ),
        installed=LIBRARIES,
        modules=folders,
    )


class WorkerFault(Exception):  # noqa: N818  it names what happened
    """The worker reports a fault, which may be the author's or ours."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class CheckRun:
    """What came of one run: the result, the timeline, and what it cost."""

    result: CheckResult
    steps: tuple[Step, ...]
    recording: Recording
    wall_seconds: float
    cpu_seconds: float
    traffic: Traffic
    hit_a_limit: bool = False
    waited_seconds: float = 0.0
    """How long the suspect, and the judge's sandbox, waited for a processor; 0 for one of several in a sandbox."""


def result_from_json(plain: dict[str, Any]) -> CheckResult:  # Any: JSON
    """Read what the worker has found."""
    found = {**plain, "outcome": Outcome(plain["outcome"]), "fault": None}
    return CheckResult(**{**found, "stolen": tuple(found["stolen"])})


def cut_short(ending: Ending) -> str:
    """Say which limit ended an exploit, if one did."""
    return "" if ending.limit is None else f"The run was stopped: {LIMITS_REACHED[ending.limit]}."


class JudgeSandbox:
    """One sandbox of the judge, open. It is of no more use after a `JudgeFault`."""

    def __init__(self, sandbox: Sandbox, runtime: Runtime, grading: GradingContext) -> None:
        """Open a sandbox, and send its worker what is the same for all of its orders.

        Raises:
            SandboxError: this machine can run_check no box now.
            JudgeFault: the worker broke down.

        """
        self._box = sandbox.open(runtime, limits=LIMITS)
        self._end = ServerEnd(self._box.channel)
        self._wall_seconds = grading.wall_seconds
        self.is_fit = True
        with self._unfit_if_broken():
            self._end.send(grading, [], self._limit(GRACE_SECONDS))

    def waited_seconds(self) -> float:
        """How long it has waited for a processor so far."""
        return self._box.waited_seconds()

    def _limit(self, seconds: float) -> TimeLimit:
        return TimeLimit(seconds, self.waited_seconds)

    def list_variants(self, scripts: tuple[Script, ...]) -> tuple[tuple[str, ...], ...]:
        """Name the variants of each attack.

        Raises:
            WorkerFault: one of the files cannot be used.
            JudgeFault: the worker broke down, or one of the files never comes to an end.

        """
        limit = self._limit(LISTING_SECONDS)
        with self._unfit_if_broken():
            try:
                self._end.send(ListVariants(scripts), [], limit)
                said: dict[str, Any] = self._end.receive(limit)  # Any: JSON
            except DeadlinePassed as error:
                raise LabBroken("One of the exploits does not come to an end as its file is read.") from error
            self._raise_if_fault(said)
            return tuple(tuple(map(str, names)) for names in said["variants"])

    def run_check(self, order: RunCheck, box: Box) -> CheckRun:
        """Run a check on a suspect, and end the suspect's box.

        Raises:
            WorkerFault: the check could not be run.
            JudgeFault: the worker broke down.

        """
        start, waited_before = time.monotonic(), self.waited_seconds()
        limit = self._limit(self._wall_seconds * order.patience + GRACE_SECONDS)
        with self._unfit_if_broken():
            try:
                self._send(order, [], box, limit)
                said = self._fetch(box, limit)
            except DeadlinePassed as error:
                raise LabBroken(f"{order.run.script.name} does not come to an end.") from error
            self._raise_if_fault(said)
            return self._conclude(said, box, start, waited_before, limit)

    def _conclude(
        self, said: dict[str, Any], box: Box, start: float, waited_before: float, limit: TimeLimit
    ) -> CheckRun:  # Any: JSON
        """End the suspect's box, and let the worker tell what led to its result."""
        waited = box.waited_seconds() + self.waited_seconds() - waited_before
        ending = box.close()
        self._end.send(ending, [], limit)
        steps: dict[str, Any] = self._end.receive(limit)  # Any: JSON
        check_run = self._check_run(said, steps["steps"], ending.cpu_seconds, time.monotonic() - start)
        return replace(check_run, waited_seconds=waited, hit_a_limit=ending.limit is not None)

    def run_together(self, order: RunTogether, box: Box, told: Callable[[CheckRun], None]) -> CheckRun | bool:
        """Let several checks meet a suspect in one box, one after another.

        Args:
            order: the checks.
            box: the suspect's.
            told: called with each check that went well, in their order.

        Returns:
            What came of the first check if that one did not go well: it met a fresh sandbox, as if it ran alone.
            Else whether all of them did, after attacks an honest user too.

        Raises:
            JudgeFault: the worker broke down, or a check never came to an end.

        """
        patience_seconds = self._wall_seconds + GRACE_SECONDS
        began, waited_before = time.monotonic(), self.waited_seconds()
        with self._unfit_if_broken():
            self._send(order, [], box, self._limit(patience_seconds))
            while True:
                said = self._fetch(box, self._limit(patience_seconds))
                if "all_well" in said:
                    return said["all_well"] is True
                if "steps" not in said:
                    return self._conclude(said, box, began, waited_before, self._limit(patience_seconds))
                now = time.monotonic()
                told(self._check_run(said, said["steps"], float(said["cpu_seconds"]), now - began))
                began = now

    def run_exploit(self, order: RunCheck, target: Box, exploit_sandbox: Box) -> ExploitRun:
        """Let a learner's exploit in one box meet the program in another, and end both.

        Raises:
            WorkerFault: it could not be done.
            JudgeFault: the worker broke down.

        """
        start = time.monotonic()
        limit = self._limit(2 * self._wall_seconds + GRACE_SECONDS)  # the last question has its whole time
        with self._unfit_if_broken():
            self._send(order, [exploit_sandbox.channel.fileno()], target, limit)
            said = self._fetch(target, limit)
            self._raise_if_fault(said)
            exploit_sandbox.wait(FAREWELL_SECONDS)
            exploit_ending, ending = exploit_sandbox.close(), target.close()
            self._end.send((ending, exploit_ending.output), [], limit)
            final: dict[str, Any] = self._end.receive(limit)  # Any: JSON
            result = result_from_json(final["result"])
            console = with_own_frames(exploit_ending.output.decode(errors="replace"))
            return ExploitRun(
                has_landed=result.outcome is Outcome.LANDED,
                sentence=result.sentence,
                console=console,
                console_marks=occurrences(console, result.stolen),
                cut_short=cut_short(exploit_ending) or str(said["cut_short"]),
                steps=tuple(map(step_from_json, final["steps"])),
                wall_seconds=time.monotonic() - start,
                has_raised=exploit_ending.status == RAISED_STATUS,
            )

    def _send(self, order: RunCheck | RunTogether, first: list[int], box: Box, limit: TimeLimit) -> None:
        """Send the worker out to a suspect, with all that it may have of the box."""
        handles = [*first, *(each.fileno() for each in (box.channel, *box.borrowed, *box.listening))]
        metered = box.open_meter()
        if metered is None:
            self._end.send(order, handles, limit)
            return
        meter, descriptor = metered
        try:
            self._end.send(replace(order, meter=meter), [*handles, descriptor], limit)
        finally:
            os.close(descriptor)

    @staticmethod
    def _check_run(said: dict[str, Any], steps: Any, cpu_seconds: float, wall_seconds: float) -> CheckRun:  # Any: JSON
        result = result_from_json(said["result"])
        recording = [(question, answer) for question, answer in said["recording"]]
        traffic = Traffic(**{name: int(said["traffic"][name]) for name in ("sent_bytes", "received_bytes")})
        return CheckRun(result, tuple(map(step_from_json, steps)), recording, wall_seconds, cpu_seconds, traffic)

    def _fetch(self, box: Box, limit: TimeLimit) -> dict[str, Any]:  # Any: JSON
        """Answer the worker's questions about the suspect until it has made up its mind."""
        while True:
            said: dict[str, Any] = self._end.receive(limit)
            match said:
                case {"want": "cpu_seconds"}:
                    self._end.send(box.cpu_seconds(), [], limit)
                case {"want": "record"}:
                    self._end.send(box.record(), [], limit)
                case {"want": "wait", "seconds": float(seconds)}:
                    self._end.send(box.wait(min(seconds, LONGEST_WAIT_SECONDS)), [], limit)
                case {"want": "look", "question": {"do": str()} as question}:
                    self._end.send(look(box, question), [], limit)
                case _:
                    return said

    @staticmethod
    def _raise_if_fault(said: dict[str, Any]) -> None:  # Any: JSON
        if "fault" in said:
            raise WorkerFault(Fault(**said["fault"]))

    @contextmanager
    def _unfit_if_broken(self) -> Iterator[None]:
        try:
            yield
        except WorkerFault:
            raise
        except (KeyError, TypeError, ValueError) as error:
            self.is_fit = False
            raise JudgeFault("The judge's sandbox says what cannot be read.") from error
        except BaseException:
            self.is_fit = False
            raise

    def close(self) -> None:
        """Close the sandbox."""
        self._box.close()


class JudgeSandboxPool:
    """The judge's sandboxes for one verdict: one for each run that goes on at once, used for one run after another."""

    def __init__(self, sandbox: Sandbox, runtime: Runtime, grading: GradingContext) -> None:
        self._sandbox, self._runtime, self._grading = sandbox, runtime, grading
        self._lock = Lock()
        self._free: list[JudgeSandbox] = []

    @contextmanager
    def borrow(self) -> Iterator[JudgeSandbox]:
        """Lend a sandbox that nobody uses, or a new one."""
        with self._lock:
            judge_sandbox = self._free.pop() if self._free else None
        judge_sandbox = judge_sandbox or JudgeSandbox(self._sandbox, self._runtime, self._grading)
        try:
            yield judge_sandbox
        finally:
            if judge_sandbox.is_fit:
                with self._lock:
                    self._free.append(judge_sandbox)
            else:
                judge_sandbox.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for judge_sandbox in self._free:
            judge_sandbox.close()
