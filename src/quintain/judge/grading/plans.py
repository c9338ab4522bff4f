"""Lists what is to be tried on a submission: one run for each test and each variant of an attack, a box for each."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from quintain.judge.grading.recognition import name_of
from quintain.judge.loading import Script, TestCase, find_tests, read, read_helpers
from quintain.judge.protocol.messages import SandboxRun
from quintain.judge.verdict import Check, Kind, Outcome
from quintain.packs.model import Exploit, Fix, Lab


@dataclass(frozen=True, slots=True)
class CheckPlan:
    """A check that is still open, and the runs that decide it."""

    check: Check
    runs: tuple[SandboxRun, ...]


type VariantLister = Callable[[tuple[Script, ...]], tuple[tuple[str, ...], ...]]


def plan(lab: Lab, list_variants: VariantLister | None) -> tuple[CheckPlan, ...]:
    """List everything to be tried, in the order in which readers see it.

    Args:
        lab: the lab.
        list_variants: names the variants of each attack, for which the file must run; None leaves attacks out.

    Raises:
        LabBroken: a file of the lab cannot be used.

    """
    helpers = read_helpers(lab.folder)
    tests = [*_tests(lab, "tests", Kind.TEST, helpers), *_tests(lab, "wanted", Kind.WANTED, helpers)]
    check_plans = [_test(number, *each) for number, each in enumerate(tests, 1)]
    if list_variants is not None:
        scripts = tuple(read(lab.folder / "exploits" / f"{exploit.name}.py", helpers) for exploit in lab.exploits)
        found = zip(lab.exploits, scripts, list_variants(scripts), strict=True)
        check_plans += [_attack(number, *each) for number, each in enumerate(found, 1)]
    return tuple(check_plans)


def narrow(check_plans: Sequence[CheckPlan], check: str, variant: str) -> tuple[CheckPlan, ...]:
    """Keep one check alone, and of an attack one variant."""
    return tuple(
        replace(check_plan, runs=tuple(run for run in check_plan.runs if run.variant == variant))
        for check_plan in check_plans
        if check_plan.check.id == check
    )


def with_visits(check_plans: Sequence[CheckPlan], seed: int) -> tuple[CheckPlan, ...]:
    """Let an honest user come before one variant of each attack, or before a second run of its only one.

    A program may be tight until its owner has been there.
    """
    return tuple(_with_visit(each, seed) if each.check.kind is Kind.ATTACK else each for each in check_plans)


def _with_visit(check_plan: CheckPlan, seed: int) -> CheckPlan:
    runs = list(check_plan.runs)
    rng = random.Random(f"{seed}/{check_plan.check.id}/visit")  # noqa: S311  replayable on purpose
    visited = rng.randrange(len(runs))
    after = replace(runs[visited], after_visit=True)
    runs[visited:] = [after, *runs[visited + 1 :]] if len(runs) > 1 else [*runs, after]
    return replace(check_plan, runs=tuple(runs))


def named_by(check_plans: Sequence[CheckPlan], fix: Fix) -> tuple[CheckPlan, ...]:
    """Keep the tests and attacks that reject a known wrong fix by its author's word."""
    return tuple(check_plan for check_plan in check_plans if name_of(check_plan.check) in fix.by)


def open_checks(check_plans: Sequence[CheckPlan]) -> tuple[Check, ...]:
    """Give the checks as they are before anything has run."""
    return tuple(check_plan.check for check_plan in check_plans)


def _tests(lab: Lab, folder: str, kind: Kind, helpers: Script | None) -> Iterator[tuple[Kind, str, TestCase]]:
    for case in find_tests(lab.folder / folder, helpers):
        yield kind, f"{folder}/{case.script.name}::{case.function}", case


def _test(number: int, kind: Kind, name: str, case: TestCase) -> CheckPlan:
    check = Check(name, kind, number, case.title, Outcome.SKIPPED)
    return CheckPlan(check, (SandboxRun(name, kind, case.script, case.function, case.needs),))


def _attack(number: int, exploit: Exploit, script: Script, variants: tuple[str, ...]) -> CheckPlan:
    name = f"exploits/{exploit.name}"
    check = Check(name, Kind.ATTACK, number, exploit.title, Outcome.SKIPPED, held_out=exploit.held_out)
    runs = tuple(SandboxRun(name, Kind.ATTACK, script, "attack", variant=variant) for variant in variants)
    return CheckPlan(check, runs)
