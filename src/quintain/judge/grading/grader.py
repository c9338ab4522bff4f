"""One verdict in the making: does every run in its own box, a few at a time, and tells a listener as checks end."""

import logging
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Final

from quintain.judge.errors import AuthorMistake, JudgeFault, TooBusy
from quintain.judge.grading import sentences
from quintain.judge.grading.box_scheduler import BoxScheduler
from quintain.judge.grading.check_run import (
    GradingCase,
    limits_of,
    run_check,
    run_exploit,
    run_together,
)
from quintain.judge.grading.decision import decide, settle
from quintain.judge.grading.judge_sandbox import CheckRun, JudgeSandboxPool, WorkerFault
from quintain.judge.grading.plans import CheckPlan, VariantLister, named_by, narrow, open_checks, plan, with_visits
from quintain.judge.grading.shared_lock import SharedLock
from quintain.judge.grading.sharing import Pair, Share, share_out
from quintain.judge.grading.starting import may_not_start
from quintain.judge.loading import Script, read, read_helpers
from quintain.judge.profiles.native import libraries
from quintain.judge.profiles.registry import spec_of
from quintain.judge.protocol.messages import GradingContext, Mode, RunCheck, RunTogether, SandboxRun
from quintain.judge.stopping import RunStopped, StopSwitch
from quintain.judge.suspect.box import Recording
from quintain.judge.verdict import (
    Check,
    Event,
    ExploitRun,
    Fault,
    Finished,
    Kind,
    Listener,
    Outcome,
    Plan,
    Result,
    Started,
    StepKind,
    Verdict,
)
from quintain.judge.worker.check_runner import fault_of
from quintain.judge.worker.missing import packages_of
from quintain.packs.model import Fix, Lab
from quintain.sandbox import Runtime, Sandbox, SandboxError

log = logging.getLogger(__name__)

PATIENCE: Final = 3
TIMES_TOGETHER: Final = 2
TIMES_IN_DOUBT: Final = 3  # of four runs; what is there by chance in one of a hundred, is there so in 3 of a million
PATIENT: Final = 6  # times the usual time, for what a busy machine kept waiting
MOST_PATIENT_SECONDS: Final = 300.0  # for what was kept waiting even so
SHARE_OF_WAITING: Final = 0.25  # of the time that a program has; one that sleeps waits for no processor
LEAST_SHARE: Final = 0.25  # of the time of boxes that waited, which counts all the same: many processes wait at once
SHARE_OF_WORK: Final = 0.5  # of that time; what has computed for so long without an answer was not kept from it
OUT_OF_TIME: Final = "judge.E012"
EXPLOIT: Final = "exploit.py"
START: Final = "start"
STOPPED: Final = "Our judge stopped here, not your code."
STOPPED_BY_OWNER: Final = "You stopped the run."
STOPPED_RUN: Final = ExploitRun(
    has_landed=False,
    sentence="Your exploit did not come to its end, so this says nothing about it.",
    is_stopped=True,
)
GOT_THROUGH: Final = "An attack of this kind gets through."
STOPPED_SHORT: Final = "No attack of this kind gets through."


@dataclass(frozen=True, slots=True)
class Resources:
    """What a grader uses: boxes, how many at once, how long in all, and what its worker and a suspect see."""

    sandbox: Sandbox
    worker_runtime: Callable[[], Runtime]
    runtime_of: Callable[[Lab], Runtime]
    scheduler: BoxScheduler
    boxes: int
    box_seconds: float


@dataclass(frozen=True, slots=True)
class GradingOptions:
    """How one verdict is reached.

    ``run_all``: run everything, else stop as soon as the submission cannot be proven any more. ``reveal_hidden``: show
    hidden attacks and the words of faults, for authors. ``user``: whose submission it is. ``together``: let checks
    share sandboxes. ``only``: the one check, and variant of it, to run. ``patient``: try once more what a busy machine
    kept waiting. ``known``: the known wrong fix that it is; only what its ``by`` names is run.
    """

    attacks: bool = True
    run_all: bool = True
    reveal_hidden: bool = False
    user: str = ""
    together: bool = True
    only: tuple[str, str] | None = None
    patient: bool = True
    known: Fix | None = None


