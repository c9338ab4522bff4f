"""Lets a function of a test meet a suspect in a real box, in the test's own process instead of the judge's sandbox."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from quintain.judge.grading.box_runner import limits_of, open_box
from quintain.judge.grading.looking import OwnBox
from quintain.judge.judge import Judge
from quintain.judge.loading import read, read_helpers, variants_of
from quintain.judge.profiles.native import libraries
from quintain.judge.protocol.messages import CheckRun, GradingContext, unlisted
from quintain.judge.verdict import Kind, Outcome, Step
from quintain.judge.worker.check_runner import CheckContext, CheckResult, attack
from quintain.judge.worker.judge_worker import observe as observe_box
from quintain.judge.worker.judge_worker import timeline
from quintain.packs.model.lab import Lab


@dataclass(frozen=True, slots=True)
class Met:
    """What a reader would see of a meeting."""

    steps: tuple[Step, ...]
    result: CheckResult


def observe(judge: Judge, lab: Lab, files: Mapping[str, str], work: Callable[[CheckContext], object]) -> Met:
    """Let ``work`` meet a suspect."""

    def check(context: CheckContext) -> CheckResult:
        work(context)
        return CheckResult(Outcome.PASSED)

    return run_function(judge, lab, files, check)


def run_attack(judge: Judge, lab: Lab, files: Mapping[str, str], name: str) -> CheckResult:
    """Let one attack of a lab alone meet a suspect, the first of its variants."""
    helpers = read_helpers(lab.folder)
    script, control = (read(lab.folder / "exploits" / f"{each}.py", helpers) for each in (name, "control"))
    run = CheckRun(unlisted(name, Kind.ATTACK), script, "attack", variant=variants_of(script, 0)[0])
    return run_function(judge, lab, files, lambda context: attack(context, run, control)).result


def run_function(judge: Judge, lab: Lab, files: Mapping[str, str], check: Callable[[CheckContext], CheckResult]) -> Met:
    """Let a function that gives a result meet a suspect."""
    grading = GradingContext(lab, files, libraries(lab), None, None, 1, limits_of(lab).wall_seconds)
    with open_box(lab, judge._sandbox, judge.runtime(lab)) as box:
        context, result = observe_box(grading, "meeting", check, OwnBox(box))
        ending = box.close()
    return Met(timeline(context, result, ending, is_attack=True), result)
