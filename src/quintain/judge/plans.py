"""Lists what is to be tried on a submission: one job for each test and each variant of an attack, a box for each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from quintain.judge.loading import Script, TestCase, find_tests, read, read_helpers
from quintain.judge.verdict import Check, Kind, Outcome
from quintain.packs.model import Exploit, Lab


@dataclass(frozen=True, slots=True)
class Job:
    """One trip into a box."""

    check: str
    kind: Kind
    script: Script
    function: str
    needs: tuple[str, ...] = ()
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A check that is still open, and the jobs that decide it."""

    check: Check
    jobs: tuple[Job, ...]


type VariantLister = Callable[[tuple[Script, ...]], tuple[tuple[str, ...], ...]]


def plan(lab: Lab, list_variants: VariantLister | None) -> tuple[Task, ...]:
    """List everything to be tried, in the order in which readers see it.

    Args:
        lab: the lab.
        list_variants: names the variants of each attack, for which the file must run; None leaves attacks out.

    Raises:
        LabBroken: a file of the lab cannot be used.

    """
    helpers = read_helpers(lab.folder)
    visits = [*_tests(lab, "tests", Kind.TEST, helpers), *_tests(lab, "wanted", Kind.WANTED, helpers)]
    tasks = [_visit(number, *each) for number, each in enumerate(visits, 1)]
    if list_variants is not None:
        scripts = tuple(read(lab.folder / "exploits" / f"{exploit.name}.py", helpers) for exploit in lab.exploits)
        found = zip(lab.exploits, scripts, list_variants(scripts), strict=True)
        tasks += [_attack(number, *each) for number, each in enumerate(found, 1)]
    return tuple(tasks)


def narrow(tasks: Sequence[Task], check: str, variant: str) -> tuple[Task, ...]:
    """Keep one check alone, and of an attack one variant."""
    return tuple(
        replace(task, jobs=tuple(job for job in task.jobs if job.variant == variant))
        for task in tasks
        if task.check.id == check
    )


def open_checks(tasks: Sequence[Task]) -> tuple[Check, ...]:
    """Give the checks as they stand before anything has run."""
    return tuple(task.check for task in tasks)


def _tests(lab: Lab, folder: str, kind: Kind, helpers: Script | None) -> Iterator[tuple[Kind, str, TestCase]]:
    for case in find_tests(lab.folder / folder, helpers):
        yield kind, f"{folder}/{case.script.name}::{case.function}", case


def _visit(number: int, kind: Kind, name: str, case: TestCase) -> Task:
    check = Check(name, kind, number, case.title, Outcome.SKIPPED)
    return Task(check, (Job(name, kind, case.script, case.function, case.needs),))


def _attack(number: int, exploit: Exploit, script: Script, variants: tuple[str, ...]) -> Task:
    name = f"exploits/{exploit.name}"
    check = Check(name, Kind.ATTACK, number, exploit.title, Outcome.SKIPPED, held_out=exploit.held_out)
    jobs = tuple(Job(name, Kind.ATTACK, script, "attack", variant=variant) for variant in variants)
    return Task(check, jobs)