@dataclass(slots=True)
class Progress:
    """What is known so far, shared by the threads of one verdict."""

    runs: dict[str, dict[SandboxRun, Check]] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    started: set[str] = field(default_factory=set)
    unstarted: CheckRun | None = None
    """How the program failed to start, if it does not."""
    gone: int = 0
    box_seconds: float = 0.0


class Grader:
    """Gives one verdict, or does one other piece of work with a submission."""

    def __init__(
        self,
        resources: Resources,
        lab: Lab,
        files: Mapping[str, str],
        options: GradingOptions,
        *,
        seed: int | None = None,
        listener: Listener | None = None,
    ) -> None:
        self._resources, self._lab, self._files, self._options = resources, lab, files, options
        self._seed = secrets.randbits(63) if seed is None else seed
        self._listener = listener
        self._lock = threading.Lock()
        self._progress = Progress()
        self._usage = resources.scheduler.of(options.user)
        self._sandbox_lock = SharedLock()

    def grade(self) -> Verdict:
        """Try everything and give the verdict."""
        start = time.monotonic()
        try:
            with self._convene() as case:
                check_plans = plan(self._lab, self._list_variants(case) if self._options.attacks else None)
                if self._options.only:
                    check_plans = narrow(check_plans, *self._options.only)
                elif self._lab.run.profile.is_web:
                    check_plans = with_visits(check_plans, self._seed)
                check_plans = named_by(check_plans, self._options.known) if self._options.known else check_plans
                return self._grade_all(case, check_plans, start)
        except WorkerFault as error:
            return self._verdict(Result.ERROR, (), start, fault=error.fault)
        except (AuthorMistake, SandboxError, JudgeFault) as error:
            return self._verdict(Result.ERROR, (), start, fault=self._fault_of(error, self._lab_run()))

    @contextmanager
    def _convene(self) -> Iterator[GradingCase]:
        """Read the lab, and keep sandboxes of the judge open while it is tried."""
        lab, sandbox = self._lab, self._resources.sandbox
        helpers = read_helpers(lab.folder)
        control = read(lab.folder / "exploits" / "control.py", helpers) if self._options.attacks else None
        bare = replace(lab, fixes=(), prebuilt={})
        scene = read(lab.folder / lab.break_.scene, helpers) if lab.break_ and lab.break_.scene else None
        wall_seconds, packages = limits_of(lab).wall_seconds, packages_of(lab)
        grading = GradingContext(bare, self._files, libraries(lab), control, scene, self._seed, wall_seconds, packages)
        runtime = self._resources.runtime_of(lab)
        with JudgeSandboxPool(sandbox, self._resources.worker_runtime(), grading) as judge_sandboxes:
            yield GradingCase(lab, sandbox, runtime, judge_sandboxes)

    @staticmethod
    def _list_variants(case: GradingCase) -> VariantLister:
        def list_variants(scripts: tuple[Script, ...]) -> tuple[tuple[str, ...], ...]:
            with case.judge_sandboxes.borrow() as judge_sandbox:
                return judge_sandbox.list_variants(scripts)

        return list_variants

    def _lab_run(self) -> SandboxRun:
        return SandboxRun("lab", Kind.TEST, Script(self._lab.folder / "lab.toml", ""), "")

    def _fault_of(self, error: BaseException, run: SandboxRun) -> Fault:
        return error.fault if isinstance(error, WorkerFault) else fault_of(error, self._lab, run)

    def _grade_all(self, case: GradingCase, check_plans: Sequence[CheckPlan], start: float) -> Verdict:
        self._emit(Plan(open_checks(check_plans)))
        tried = self._start(case, check_plans)
        left = [check_plan for check_plan in check_plans if check_plan.check.id not in tried]
        shares = share_out(self._lab, left, self._seed, together=self._options.together)
        with ThreadPoolExecutor(self._resources.boxes, "judge") as threads:
            works = [threads.submit(self._work_on, case, each) for each in shares]
        for work in works:
            work.result()  # raises what a listener has raised
        if self._progress.unstarted is not None:
            return self._verdict_unstarted(check_plans, self._progress.unstarted, start)
        checks = tuple(self._progress.checks[check_plan.check.id] for check_plan in check_plans)
        for check in filter(self._is_secret, checks):
            self._emit(Finished(check))
        result = decide(checks)
        return self._verdict(result, checks, start, fault=self._fault() if result is Result.ERROR else None)

    def _verdict(
        self,
        result: Result,
        checks: Sequence[Check],
        start: float,
        sentence: str | None = None,
        *,
        fault: Fault | None = None,
    ) -> Verdict:
        said = sentence or sentences.of_verdict(result, checks)
        return Verdict(result, said, tuple(checks), self._seed, time.monotonic() - start, fault=fault)

    def _fault(self) -> Fault:
        if self._progress.faults:
            return self._progress.faults[0]
        message = f"The boxes of this verdict ran for {self._progress.box_seconds:.0f} seconds, and some had no turn."
        return Fault(OUT_OF_TIME, self._lab.slug, message, "Try again when the machine is less busy.")

    def _start(self, case: GradingCase, check_plans: Sequence[CheckPlan]) -> frozenset[str]:
        """Start the suspect, and note if even that fails: then nothing else is tried.

        Returns:
            The ids of tests that were tried for it, and need not be tried again.

        """
        if spec_of(self._lab).loads:
            self._load(case)
        if self._progress.unstarted is None and may_not_start(self._lab, self._files, check_plans):
            return self._start_by_tests(case, check_plans)
        return frozenset()

    def _load(self, case: GradingCase) -> None:
        """Start the suspect once without asking anything of it: it spares every other box the same wait.

        A busy machine may keep it waiting for longer than a check; what counts is its own work.
        """
        with suppress(Exception):  # every run would meet it again, and tells it better
            order = replace(self._order(self._lab_run(), Mode.LOAD, "start"), patience=PATIENT)
            check_run = self._run_check(case, order)
            if check_run.result.outcome is not Outcome.PASSED and not check_run.result.late:
                self._progress.unstarted = check_run

    def _start_by_tests(self, case: GradingCase, check_plans: Sequence[CheckPlan]) -> frozenset[str]:
        """Try tests one by one, each in a fresh sandbox, as long as the program says that none of its functions ran.

        Its word alone decides nothing. Only if it is so in every test, and one of them has failed, which makes the
        program broken in any case, the rest is not tried.
        """
        tests = [check_plan for check_plan in check_plans if check_plan.check.kind is Kind.TEST]
        random.Random(f"{self._seed}/start").shuffle(tests)  # noqa: S311  replayable on purpose
        tried: list[tuple[CheckPlan, CheckRun | None, Check]] = []
        for check_plan in tests:
            if self._enter(check_plan):
                break
            tried.append((check_plan, *self._try_alone(case, check_plan)))
            check_run = tried[-1][1]
            if check_run is None or not check_run.result.at_start:
                break
        failed = [run for _, run, _ in tried if run and run.result.at_start and run.result.outcome is Outcome.FAILED]
        if len(tried) == len(tests) and all(run and run.result.at_start for _, run, _ in tried) and failed:
            self._progress.unstarted = failed[0]
        else:
            for check_plan, _, check in tried:
                self._leave(check_plan, check_plan.runs[0], check)
        return frozenset(check_plan.check.id for check_plan, _, _ in tried)

    def _try_alone(self, case: GradingCase, check_plan: CheckPlan) -> tuple[CheckRun | None, Check]:
        run = check_plan.runs[0]
        try:
            check_run = self._run_check_surely(case, self._order(run, Mode.TEST))
        except Exception as error:  # noqa: BLE001  ours or the author's
            return None, self._broken_off(check_plan, run, error)
        return check_run, self._count(check_plan, run, check_run)

    def _verdict_unstarted(self, check_plans: Sequence[CheckPlan], check_run: CheckRun, start: float) -> Verdict:
        """Say why the program does not start; no test counts as failed for it, and no attack as stopped."""
        cause = check_run.result.cause
        told = (step for step in check_run.steps if step.kind is not StepKind.NOTE)
        began = Check(
            START,
            Kind.START,
            0,
            "The program starts",
            Outcome.FAILED,
            cause,
            steps=tuple(step for step in told if step.kind is not StepKind.CAME_BACK or step.text not in cause),
            wall_seconds=check_run.wall_seconds,
            cpu_seconds=check_run.cpu_seconds,
        )
        rest = open_checks(check_plans)
        for check in rest:
            self._emit(Finished(check))
        return self._verdict(Result.BROKEN, (began, *rest), start)

    def record(self) -> Recording:
        """Let the tests play and write down every question and its answer."""
        recording: Recording = []
        with self._convene() as case:
            for check_plan in plan(self._lab, None):
                if check_plan.check.kind is Kind.TEST:
                    with suppress(WorkerFault, JudgeFault, AuthorMistake):
                        recording += self._run_check(
                            case, self._order(check_plan.runs[0], Mode.TEST, recorded=True)
                        ).recording
        return recording

    def demonstrate(self) -> tuple[Check, ...]:
        """Let every variant of the attacks that are not hidden play, one box after the other."""
        with self._convene() as case:
            shown = [
                (check_plan, run)
                for check_plan in plan(self._lab, self._list_variants(case))
                if check_plan.check.kind is Kind.ATTACK and not check_plan.check.held_out
                for run in check_plan.runs
            ]
            return tuple(
                self._grade_run(case, check_plan, run) for check_plan, run in shown if not self._is_out_of_time()
            )

    def run_exploit(self, exploit: bytes, stop: StopSwitch) -> ExploitRun:
        """Let a learner's exploit try the submission, unless ``stop`` ends it."""
        run = SandboxRun(EXPLOIT, Kind.ATTACK, Script(self._lab.folder / EXPLOIT, ""), "")
        order = replace(self._order(run, Mode.EXPLOIT, EXPLOIT), exploit=exploit)
        try:
            stop.check()
            with self._convene() as case, self._resources.scheduler.acquire(self._usage, stop.check):
                exploit_run = run_exploit(case, order, stop)
        except RunStopped:
            return STOPPED_RUN
        except (WorkerFault, AuthorMistake, SandboxError, JudgeFault) as error:
            if stop.is_asked:  # what breaks then has broken for that reason
                return STOPPED_RUN
            return ExploitRun(has_landed=False, sentence=STOPPED, fault=self._fault_of(error, run))
        return self._stopped(exploit_run) if stop.is_asked else exploit_run

    def _stopped(self, exploit_run: ExploitRun) -> ExploitRun:
        """Tell of a run that was stopped: a secret that it had printed by then is stolen; an outage is our doing."""
        if exploit_run.has_landed and exploit_run.console_marks:
            return replace(exploit_run, cut_short=STOPPED_BY_OWNER)
        return replace(exploit_run, has_landed=False, sentence=STOPPED_RUN.sentence, cut_short="", is_stopped=True)

    def _order(self, run: SandboxRun, mode: Mode, label: str = "", *, recorded: bool = False) -> RunCheck:
        return RunCheck(run, label or run.label, mode, len(spec_of(self._lab).ports), recorded)

    def _work_on(self, case: GradingCase, share: Share) -> None:
        """Do checks in one sandbox as long as all goes well; only what fails in a fresh sandbox counts.

        What fails behind others comes first in the next sandbox. Where that has happened twice, none is shared.
        """
        pairs, failures = share.pairs, 0
        while pairs:
            left, has_failed = pairs, True
            if len(pairs) > 1 and failures < TIMES_TOGETHER:
                left, has_failed = self._work_together(case, replace(share, pairs=pairs))
                failures += has_failed
            if left == pairs:
                self._work(case, *pairs[0])
                left = pairs[1:]
            pairs = left

    def _work_together(self, case: GradingCase, share: Share) -> tuple[tuple[Pair, ...], bool]:
        """Do checks in one sandbox; return what is left, in the order to go on, and whether a later one has failed."""
        done: list[Check] = []
        pairs = share.pairs

        def told(check_run: CheckRun) -> None:
            check_plan, run = pairs[len(done)]
            done.append(self._checked(check_plan, run, check_run))
            if not share.is_attack:  # of an attack, an honest user has the last word
                self._leave(check_plan, run, done[-1])
                if len(done) < len(pairs):
                    self._enter(pairs[len(done)][0])

        if self._enter(pairs[0][0]):
            return pairs, True
        outcome = self._run_checks_together(case, share, told)
        if isinstance(outcome, CheckRun):
            return (pairs[1:], False) if self._leave_first(*pairs[0], outcome) else (pairs, True)
        if share.is_attack and not outcome:
            return (*pairs[len(done) : len(done) + 1], *pairs[: len(done)], *pairs[len(done) + 1 :]), True
        if share.is_attack:
            for (check_plan, run), check in zip(pairs, done, strict=True):
                self._leave(check_plan, run, check)
        return pairs[len(done) :], not outcome

    def _leave_first(self, check_plan: CheckPlan, run: SandboxRun, check_run: CheckRun) -> bool:
        """Count the first check of a sandbox, which failed, unless a busy machine kept it waiting or it is in doubt."""
        if check_run.result.doubtful or (self._options.patient and self._was_kept_waiting(check_run)):
            return False
        self._leave(check_plan, run, self._count(check_plan, run, check_run))
        return True

    def _was_kept_waiting(self, check_run: CheckRun, patience: int = 1) -> bool:
        waited_seconds = check_run.waited_seconds if check_run.result.late else 0.0
        return waited_seconds > SHARE_OF_WAITING * limits_of(self._lab).wall_seconds * patience

    def _run_checks_together(
        self, case: GradingCase, share: Share, told: Callable[[CheckRun], None]
    ) -> CheckRun | bool:
        """Open a sandbox for several checks; whatever breaks there is told by the check alone."""
        run = share.pairs[0][1]
        label = f"{run.label}/together"
        runs = tuple(run for _, run in share.pairs)
        order = RunTogether(runs, label, share.is_attack, len(spec_of(self._lab).ports))
        waited = 0.0
        outcome: CheckRun | bool = False
        with self._sandbox_lock.shared(), self._resources.scheduler.acquire(self._usage), suppress(Exception):
            began = time.monotonic()
            outcome, waited = run_together(case, order, told)
        if isinstance(outcome, CheckRun) and outcome.hit_a_limit:
            self._resources.scheduler.add_penalty(self._usage)
        self._count_time(time.monotonic() - began, waited)
        return outcome

    def _work(self, case: GradingCase, check_plan: CheckPlan, run: SandboxRun) -> None:
        """Do one run; whatever happens, its check gets an outcome."""
        self._leave(
            check_plan, run, check_plan.check if self._enter(check_plan) else self._grade_run(case, check_plan, run)
        )

    def _grade_run(self, case: GradingCase, check_plan: CheckPlan, run: SandboxRun) -> Check:
        mode = Mode.ATTACK if run.kind is Kind.ATTACK else Mode.TEST
        try:
            check_run = self._run_check_surely(case, self._order(run, mode))
        except Exception as error:  # noqa: BLE001  ours or the author's
            return self._broken_off(check_plan, run, error)
        return self._count(check_plan, run, check_run)

    def _count(self, check_plan: CheckPlan, run: SandboxRun, check_run: CheckRun) -> Check:
        with self._lock:
            self._progress.gone += check_run.result.gone and run.kind is Kind.TEST
        return self._checked(check_plan, run, check_run)

    def _checked(self, check_plan: CheckPlan, run: SandboxRun, check_run: CheckRun) -> Check:
        result = check_run.result
        return self._redact(
            replace(
                check_plan.check,
                outcome=result.outcome,
                sentence=result.sentence,
                variant=run.variant,
                steps=check_run.steps,
                wall_seconds=check_run.wall_seconds,
                cpu_seconds=check_run.cpu_seconds,
                sent_bytes=check_run.traffic.sent_bytes,
                received_bytes=check_run.traffic.received_bytes,
                cause=result.cause,
            )
        )

    def _run_check_surely(self, case: GradingCase, order: RunCheck) -> CheckRun:
        """Run it again with other secrets while all that it has found may have been there by chance.

        What is there because of the secret is there again. It counts if `TIMES_IN_DOUBT` of one run more have found it.
        """
        doubtful: list[CheckRun] = []
        cleared: CheckRun | None = None
        for number in range(TIMES_IN_DOUBT + 1):
            label = f"{order.label}/again/{number}" if number else order.label
            check_run = self._run_check_patiently(case, replace(order, label=label))
            if check_run.result.doubtful:
                doubtful.append(check_run)
            elif not doubtful or check_run.result.outcome in {Outcome.FAILED, Outcome.LANDED}:
                return check_run
            else:
                cleared = check_run
            if len(doubtful) == TIMES_IN_DOUBT:
                return check_run
        assert cleared is not None  # noqa: S101  else all of them were in doubt
        return cleared

    def _run_check_patiently(self, case: GradingCase, order: RunCheck) -> CheckRun:
        """Try once more what a busy machine kept from answering in time: with more time, and nothing beside it.

        If the machine kept it from answering again, it has some minutes: late is better than nothing.

        Raises:
            JudgeFault: The machine kept it from answering for minutes: that is nobody's fault in the box.

        """
        if not self._options.patient:
            return self._run_check(case, order)
        wall_seconds = limits_of(self._lab).wall_seconds
        try:
            check_run = self._run_check(case, order)
            if not self._was_kept_waiting(check_run):
                return check_run
        except JudgeFault:  # one sandbox broke; a second one may not
            log.exception("%s is tried once more", order.label)
        for patience in (PATIENT, max(PATIENT, round(MOST_PATIENT_SECONDS / wall_seconds))):
            check_run = self._run_check(case, replace(order, patience=patience), alone=True)
            has_worked = check_run.cpu_seconds > SHARE_OF_WORK * wall_seconds
            if has_worked or not self._was_kept_waiting(check_run, patience):
                return check_run
        raise TooBusy(f"The program did not get to answer: it waited {check_run.waited_seconds:.1f} seconds to run.")

    def _run_check(self, case: GradingCase, order: RunCheck, *, alone: bool = False) -> CheckRun:
        with (
            self._sandbox_lock.exclusive() if alone else self._sandbox_lock.shared(),
            self._resources.scheduler.acquire(self._usage),
        ):
            check_run = run_check(case, order)
        if check_run.hit_a_limit:
            self._resources.scheduler.add_penalty(self._usage)
        self._count_time(check_run.wall_seconds, check_run.waited_seconds)
        return check_run

    def _count_time(self, wall_seconds: float, waited_seconds: float) -> None:
        """Count how long boxes lived; what they waited for a processor, a busy machine has used and not they."""
        with self._lock:
            self._progress.box_seconds += max(wall_seconds - waited_seconds, LEAST_SHARE * wall_seconds)

    def _broken_off(self, check_plan: CheckPlan, run: SandboxRun, error: BaseException) -> Check:
        fault = self._fault_of(error, run)
        with self._lock:
            self._progress.faults.append(fault)
        sentence = f"{fault.where}: {fault.message}" if self._options.reveal_hidden else STOPPED
        return replace(check_plan.check, outcome=Outcome.ERROR, sentence=sentence)

    def _is_secret(self, check: Check) -> bool:
        """Whether nobody may learn from a check what it does; then when it begins and ends is not told, either."""
        return check.held_out and not self._options.reveal_hidden

    def _redact(self, check: Check) -> Check:
        """Keep what a hidden attack does to ourselves: its own words would tell as much as its steps.

        So would what it cost, which the program can move by each letter that it is sent.
        """
        if not self._is_secret(check):
            return check
        sentence = GOT_THROUGH if check.outcome is Outcome.LANDED else STOPPED_SHORT
        told = replace(check, steps=(), variant="", sentence=sentence, cause="")
        return replace(told, wall_seconds=0.0, cpu_seconds=0.0, sent_bytes=0, received_bytes=0)

    def _enter(self, check_plan: CheckPlan) -> bool:
        """Announce a check; tell whether its run needs no box any more."""
        with self._lock:
            needless = self._needless(check_plan)
            if not needless and check_plan.check.id not in self._progress.started:
                self._progress.started.add(check_plan.check.id)
                if not self._is_secret(check_plan.check):
                    self._emit(Started(check_plan.check.id))
            return needless

    def _needless(self, check_plan: CheckPlan) -> bool:
        progress = self._progress
        if progress.unstarted is not None or self._is_out_of_time() or progress.gone >= PATIENCE:
            return True
        if any(check.outcome is Outcome.LANDED for check in progress.runs.get(check_plan.check.id, {}).values()):
            return True
        return not self._options.run_all and self._is_refuted()

    def _is_out_of_time(self) -> bool:
        return self._progress.box_seconds > self._resources.box_seconds

    def _is_refuted(self) -> bool:
        """Whether the submission cannot be proven any more: a test has failed, or an attack has succeeded."""
        done = (check for runs in self._progress.runs.values() for check in runs.values())
        return any(check.outcome in {Outcome.FAILED, Outcome.LANDED} for check in done)

    def _leave(self, check_plan: CheckPlan, run: SandboxRun, check: Check) -> None:
        with self._lock:
            done = self._progress.runs.setdefault(check_plan.check.id, {})
            done[run] = check
            if len(done) == len(check_plan.runs):
                settled = settle(done[each] for each in check_plan.runs)
                self._progress.checks[check_plan.check.id] = settled
                if not self._is_secret(settled):
                    self._emit(Finished(settled))

    def _emit(self, event: Event) -> None:
        if self._listener is not None:
            self._listener(event)
