"""The judge's own box, from inside: tests and attacks run here, apart from the server and from every suspect.

That box is like a suspect's: no network, nothing to write, gone after the verdict. The worker in it is lent
the suspect's sockets, reads what the suspect has used, and asks the server for other facts about the suspect's box.
"""

import os
import random
import re
import socket
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, closing, suppress
from dataclasses import asdict, replace
from functools import partial
from threading import Lock
from typing import Final, cast

from _pytest.outcomes import OutcomeException  # pytest.skip in an attack; it is no Exception

from quintain.judge.errors import JudgeFault, LabBroken, SuspectFault
from quintain.judge.harness.inside.values import Plain
from quintain.judge.loading import variants_of
from quintain.judge.profiles.registry import spec_of
from quintain.judge.protocol.messages import (
    BoxGrant,
    CheckRun,
    GradingContext,
    ListVariants,
    Mode,
    Order,
    SearchOrder,
    Stage,
    WorkerEnd,
    unlisted,
)
from quintain.judge.protocol.wire import Traffic
from quintain.judge.suspect.box import BoxHandle, Recording, SuspectBox
from quintain.judge.suspect.canaries import Canaries, draw_all
from quintain.judge.suspect.evidence import Log, masked
from quintain.judge.suspect.files import BoxFiles, plant
from quintain.judge.suspect.tripwire import Tripwire
from quintain.judge.verdict import Kind, Outcome, Step
from quintain.judge.worker.check_runner import (
    CheckContext,
    CheckResult,
    attack,
    attempt,
    fault_of,
    leaked,
    load_only,
    run_test,
    try_honest_user,
    visit,
)
from quintain.judge.worker.exploits import ExploitBroker, conclude
from quintain.judge.worker.twins import OpenTwin, TwinMaker
from quintain.sandbox import Ending, Record

BUSY_LINE: Final = re.compile(rb'File "/lab/([^"\n]+)", line (\d+) in (\S+)')
WHOLE_SHARE: Final = 4  # one exploit has a page to itself

type CheckFunction = Callable[[CheckContext], CheckResult]


class BoxProxy:
    """A suspect's box as the worker sees it: sockets and meter in hand, the rest by asking the server."""

    def __init__(self, end: WorkerEnd, handles: list[int], order: Order | BoxGrant, asking: Lock | None = None) -> None:
        self._end = end
        self._asking = asking or Lock()
        self._number = order.number if isinstance(order, BoxGrant) else None
        self._metered = None if order.meter is None else (order.meter, handles.pop())
        self.channel, *others = (socket.socket(fileno=handle) for handle in handles)
        split = len(others) - order.listening
        self.borrowed, self.listening = others[:split], others[split:]

    def cpu_seconds(self) -> float:
        """Processor time of the whole box, as the sandbox measures it."""
        if self._metered is not None:
            meter, descriptor = self._metered
            with suppress(OSError):  # the box is gone, and the server knows what it had used
                return meter.read(descriptor)
        answer = self._ask("cpu_seconds")
        return answer if isinstance(answer, float) else 0.0

    def wait(self, seconds: float) -> Ending | None:
        """Wait for the end of the box."""
        answer = self._ask("wait", seconds=seconds)
        return answer if isinstance(answer, Ending) else None

    def record(self) -> Record | None:
        """Say what was started in the box so far."""
        answer = self._ask("record")
        return answer if isinstance(answer, Record) else None

    def look(self, question: dict[str, Plain]) -> dict[str, Plain]:
        """Have the server look at the box's files."""
        return cast("dict[str, Plain]", self._ask("look", question=question))

    def waited_seconds(self) -> float:
        """Say how long the box, and the judge's own, have waited for a processor since it was opened."""
        answer = self._ask("waited_seconds")
        return answer if isinstance(answer, float) else 0.0

    def _ask(self, want: str, **fields: object) -> object:
        with self._asking:  # clients that come at once may look at once
            number = {} if self._number is None else {"box": self._number}
            self._end.send({"want": want, **number, **fields})
            return self._end.answer()

    def open_twin(self) -> "BoxProxy":
        """Have the server open a second box, which is asked over the same channel."""
        with self._asking:
            self._end.send({"want": "twin"})
            received = self._end.receive()
        match received:
            case BoxGrant() as grant, handles:
                return BoxProxy(self._end, handles, grant, self._asking)
            case _:
                raise SystemExit

    def hand_back(self) -> None:
        """Close what was lent, and have the server end the box."""
        self.close()
        self._ask("close")

    def close(self) -> None:
        """Close what was lent."""
        for lent in (self.channel, *self.borrowed, *self.listening):
            lent.close()
        if self._metered is not None:
            os.close(self._metered[1])
            self._metered = None


