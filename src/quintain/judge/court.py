"""One verdict in the making: runs every job in its box, a few at a time, and tells a listener as checks end."""

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Final

from quintain.judge import sentences
from quintain.judge.chamber import Chambers, Reported, Trial
from quintain.judge.decision import decide, settle
from quintain.judge.errands import Brief, Errand, Ruling
from quintain.judge.errors import AuthorMistake, JudgeFault
from quintain.judge.loading import Script, read
from quintain.judge.native import libraries
from quintain.judge.plans import Job, Survey, Task, narrow, open_checks, plan
from quintain.judge.rulings import fault_of
from quintain.judge.suspect import Tape
from quintain.judge.trial import Case, assault, hold, limits_of, listening_ports
from quintain.judge.turns import Turns
from quintain.judge.verdict import (
    Assaulted,
    Check,
    Event,
    Fault,
    Finished,
    Kind,
    Listener,
    Outcome,
    Plan,
    Result,
    Started,
    Verdict,
)
from quintain.packs.model import Lab, Profile
from quintain.sandbox import Runtime, Sandbox, SandboxError

PATIENCE: Final = 3
OUT_OF_TIME: Final = "judge.E012"
EXPLOIT: Final = "exploit.py"
STOPPED: Final = "Our judge stopped here, not your code."
GOT_THROUGH: Final = "An attack of this kind gets through."
STOPPED_SHORT: Final = "No attack of this kind gets through."
LOADED: Final = (Profile.FUNCTION, Profile.HTTP, Profile.NATIVE, Profile.CLIENT)


@dataclass(frozen=True, slots=True)
class Bench:
    """What a court sits on: boxes, how many at once, how long in all, and what a room of its own and a suspect see."""

    sandbox: Sandbox
    room: Callable[[], Runtime]
    runtime_of: Callable[[Lab], Runtime]
    turns: Turns
    boxes: int
    box_seconds: float


@dataclass(frozen=True, slots=True)
class Manners:
    """How a court works.

    ``thorough``: run everything, else stop as soon as the verdict is decided. ``frank``: show held-out attacks and the
    words of faults, for authors. ``party``: whose turn it is. ``only``: the one check, and variant of it, to run.
    """

    attacks: bool = True
    thorough: bool = True
    frank: bool = False
    party: str = ""
    only: tuple[str, str] | None = None


@dataclass(slots=True)
class Docket:
    """What is known so far, shared by the threads of one verdict."""

    jobs: dict[str, dict[Job, Check]] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    started: set[str] = field(default_factory=set)
    gone: int = 0
    box_seconds: float = 0.0


