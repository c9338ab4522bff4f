"""Lists what is to be tried on a submission: one job for each test and each variant of an attack, a box for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quintain.judge.loading import Script, TestCase, find_tests, read, variants_of
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


def plan(lab: Lab, *, attacks: bool = True) -> tuple[Task, ...]:
    """List everything to be tried, in the order in which readers see it.

    Raises:
        LabBroken: a file of the lab cannot be used.

    """
    visits = [*_tests(lab, "tests", Kind.TEST), *_tests(lab, "wanted", Kind.WANTED)]
    tasks = [_visit(number, *each) for number, each in enumerate(visits, 1)]
    if attacks:
        tasks += [_attack(lab, number, exploit) for number, exploit in enumerate(lab.exploits, 1)]
    return tuple(tasks)


def open_checks(tasks: Sequence[Task]) -> tuple[Check, ...]:
    """Give the checks as they stand before anything has run."""
    return tuple(task.check for task in tasks)


def _tests(lab: Lab, folder: str, kind: Kind) -> Iterator[tuple[Kind, str, TestCase]]:
    for case in find_tests(lab.folder / folder):
        yield kind, f"{folder}/{case.script.name}::{case.function}", case


def _visit(number: int, kind: Kind, name: str, case: TestCase) -> Task:
    check = Check(name, kind, number, case.title, Outcome.SKIPPED)
    return Task(check, (Job(name, kind, case.script, case.function, case.needs),))


def _attack(lab: Lab, number: int, exploit: Exploit) -> Task:
    name = f"exploits/{exploit.name}"
    script = read(lab.folder / "exploits" / f"{exploit.name}.py")
    check = Check(name, Kind.ATTACK, number, exploit.title, Outcome.SKIPPED, held_out=exploit.held_out)
    jobs = tuple(Job(name, Kind.ATTACK, script, "attack", variant=variant) for variant in variants_of(script))
    return Task(check, jobs)