class SuspectInSearch(AbstractContextManager[CheckContext]):
    """A program in a box that the server opens for a search, and ends after it."""

    def __init__(self, end: WorkerEnd, grading: GradingContext, label: str, stage: Stage) -> None:
        self._end, self._grading, self._label, self._stage = end, grading, label, stage
        self._box: BoxProxy | None = None
        self._context: CheckContext | None = None

    def __enter__(self) -> CheckContext:
        """Ask for a box, and plant the program in it.

        Raises:
            Spent: there is no processor time left for another one.

        """
        from quintain.judge.worker.search import Spent  # noqa: PLC0415  Hypothesis is for those who search

        self._end.send({"want": "box", "stage": self._stage})
        received = self._end.receive()
        if received is None:
            raise SystemExit
        grant, handles = received
        if not isinstance(grant, BoxGrant):
            raise Spent
        self._box = BoxProxy(self._end, handles, grant)
        try:
            self._context = _set_up(self._grading, self._label, self._box)
        except BaseException:
            self._close()
            raise
        return self._context

    def waited_seconds(self) -> float:
        """Say how long the box, and the judge's own, have waited for a processor since it was opened."""
        return 0.0 if self._box is None else self._box.waited_seconds()

    def __exit__(self, *_: object) -> None:
        if self._context is not None:
            self._context.box.close()
        self._close()

    def _close(self) -> None:
        if self._box is not None:
            self._box.hand_back()
            self._box = None


class Worker:
    """Takes the server's orders, one after another."""

    def __init__(self, channel: socket.socket) -> None:
        self._end = WorkerEnd(channel)
        self._grading: GradingContext | None = None

    def serve(self) -> None:
        """Work until the server hangs up."""
        while (received := self._end.receive()) is not None:
            match received:
                case GradingContext() as grading, _:
                    self._grading = grading
                case ListVariants() as order, _:
                    self._list_variants(order)
                case SearchOrder() as order, _:
                    self._search(order)
                case Order(mode=Mode.EXPLOIT) as order, [handle, *handles]:
                    with socket.socket(fileno=handle) as channel:
                        self._broker(order, BoxProxy(self._end, handles, order), channel)
                case Order(runs=(_, _, *_)) as order, handles:
                    self._run_batch(order, BoxProxy(self._end, handles, order))
                case Order() as order, handles:
                    self._run(order, BoxProxy(self._end, handles, order))

    def _context(self) -> GradingContext:
        if self._grading is None:
            raise SystemExit("an order before any grading context")
        return self._grading

    def _list_variants(self, order: ListVariants) -> None:
        grading, variants = self._context(), []
        for script in order.scripts:
            try:
                variants.append(list(variants_of(script, grading.seed)))
            except (Exception, SystemExit, OutcomeException) as error:  # noqa: BLE001  the author's
                run = CheckRun(unlisted(script.name, Kind.ATTACK), script, "attack")
                self._tell_fault(error, run)
                return
        self._end.send({"variants": variants})

    def _tell_fault(self, error: BaseException, run: CheckRun) -> None:
        self._end.send({"fault": asdict(fault_of(error, self._context().lab, run))})

    def _run(self, order: Order, box: BoxProxy) -> None:
        grading = self._context()
        slower = replace(grading, wall_seconds=grading.wall_seconds * order.time_factor)
        try:
            with closing(box):
                open_twin = box.open_twin if order.mode is Mode.ATTACK else None
                check = function_for(order, grading)
                observed = observe(slower, order.label, check, box, recorded=order.recorded, open_twin=open_twin)
        except (Exception, SystemExit, OutcomeException) as error:  # noqa: BLE001  ours or the author's
            self._tell_fault(error, order.first)
        else:
            self._conclude(*observed, is_attack=order.is_attack)

    def _conclude(self, context: CheckContext, result: CheckResult, *, is_attack: bool) -> None:
        """Tell the result, and how it came to it once the server has said how the suspect's box ended."""
        self._end.send({"result": asdict(result)})
        ending = self._end.answer()
        steps = timeline(context, result, ending, is_attack=is_attack) if isinstance(ending, Ending) else ()
        self._end.send({"steps": [asdict(step) for step in steps]})

    def _run_batch(self, order: Order, box: BoxProxy) -> None:
        """Do checks in one box, and tell each that went well; a later one that did not tells why in another box."""
        is_well, failure = False, None
        with suppress(Exception, SystemExit, OutcomeException), closing(box):
            open_twin = box.open_twin if order.is_attack else None
            is_well, failure = try_batch(self._context(), order, box, self._end.send, open_twin)
        if failure is None:
            self._end.send({"all_well": is_well})
        else:
            self._conclude(*failure, is_attack=order.is_attack)

    def _search(self, order: SearchOrder) -> None:
        """Search for what no attack tries; boxes come from the server, one after another."""
        from quintain.judge.worker.model import Model  # noqa: PLC0415  Hypothesis is for those who search
        from quintain.judge.worker.reader import read_samples  # noqa: PLC0415  as above
        from quintain.judge.worker.search import Search  # noqa: PLC0415  as above

        grading = self._context()
        try:
            search = Search(
                order=order,
                submission=grading.files,
                model=Model(order.model, read_samples(grading.files.values())),
                open=lambda files, label, stage: SuspectInSearch(
                    self._end, replace(grading, files=files), label, stage
                ),
                wall_seconds=grading.wall_seconds,
                report=self._end.send,
            )
            finding = search.run()
        except (Exception, SystemExit, OutcomeException) as error:  # noqa: BLE001  ours or the author's
            run = CheckRun(unlisted(order.model.name), order.model, "")
            self._tell_fault(error, run)
            return
        found = None if finding is None else asdict(finding)
        self._end.send({"searched": asdict(search.counts), "finding": found})

    def _broker(self, order: Order, box: BoxProxy, channel: socket.socket) -> None:
        """Let a learner's exploit meet the target; what it printed, the server tells when both boxes are gone."""
        grading = self._context()
        try:
            with closing(box):
                context = _set_up(grading, order.label, box)
                with closing(context.box):
                    broker = ExploitBroker(channel, context, grading)
                    cut_short = broker.serve(order.exploit or b"")
        except (Exception, SystemExit, OutcomeException) as error:  # noqa: BLE001  ours
            self._tell_fault(error, order.first)
            return
        self._end.send({"cut_short": cut_short})
        ending, console = cast("tuple[Ending, bytes]", self._end.answer())
        assert grading.lab.break_ is not None  # noqa: S101  the server has looked
        result = conclude(grading.lab.break_, context.canary, console, broker.outage, broker.silence)
        # What the exploit never got hold of, the steps must not give away.
        unknown_secrets = broker.unknown & context.canary.unknown_to([console.decode(errors="replace")])
        steps = timeline(context, result, ending, is_attack=True, share=WHOLE_SHARE)
        self._end.send({"result": asdict(result), "steps": [asdict(masked(step, unknown_secrets)) for step in steps]})


