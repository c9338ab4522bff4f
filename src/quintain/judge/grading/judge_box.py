"""One of the judge's own boxes, from outside: tests and attacks run in it, and the server fetches facts for it."""

import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any, Final, Self

from quintain.judge.errors import JudgeFault, LabBroken
from quintain.judge.grading.looking import look
from quintain.judge.loading import Script
from quintain.judge.protocol.messages import (
    EXPLOIT_START_SECONDS,
    BoxGrant,
    DeadlinePassed,
    GradingContext,
    ListVariants,
    Order,
    SearchOrder,
    ServerEnd,
    Stage,
    TimeLimit,
)
from quintain.judge.suspect.evidence import occurrences
from quintain.judge.tracebacks import with_own_frames
from quintain.judge.verdict import ExploitRun, Fault, Outcome, Step, StepKind, Witness
from quintain.judge.worker.check_runner import CheckResult
from quintain.sandbox import Box, Ending, Limit, Limits, Runtime, RuntimeSpec, Sandbox

WORKER_HARNESS: Final = Path(__file__).parents[1] / "worker" / "harness"
LIBRARIES: Final = ("cryptography", "httpx", "hypothesis", "justhtml", "markdown-it-py", "packaging", "pytest", "uv")
MODULES: Final = ("quintain.judge", "quintain.packs", "quintain.sandbox")
LIMITS: Final = Limits(  # for one verdict, which a busy machine may draw out; each order has a time limit of its own
    wall_seconds=14_400, cpu_seconds=600, memory_mebibytes=768, processes=24, open_files=256, output_kibibytes=256
)
GRACE_SECONDS: Final = 10.0
LISTING_SECONDS: Final = 20.0
LONGEST_WAIT_SECONDS: Final = 1.0
FAREWELL_SECONDS: Final = 0.5
RAISED_STATUS: Final = 1
TWIN: Final = 1  # its number, where the first box has none
BOXES_OF_A_SEARCH: Final = 4  # at once: the submission, two sound fixes, and a twin
SHRINK_SECONDS: Final = 10.0  # of processor time, beyond the budget, to shorten what was found
CONFIRM_SECONDS: Final = 60.0  # beyond that, to play it again; a program that computes until its limit takes ten each
LIMITS_REACHED: Final[Mapping[Limit, str]] = {
    Limit.WALL: "its time is over",
    Limit.CPU: "it used up its processor time",
    Limit.MEMORY: "it took more memory than it may",
    Limit.PROCESSES: "it started more processes than it may",
    Limit.OUTPUT: "it printed more than anyone would read",
}