class Court:
    """Sits once."""

    def __init__(
        self,
        bench: Bench,
        lab: Lab,
        files: Mapping[str, str],
        manners: Manners,
        *,
        seed: int | None = None,
        listener: Listener | None = None,
    ) -> None:
        self._bench, self._lab, self._files, self._manners = bench, lab, files, manners
        self._seed = secrets.randbits(63) if seed is None else seed
        self._listener = listener
        self._lock = threading.Lock()
        self._docket = Docket()
        self._turn = bench.turns.of(manners.party)
        self._planned: tuple[Check, ...] = ()

    def sit(self) -> Verdict:
        """Try everything and give the verdict."""
        start = time.monotonic()
        try:
            with self._convene() as case:
                tasks = plan(self._lab, self._survey(case) if self._manners.attacks else None)
                tasks = narrow(tasks, *self._manners.only) if self._manners.only else tasks
                return self._try_all(case, tasks, start)
        except Reported as error:
            return self._verdict(Result.ERROR, (), start, fault=error.fault)
        except (AuthorMistake, SandboxError, JudgeFault) as error:
            return self._verdict(Result.ERROR, (), start, fault=self._fault_of(error, self._lab_job()))

    @contextmanager
    def _convene(self) -> Iterator[Case]:
        """Read the lab, and hold rooms of the judge's own while it is tried."""
        lab, sandbox = self._lab, self._bench.sandbox
        control = read(lab.folder / "exploits" / "control.py") if self._manners.attacks else None
        bare = replace(lab, fixes=(), prebuilt={})
        scene = read(lab.folder / lab.break_.scene) if lab.break_ and lab.break_.scene else None
        brief = Brief(bare, self._files, libraries(lab), control, scene, self._seed, limits_of(lab).wall_seconds)
        runtime = self._bench.runtime_of(lab)
        with Chambers(sandbox, self._bench.room(), brief) as chambers:
            yield Case(lab, sandbox, runtime, chambers)

    @staticmethod
    def _survey(case: Case) -> Survey:
        def survey(scripts: tuple[Script, ...]) -> tuple[tuple[str, ...], ...]:
            with case.chambers.borrow() as chamber:
                return chamber.survey(scripts)

        return survey

    def _lab_job(self) -> Job:
        return Job("lab", Kind.TEST, Script(self._lab.folder / "lab.toml", ""), "")

    def _fault_of(self, error: BaseException, job: Job) -> Fault:
        return error.fault if isinstance(error, Reported) else fault_of(error, self._lab, job)

    def _try_all(self, case: Case, tasks: Sequence[Task], start: float) -> Verdict:
        self._planned = open_checks(tasks)
        self._emit(Plan(self._planned))
        refusal = self._start(case, tasks)
        if refusal is not None:
            checks, sentence = refusal
            return self._verdict(Result.BROKEN, checks, start, sentence)
        with ThreadPoolExecutor(self._bench.boxes, "judge") as threads:
            works = [threads.submit(self._work, case, task, job) for task in tasks for job in task.jobs]
        for work in works:
            work.result()  # raises what a listener has raised
        checks = tuple(self._docket.checks[task.check.id] for task in tasks)
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
        if self._docket.faults:
            return self._docket.faults[0]
        message = f"The boxes of this verdict ran for {self._docket.box_seconds:.0f} seconds, and some had no turn."
        return Fault(OUT_OF_TIME, self._lab.slug, message, "Try again when the machine is less busy.")

    def _start(self, case: Case, tasks: Sequence[Task]) -> tuple[tuple[Check, ...], str] | None:
        """Start the suspect once, and rule at once if even that fails: it spares every other box the same wait."""
        if self._lab.run.profile not in LOADED:
            return None
        try:
            trial = self._hold(case, self._errand(self._lab_job(), Ruling.LOAD, "start"))
        except Exception:  # noqa: BLE001  every job would meet it again, and tells it better
            return None
        if trial.finding.outcome is Outcome.PASSED:
            return None
        sentence = sentences.of_start(trial.finding.sentence)
        checks = tuple(self._unstarted(task.check, trial, sentence) for task in tasks)
        for check in checks:
            self._emit(Finished(check))
        return checks, sentence

    @staticmethod
    def _unstarted(check: Check, trial: Trial, sentence: str) -> Check:
        if check.kind is not Kind.TEST:
            return check
        return replace(check, outcome=Outcome.FAILED, sentence=sentence, steps=trial.steps)

    def record(self) -> Tape:
        """Let the visits play and write down every question and its answer."""
        tape: Tape = []
        with self._convene() as case:
            for task in plan(self._lab, None):
                if task.check.kind is Kind.TEST:
                    with suppress(Reported, JudgeFault, AuthorMistake):
                        tape += self._hold(case, self._errand(task.jobs[0], Ruling.VISIT, taped=True)).tape
        return tape

    def demonstrate(self) -> tuple[Check, ...]:
        """Let every variant of the attacks that are not held out play, one box after the other."""
        with self._convene() as case:
            shown = [
                (task, job)
                for task in plan(self._lab, self._survey(case))
                if task.check.kind is Kind.ATTACK and not task.check.held_out
                for job in task.jobs
            ]
            return tuple(self._try(case, task, job) for task, job in shown if not self._is_out_of_time())

    def assault(self, exploit: bytes) -> Assaulted:
        """Let a learner's exploit try the submission."""
        job = Job(EXPLOIT, Kind.ATTACK, Script(self._lab.folder / EXPLOIT, ""), "")
        errand = replace(self._errand(job, Ruling.BREAK, EXPLOIT), exploit=exploit)
        try:
            with self._convene() as case, self._bench.turns.take(self._turn):
                return assault(case, errand)
        except (Reported, AuthorMistake, SandboxError, JudgeFault) as error:
            return Assaulted(has_landed=False, sentence=STOPPED, fault=self._fault_of(error, job))

    def _errand(self, job: Job, ruling: Ruling, label: str = "", *, taped: bool = False) -> Errand:
        label = label or f"{job.check}/{job.variant}"
        return Errand(job, label, ruling, len(listening_ports(self._lab)), taped)

    def _work(self, case: Case, task: Task, job: Job) -> None:
        """Do one job; whatever happens, its check gets an outcome."""
        self._leave(task, job, task.check if self._enter(task) else self._try(case, task, job))

    def _try(self, case: Case, task: Task, job: Job) -> Check:
        ruling = Ruling.ATTACK if job.kind is Kind.ATTACK else Ruling.VISIT
        try:
            trial = self._hold(case, self._errand(job, ruling))
        except Exception as error:  # noqa: BLE001  ours or the author's
            return self._broken_off(task, job, error)
        finding = trial.finding
        with self._lock:
            self._docket.gone += finding.gone and job.kind is Kind.TEST
        return self._curtain(
            replace(
                task.check,
                outcome=finding.outcome,
                sentence=finding.sentence,
                variant=job.variant,
                steps=trial.steps,
                wall_seconds=trial.wall_seconds,
                cpu_seconds=trial.cpu_seconds,
                sent_bytes=trial.traffic.sent_bytes,
                received_bytes=trial.traffic.received_bytes,
            )
        )

    def _hold(self, case: Case, errand: Errand) -> Trial:
        with self._bench.turns.take(self._turn):
            trial = hold(case, errand)
        if trial.hit_a_limit:
            self._bench.turns.fine(self._turn)
        with self._lock:
            self._docket.box_seconds += trial.wall_seconds
        return trial

    def _broken_off(self, task: Task, job: Job, error: BaseException) -> Check:
        fault = self._fault_of(error, job)
        with self._lock:
            self._docket.faults.append(fault)
        sentence = f"{fault.where}: {fault.message}" if self._manners.frank else STOPPED
        return replace(task.check, outcome=Outcome.ERROR, sentence=sentence)

    def _curtain(self, check: Check) -> Check:
        """Keep what a held-out attack does to ourselves: its own words would tell as much as its steps."""
        if not check.held_out or self._manners.frank:
            return check
        sentence = GOT_THROUGH if check.outcome is Outcome.LANDED else STOPPED_SHORT
        return replace(check, steps=(), variant="", sentence=sentence)

    def _enter(self, task: Task) -> bool:
        """Announce a check; tell whether its job needs no box any more."""
        with self._lock:
            needless = self._needless(task)
            if not needless and task.check.id not in self._docket.started:
                self._docket.started.add(task.check.id)
                self._emit(Started(task.check.id))
            return needless

    def _needless(self, task: Task) -> bool:
        docket = self._docket
        if self._is_out_of_time() or docket.gone >= PATIENCE:
            return True
        if any(check.outcome is Outcome.LANDED for check in docket.jobs.get(task.check.id, {}).values()):
            return True
        return not self._manners.thorough and self._decided()

    def _is_out_of_time(self) -> bool:
        return self._docket.box_seconds > self._bench.box_seconds

    def _decided(self) -> bool:
        """Whether nothing that is still to come can change the verdict."""
        checks = self._docket.checks.values()
        if any(check.kind is Kind.TEST and check.outcome is Outcome.FAILED for check in checks):
            return True
        open_tests = any(check.kind is Kind.TEST and check.id not in self._docket.checks for check in self._planned)
        return not open_tests and any(check.outcome is Outcome.LANDED for check in checks)

    def _leave(self, task: Task, job: Job, check: Check) -> None:
        with self._lock:
            done = self._docket.jobs.setdefault(task.check.id, {})
            done[job] = check
            if len(done) == len(task.jobs):
                settled = settle(done[each] for each in task.jobs)
                self._docket.checks[task.check.id] = settled
                self._emit(Finished(settled))

    def _emit(self, event: Event) -> None:
        if self._listener is not None:
            self._listener(event)