def function_for(order: Order, grading: GradingContext) -> CheckFunction:
    """Choose the function that runs a check."""
    match order.mode:
        case Mode.LOAD:
            return load_only
        case Mode.TEST:
            return partial(run_test, run=order.first)
        case Mode.ATTACK:
            if grading.control is None:
                raise LabBroken("There is no exploits/control.py.")
            return partial(attack, run=order.first, control=grading.control)
        case Mode.EXPLOIT:
            raise JudgeFault("An exploit came without its box.")


def observe(
    grading: GradingContext,
    label: str,
    check: CheckFunction,
    box: BoxHandle,
    *,
    recorded: bool = False,
    open_twin: OpenTwin | None = None,
) -> tuple[CheckContext, CheckResult]:
    """Plant files and fresh canaries in a box, and let ``check`` meet what runs there.

    The same seed and label draw the same canaries and the same values. With ``open_twin``, which opens a second box,
    the check may ask for a twin.
    """
    context = _set_up(grading, label, box, open_twin)
    recording: Recording = []
    context.box.recording = recording if recorded else None
    with closing(context.box):
        result = check(context)
    return context, replace(_with_traffic(result, context.box.traffic), recording=recording)


def timeline(
    context: CheckContext, result: CheckResult, ending: Ending, *, is_attack: bool, share: int = 1
) -> tuple[Step, ...]:
    """Give what a reader sees of a check whose box has ended."""
    if not context.log.is_empty:
        context.log.saw(_busy_line(ending))
    return context.log.timeline(is_attack=is_attack, stolen=result.stolen, share=share)