def worker_spec() -> RuntimeSpec:
    """Describe the judge's own boxes: what tests and attacks need to import, and nothing of a lab."""
    folders = tuple((name, Path(str(sys.modules[name].__file__)).parent) for name in MODULES)
    return RuntimeSpec(
        None,
        (),
        WORKER_HARNESS,
        preload=(
            "quintain.judge.worker.judge_worker",
            "quintain.judge.worker.growth",
            "quintain.judge.payloads",
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
class BatchResult:
    """What came of a batch, beside the checks that went well and have told their results already.

    ``is_well``: all of them went well, and after attacks an honest user got through. ``failure``: what came of the
    first check if that one did not go well; it met a fresh box, as if it ran alone. ``waited_seconds`` is how long both
    boxes waited for a processor.
    """

    is_well: bool = False
    failure: CheckResult | None = None
    waited_seconds: float = 0.0


def result_from_json(plain: dict[str, Any]) -> CheckResult:  # Any: JSON
    """Read a result as the worker has written it; what the server measures itself is not taken from it."""
    return CheckResult(
        **{
            **plain,
            "outcome": Outcome(plain["outcome"]),
            "stolen": tuple(plain["stolen"]),
            "steps": tuple(map(step_from_json, plain["steps"])),
            "recording": [(question, answer) for question, answer in plain["recording"]],
            "sent_bytes": int(plain["sent_bytes"]),
            "received_bytes": int(plain["received_bytes"]),
            "cpu_seconds": float(plain["cpu_seconds"]),
            "wall_seconds": 0.0,
            "waited_seconds": 0.0,
            "hit_a_limit": False,
        }
    )


def step_from_json(plain: dict[str, Any]) -> Step:  # Any: JSON
    """Read a step of a timeline as the worker has written it."""
    marks = tuple((first, last) for first, last in plain["marks"])
    return Step(**{**plain, "kind": StepKind(plain["kind"]), "witness": Witness(plain["witness"]), "marks": marks})


def cut_short(ending: Ending) -> str:
    """Say which limit ended an exploit, if one did."""
    return "" if ending.limit is None else f"The run was stopped: {LIMITS_REACHED[ending.limit]}."


class JudgeBox:
    """One box of the judge, open. It is of no more use after a `JudgeFault`."""

    def __init__(self, sandbox: Sandbox, runtime: Runtime, grading: GradingContext) -> None:
        """Open a box, and send its worker what is the same for all of its orders.

        Raises:
            SandboxError: this machine can open no box now.
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

    def end(self) -> None:
        """Have everything in the box killed, from any thread."""
        self._box.end()

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
                message: dict[str, Any] = self._end.receive(limit)  # Any: JSON
            except DeadlinePassed as error:
                raise LabBroken("One of the exploits does not come to an end as its file is read.") from error
            self._raise_if_fault(message)
            return tuple(tuple(map(str, names)) for names in message["variants"])

    def serve_check(self, order: Order, box: Box, twins: "Twins") -> CheckResult:
        """Run a check on a suspect, and end the suspect's box, and its twin if the check has asked for one.

        Raises:
            WorkerFault: the check could not be run.
            JudgeFault: the worker broke down.

        """
        start, waited_before = time.monotonic(), self.waited_seconds()
        limit = self._limit(self._wall_seconds * order.time_factor + GRACE_SECONDS)
        with self._unfit_if_broken():
            try:
                self._send(order, [], box, limit)
                message = self._fetch(box, limit, twins)
            except DeadlinePassed as error:
                raise LabBroken(f"{order.first.script.name} does not come to an end.") from error
            self._raise_if_fault(message)
            return self._conclude(message, box, twins, (start, waited_before), limit)

    def _conclude(
        self, message: dict[str, Any], box: Box, twins: "Twins", began: tuple[float, float], limit: TimeLimit
    ) -> CheckResult:  # Any: JSON
        """End the suspect's box, and let the worker tell what led to its result.

        ``began`` is when the check began, and how long the judge's box had waited by then.
        """
        start, waited_before = began
        twins.close()
        waited = box.waited_seconds() + self.waited_seconds() - waited_before + twins.waited_seconds
        ending = box.close()
        self._end.send(ending, [], limit)
        final: dict[str, Any] = self._end.receive(limit)  # Any: JSON
        return replace(
            result_from_json({**message["result"], "steps": final["steps"]}),
            wall_seconds=time.monotonic() - start,
            cpu_seconds=ending.cpu_seconds + twins.cpu_seconds,
            waited_seconds=waited,
            hit_a_limit=ending.limit is not None or twins.hit_a_limit,
        )

    def serve_batch(self, order: Order, box: Box, twins: "Twins", report: Callable[[CheckResult], None]) -> BatchResult:
        """Let several checks meet a suspect in one box, one after another.

        Args:
            order: the checks.
            box: the suspect's.
            twins: opens a second box for those that ask for one.
            report: called with the result of each check that went well, in their order.

        Raises:
            JudgeFault: the worker broke down, or a check never came to an end.

        """
        seconds = self._wall_seconds + GRACE_SECONDS
        began, waited_before = time.monotonic(), self.waited_seconds()
        with self._unfit_if_broken():
            self._send(order, [], box, self._limit(seconds))
            while True:
                message = self._fetch(box, self._limit(seconds), twins)
                if "all_well" in message:
                    twins.close()
                    waited = self.waited_seconds() - waited_before + box.waited_seconds() + twins.waited_seconds
                    return BatchResult(message["all_well"] is True, waited_seconds=waited)
                if "done" not in message:
                    failure = self._conclude(message, box, twins, (began, waited_before), self._limit(seconds))
                    return BatchResult(failure=failure, waited_seconds=failure.waited_seconds)
                now, result = time.monotonic(), result_from_json(message["done"])
                report(replace(result, wall_seconds=now - began))
                began = now

    def serve_exploit(self, order: Order, target: Box, exploit_box: Box) -> ExploitRun:
        """Let a learner's exploit in one box meet the program in another, and end both.

        Raises:
            WorkerFault: it could not be done.
            JudgeFault: the worker broke down.

        """
        start = time.monotonic()
        # The last question has its whole time.
        limit = self._limit(EXPLOIT_START_SECONDS + 2 * self._wall_seconds + GRACE_SECONDS)
        with self._unfit_if_broken():
            self._send(order, [exploit_box.channel.fileno()], target, limit)
            message = self._fetch(target, limit)
            self._raise_if_fault(message)
            exploit_box.wait(FAREWELL_SECONDS)
            exploit_ending, ending = exploit_box.close(), target.close()
            self._end.send((ending, exploit_ending.output), [], limit)
            final: dict[str, Any] = self._end.receive(limit)  # Any: JSON
            result = result_from_json({**final["result"], "steps": final["steps"]})
            console = with_own_frames(exploit_ending.output.decode(errors="replace"))
            return ExploitRun(
                has_landed=result.outcome is Outcome.LANDED,
                sentence=result.sentence,
                console=console,
                console_marks=occurrences(console, result.stolen),
                cut_short=cut_short(exploit_ending) or str(message["cut_short"]),
                steps=result.steps,
                wall_seconds=time.monotonic() - start,
                has_raised=exploit_ending.status == RAISED_STATUS,
            )

    def serve_search(
        self, order: SearchOrder, boxes: "Boxes", report: Callable[[dict[str, Any]], None]
    ) -> dict[str, Any]:  # Any: JSON
        """Let the worker search, and open the boxes that it wants; each call has the time of a check.

        Args:
            order: what is searched.
            boxes: opens them, as long as there is processor time left.
            report: told how many sequences and calls were played so far, after each sequence.

        Returns:
            The worker's last message: ``searched`` and ``finding``.

        Raises:
            WorkerFault: the search cannot go on, because of the lab.
            JudgeFault, SandboxError, RunStopped: because of ourselves, the machine, or somebody who wants no more.

        """
        seconds = self._wall_seconds * BOXES_OF_A_SEARCH + GRACE_SECONDS
        boxes.count_judge(self._box)
        with self._unfit_if_broken(), boxes:
            self._end.send(order, [], self._limit(seconds))
            while True:
                limit = self._limit(seconds)
                try:
                    message: dict[str, Any] = self._end.receive(limit)
                except DeadlinePassed as error:
                    raise LabBroken(f"{order.model.name} does not come to an end.") from error
                match message:
                    case {"want": "box", "stage": str(stage)}:
                        self._grant(boxes, Stage(stage), seconds)
                    case {"want": "close", "box": int(number)}:
                        boxes.close(number)
                        self._end.send(None, [], limit)
                    case {"want": "waited_seconds", "box": int(number)}:
                        self._end.send(boxes.waited_seconds(number), [], limit)
                    case {"want": str(), "box": int(number)}:
                        if not self._tell(boxes[number], message, limit):
                            raise KeyError(message["want"])
                    case {"progress": dict(progress)}:
                        report(progress)
                    case _:
                        self._raise_if_fault(message)
                        return message

    def _grant(self, boxes: "Boxes", stage: Stage, seconds: float) -> None:
        """Give the worker one more box; None where its time is up. Waiting for a place is nobody's time."""
        opened = boxes.open(stage)
        if opened is None:
            self._end.send(None, [], self._limit(seconds))
            return
        number, box = opened
        self._send(BoxGrant(number, len(box.listening)), [], box, self._limit(seconds))

    def _send(self, order: Order | BoxGrant, first: list[int], box: Box, limit: TimeLimit) -> None:
        """Send the worker out to a suspect, with all that it may have of the box."""
        handles = [*first, *(sock.fileno() for sock in (box.channel, *box.borrowed, *box.listening))]
        metered = box.open_meter()
        if metered is None:
            self._end.send(order, handles, limit)
            return
        meter, descriptor = metered
        try:
            self._end.send(replace(order, meter=meter), [*handles, descriptor], limit)
        finally:
            os.close(descriptor)

    def _fetch(self, box: Box, limit: TimeLimit, twins: "Twins | None" = None) -> dict[str, Any]:  # Any: JSON
        """Answer the worker's questions about the suspect, and its twin, until it has made up its mind."""
        while True:
            message: dict[str, Any] = self._end.receive(limit)
            match message:
                case {"want": "twin"} if twins is not None:
                    twin = twins.open()
                    self._send(BoxGrant(TWIN, len(twin.listening)), [], twin, limit)
                case {"want": "close", "box": int()} if twins is not None:
                    twins.close()
                    self._end.send(None, [], limit)
                case {"want": str(), "box": int()} if twins is not None and self._tell(twins.box, message, limit):
                    pass
                case _ if "box" in message or not self._tell(box, message, limit):
                    return message

    def _tell(self, box: Box, message: dict[str, Any], limit: TimeLimit) -> bool:  # Any: JSON
        """Answer a question about a suspect's box; tell whether it was one."""
        match message:
            case {"want": "cpu_seconds"}:
                self._end.send(box.cpu_seconds(), [], limit)
            case {"want": "record"}:
                self._end.send(box.record(), [], limit)
            case {"want": "wait", "seconds": float(seconds)}:
                self._end.send(box.wait(min(seconds, LONGEST_WAIT_SECONDS)), [], limit)
            case {"want": "look", "question": {"do": str()} as question}:
                self._end.send(look(box, question), [], limit)
            case _:
                return False
        return True

    @staticmethod
    def _raise_if_fault(message: dict[str, Any]) -> None:  # Any: JSON
        if "fault" in message:
            raise WorkerFault(Fault(**message["fault"]))

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
        """Close the box."""
        self._box.close()


class Twins:
    """The second box of a submission, for attacks that ask for one: one at a time, with the limits of the first.

    It shares the place among the judge's boxes that the first one holds. ``cpu_seconds``, ``wall_seconds``,
    ``waited_seconds`` and ``hit_a_limit`` tell of all that have ended: how long they computed, lived, and were opened
    or waited for a processor, and whether the sandbox has ended one for what it used.
    """

    def __init__(self, open_box: Callable[[], Box]) -> None:
        self._open_box = open_box
        self._box: Box | None = None
        self._opened_at = 0.0
        self.cpu_seconds = self.wall_seconds = self.waited_seconds = 0.0
        self.hit_a_limit = False

    @property
    def box(self) -> Box:
        """The box that is open.

        Raises:
            KeyError: none is.

        """
        if self._box is None:
            raise KeyError("twin")
        return self._box

    def open(self) -> Box:
        """Open a box.

        Raises:
            JudgeFault: another one is still open.
            SandboxError: this machine can open no box now.

        """
        if self._box is not None:
            raise JudgeFault("The judge's sandbox wants a second twin.")
        start = time.monotonic()
        self._box = self._open_box()
        self._opened_at = time.monotonic()
        self.waited_seconds += self._opened_at - start  # neither program could work meanwhile
        return self._box

    def close(self) -> None:
        """End the box, if one is open."""
        if self._box is None:
            return
        box, self._box = self._box, None
        self.waited_seconds += box.waited_seconds()
        ending = box.close()
        self.cpu_seconds += ending.cpu_seconds
        self.wall_seconds += time.monotonic() - self._opened_at
        self.hit_a_limit = self.hit_a_limit or ending.limit is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Boxes:
    """The boxes that a worker has asked for in a search, and the processor time that is left for more of them.

    While one of them is open, the search holds one place among those of the judge; so a learner who waits comes first
    between two sequences.
    """

    def __init__(
        self, open_box: Callable[[], Box], acquire: Callable[[], AbstractContextManager[None]], cpu_seconds: float
    ) -> None:
        """Prepare to open boxes.

        Args:
            open_box: opens one.
            acquire: waits for a place of the judge's, and holds it.
            cpu_seconds: the budget of all boxes together, and the judge's own, before something was found.

        """
        self._open_box, self._acquire = open_box, acquire
        self._budgets = {
            Stage.EXPLORE: cpu_seconds,
            Stage.SHRINK: cpu_seconds + SHRINK_SECONDS,
            Stage.CONFIRM: cpu_seconds + SHRINK_SECONDS + CONFIRM_SECONDS,
        }
        self._numbers = itertools.count()
        self._boxes: dict[int, Box] = {}
        self._waited: dict[int, float] = {}
        self._judge_box: Box | None = None
        self._place = ExitStack()
        self._spent_seconds = 0.0

    def count_judge(self, judge_box: Box) -> None:
        """Count what a box of the judge's own uses from now on."""
        self._judge_box = judge_box
        self._spent_seconds -= judge_box.cpu_seconds()

    def __getitem__(self, number: int) -> Box:
        """Give an open box."""
        return self._boxes[number]

    def cpu_seconds(self) -> float:
        """Say how much processor time was used so far."""
        judged = 0.0 if self._judge_box is None else self._judge_box.cpu_seconds()
        return self._spent_seconds + judged + sum(box.cpu_seconds() for box in self._boxes.values())

    def open(self, stage: Stage) -> tuple[int, Box] | None:
        """Open a box, and number it; None if there is no processor time left for this stage of the search.

        Raises:
            JudgeFault: so many are open that they are more than any search needs.

        """
        if len(self._boxes) >= BOXES_OF_A_SEARCH:
            raise JudgeFault("The judge's sandbox wants more boxes than a search needs.")
        if self.cpu_seconds() >= self._budgets[stage]:
            return None
        if not self._boxes:
            self._place.enter_context(self._acquire())
        number = next(self._numbers)
        try:
            self._boxes[number] = self._open_box()
        except BaseException:
            self._leave_place()
            raise
        self._waited[number] = self._judge_waited()
        return number, self._boxes[number]

    def waited_seconds(self, number: int) -> float:
        """Say how long a box, and the judge's own meanwhile, have waited for a processor."""
        return self._boxes[number].waited_seconds() + self._judge_waited() - self._waited[number]

    def _judge_waited(self) -> float:
        return 0.0 if self._judge_box is None else self._judge_box.waited_seconds()

    def close(self, number: int) -> None:
        """End a box."""
        box = self._boxes.pop(number)
        try:
            self._spent_seconds += box.close().cpu_seconds
        finally:
            self._leave_place()

    def _leave_place(self) -> None:
        if not self._boxes:
            self._place.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for number in tuple(self._boxes):
            self.close(number)
        self._place.close()


class JudgeBoxPool:
    """The judge's own boxes for one verdict: one for each run that goes on at once, used for one run after another."""

    def __init__(self, sandbox: Sandbox, runtime: Runtime, grading: GradingContext) -> None:
        self._sandbox, self._runtime, self._grading = sandbox, runtime, grading
        self._lock = Lock()
        self._free: list[JudgeBox] = []

    @contextmanager
    def borrow(self) -> Iterator[JudgeBox]:
        """Lend a box that nobody uses, or a new one."""
        with self._lock:
            judge_box = self._free.pop() if self._free else None
        judge_box = judge_box or JudgeBox(self._sandbox, self._runtime, self._grading)
        try:
            yield judge_box
        finally:
            if judge_box.is_fit:
                with self._lock:
                    self._free.append(judge_box)
            else:
                judge_box.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for judge_box in self._free:
            judge_box.close()
