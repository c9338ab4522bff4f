"""Lists what is to be tried on a submission: one run for each test and each variant of an attack."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from quintain.judge.loading import Script, find_tests, read, read_helpers
from quintain.judge.protocol.messages import CheckRun
from quintain.judge.verdict import Check, Kind, Outcome
from quintain.packs.model.lab import Exploit, Lab

type VariantLister = Callable[[tuple[Script, ...]], tuple[tuple[str, ...], ...]]


def plan(lab: Lab, list_variants: VariantLister | None) -> tuple[CheckRun, ...]:
    """List everything to be tried, in the order in which readers see it.

    Args:
        lab: the lab.
        list_variants: names the variants of each attack, for which the file must run; None leaves attacks out.

    Raises:
        LabBroken: a file of the lab cannot be used.

    """
    helpers = read_helpers(lab.folder)
    runs = list(_tests(lab, helpers))
    if list_variants is not None:
        scripts = tuple(read(lab.folder / "exploits" / f"{exploit.name}.py", helpers) for exploit in lab.exploits)
        attacks = zip(lab.exploits, scripts, list_variants(scripts), strict=True)
        for number, attack in enumerate(attacks, 1):
            runs += _attack(number, *attack)
    return tuple(runs)


def with_visits(runs: Sequence[CheckRun], seed: int) -> tuple[CheckRun, ...]:
    """Let an honest user come before one variant of each attack, or before a second run of its only one.

    A program may be tight until its owner has been there.
    """
    return tuple(run for variants in by_check(runs).values() for run in _with_visit(variants, seed))


def _with_visit(variants: tuple[CheckRun, ...], seed: int) -> tuple[CheckRun, ...]:
    if not variants[0].is_attack:
        return variants
    rng = random.Random(f"{seed}/{variants[0].check.id}/visit")  # noqa: S311  replayable on purpose
    visited = rng.randrange(len(variants))
    after = replace(variants[visited], after_visit=True)
    return (*variants[:visited], after, *variants[visited + 1 :]) if len(variants) > 1 else (*variants, after)


def by_check(runs: Sequence[CheckRun]) -> dict[Check, tuple[CheckRun, ...]]:
    """Group runs by the check that they decide together."""
    groups: dict[Check, list[CheckRun]] = {}
    for run in runs:
        groups.setdefault(run.check, []).append(run)
    return {check: tuple(group) for check, group in groups.items()}


def _tests(lab: Lab, helpers: Script | None) -> Iterator[CheckRun]:
    tests = [
        (folder, kind, case)
        for folder, kind in (("tests", Kind.TEST), ("wanted", Kind.WANTED))
        for case in find_tests(lab.folder / folder, helpers)
    ]
    for number, (folder, kind, case) in enumerate(tests, 1):
        name = f"{folder}/{case.script.name}::{case.function}"
        yield CheckRun(Check(name, kind, number, case.title, Outcome.SKIPPED), case.script, case.function, case.needs)


def _attack(number: int, exploit: Exploit, script: Script, variants: tuple[str, ...]) -> Iterator[CheckRun]:
    name = f"exploits/{exploit.name}"
    check = Check(name, Kind.ATTACK, number, exploit.title, Outcome.SKIPPED, hidden=exploit.hidden)
    for variant in variants:
        yield CheckRun(check, script, "attack", variant=variant)