def try_batch(
    grading: GradingContext,
    order: Order,
    box: BoxHandle,
    report: Callable[[Mapping[str, object]], None],
    open_twin: OpenTwin | None = None,
) -> tuple[bool, tuple[CheckContext, CheckResult] | None]:
    """Do several checks in one box, each with evidence and time of its own, and ``report`` each that goes well.

    Returns:
        Whether all went well, and after attacks an honest user got through as well. If it was the first check that did
        not go well, also what came of it: nothing was in the box before it, so it counts.

    """
    context = _set_up(grading, order.label, box, open_twin)
    with closing(context.box):
        if load_only(context).outcome is not Outcome.PASSED:
            return False, None
        for number, run in enumerate(order.runs):
            context = _next_context(grading, run.label, context)
            cpu_seconds, traffic = box.cpu_seconds(), replace(context.box.traffic)
            result = _run_among_others(grading, context, run, is_attack=order.is_attack)
            if result.outcome not in {Outcome.PASSED, Outcome.REPELLED}:
                failure = context, _with_traffic(result, context.box.traffic)
                return False, failure if number == 0 else None
            steps = context.log.timeline(is_attack=result.outcome is Outcome.REPELLED)
            result = _with_traffic(result, context.box.traffic.since(traffic))
            cpu_seconds = box.cpu_seconds() - cpu_seconds + context.box.twin_cpu_seconds
            report({"done": asdict(replace(result, steps=steps, cpu_seconds=cpu_seconds))})
        if not order.is_attack:
            return True, None
        context = _next_context(grading, f"{order.label}/control", context)
        is_served = grading.control is not None and try_honest_user(context, grading.control) is None
        return is_served and leaked(context) is None, None


def _run_among_others(grading: GradingContext, context: CheckContext, run: CheckRun, *, is_attack: bool) -> CheckResult:
    if not is_attack:
        return run_test(context, run)
    locked_out = visit(context, grading.control) if run.after_visit and grading.control is not None else None
    return locked_out or attempt(context, run)


def _with_traffic(result: CheckResult, traffic: Traffic) -> CheckResult:
    return replace(result, sent_bytes=traffic.sent_bytes, received_bytes=traffic.received_bytes)


def _set_up(grading: GradingContext, label: str, box: BoxHandle, open_twin: OpenTwin | None = None) -> CheckContext:
    """Plant files and fresh canaries in a box, and give the first check its evidence and its values."""
    lab = grading.lab
    drawn = draw_all(lab.canaries, _rng(grading, label, "canaries"))
    box_files = plant(lab, grading.files, drawn, grading.binaries)
    log = Log({path: box_files.files[path] for path in lab.run.editable if path in box_files.files})
    suspect = _furnish(grading, box, box_files, log)
    suspect.tripwire = Tripwire(lab.canaries, drawn, box_files.contents)
    suspect.client_rng = _rng(grading, label, "visits")
    canaries = Canaries(drawn, box_files.planted)
    suspect.canary = canaries
    if open_twin is not None:
        furnish = partial(_furnish, grading)
        suspect.twins = TwinMaker(grading, drawn, partial(_rng, grading, label), open_twin, furnish)
    rng = _rng(grading, label, "values")
    return CheckContext(suspect, canaries, rng, log, lab, grading.packages, grading.seed)


def _next_context(grading: GradingContext, label: str, context: CheckContext) -> CheckContext:
    """Give another check in the same box evidence, time and values of its own."""
    log = Log(context.log.sources)
    context.box.begin(log)
    context.box.client_rng = _rng(grading, label, "visits")
    return replace(context, log=log, rng=_rng(grading, label, "values"))


def _rng(grading: GradingContext, label: str, purpose: str) -> random.Random:
    return random.Random(f"{grading.seed}/{label}/{purpose}")  # noqa: S311  replayable on purpose


def _furnish(grading: GradingContext, box: BoxHandle, box_files: BoxFiles, log: Log) -> SuspectBox:
    run = grading.lab.run
    try:
        return spec_of(grading.lab).suspect(box, run, box_files, log, grading.wall_seconds)
    except SuspectFault as error:
        ending = box.wait(1.0)
        output = "" if ending is None else ending.output.decode(errors="replace").strip()[-500:]
        raise JudgeFault(f"The box could not be furnished: {error.message} {output}") from error


def _busy_line(ending: Ending) -> Plain:
    """Find the learner's line in what the harness had the program write while a call went on and on."""
    _, header, trace = ending.output.rpartition(b"Stack (most recent call first)")
    match = BUSY_LINE.search(trace) if header else None
    if match is None:
        return []
    file, line, name = match[1].decode(errors="replace"), int(match[2]), match[3].decode(errors="replace")
    return [{"what": "busy", "text": f"{name}, line {line} of {file}", "file": file, "line": line}]
