"""One submission under trial: the judge's own boxes are open for it, and whatever is tried on it goes through here."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from quintain.judge.grading.box_runner import BoxRunner, Resources, limits_of
from quintain.judge.grading.judge_box import JudgeBoxPool, WorkerFault
from quintain.judge.grading.options import GradingOptions
from quintain.judge.grading.retries import Retries
from quintain.judge.loading import Script, read, read_helpers
from quintain.judge.profiles.native import libraries
from quintain.judge.profiles.registry import spec_of
from quintain.judge.protocol.messages import CheckRun, GradingContext, Mode, Order, unlisted
from quintain.judge.verdict import Fault
from quintain.judge.worker.check_runner import CheckResult, fault_of
from quintain.judge.worker.missing import packages_of
from quintain.packs.model.lab import Lab


@dataclass(frozen=True, slots=True)
class Session:
    """A submission to a lab, and what runs it. ``runner`` runs an order once, ``retries`` until its result counts."""

    lab: Lab
    files: Mapping[str, str]
    options: GradingOptions
    seed: int
    judge_boxes: JudgeBoxPool
    runner: BoxRunner
    retries: Retries

    def list_variants(self, scripts: tuple[Script, ...]) -> tuple[tuple[str, ...], ...]:
        """Name the variants of each attack.

        Raises:
            WorkerFault: one of the files cannot be used.
            JudgeFault: the worker broke down, or one of the files never comes to an end.

        """
        with self.judge_boxes.borrow() as judge_box:
            return judge_box.list_variants(scripts)

    def order(self, *runs: CheckRun, label: str = "") -> Order:
        """Ask for tests, or for variants of one attack."""
        mode = Mode.ATTACK if runs[0].is_attack else Mode.TEST
        return Order(runs, label or runs[0].label, mode, len(spec_of(self.lab).ports))

    def try_run(self, run: CheckRun) -> CheckResult | Fault:
        """Run a check until its result counts; what breaks is a fault, of ours or of the lab's author."""
        try:
            return self.retries.run(self.order(run))
        except Exception as error:  # noqa: BLE001  whatever it is, its check gets an outcome
            return describe(error, self.lab, run)


@contextmanager
def open_session(
    resources: Resources, lab: Lab, files: Mapping[str, str], options: GradingOptions
) -> Iterator[Session]:
    """Read the lab, and keep boxes of the judge open while the submission is tried.

    Raises:
        AuthorMistake: a file of the lab cannot be used.
        JudgeFault, SandboxError: something that boxes need cannot be obtained.

    """
    usage = resources.scheduler.of(options.user)
    seed = draw_seed() if options.seed is None else options.seed
    helpers = read_helpers(lab.folder)
    control = read(lab.folder / "exploits" / "control.py", helpers) if options.attacks else None
    scene = read(lab.folder / lab.break_.scene, helpers) if lab.break_ and lab.break_.scene else None
    bare, wall_seconds = replace(lab, fixes=(), prebuilt={}), limits_of(lab).wall_seconds
    grading = GradingContext(bare, files, libraries(lab), control, scene, seed, wall_seconds, packages_of(lab))
    runtime = resources.runtime_of(lab)
    with JudgeBoxPool(resources.sandbox, resources.worker_runtime(), grading) as judge_boxes:
        runner = BoxRunner(lab, resources, runtime, usage, judge_boxes)
        retries = Retries(runner, wall_seconds, when_busy=options.retry_when_busy)
        yield Session(lab, files, options, seed, judge_boxes, runner, retries)


def draw_seed() -> int:
    """Draw the seed of a verdict."""
    return secrets.randbits(63)


def lab_run(lab: Lab) -> CheckRun:
    """Stand for the lab as a whole, where something happens before any check."""
    return CheckRun(unlisted("lab"), Script(lab.folder / "lab.toml", ""), "")


def describe(error: BaseException, lab: Lab, run: CheckRun) -> Fault:
    """Describe a failure that is not the suspect's."""
    return error.fault if isinstance(error, WorkerFault) else fault_of(error, lab, run)
