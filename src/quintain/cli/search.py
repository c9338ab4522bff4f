"""``quintain search``: looks for a sequence of calls after which a fix differs from the sound fixes of its lab."""

import math
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.text import Text

from quintain.cli.check import build_runtimes, leaving_at_once_on_interrupt, make_judge, output
from quintain.cli.grade import Refused, find_lab
from quintain.cli.places import pack_option
from quintain.exports.errors import FolderRefused
from quintain.exports.submissions import read_submission
from quintain.judge.errors import SubmissionRefused
from quintain.judge.judge import Judge
from quintain.judge.verdict import Finding, SearchResult
from quintain.packs import Lab
from quintain.packs.building import suggestion

HELD, FOUND, IMPOSSIBLE = 0, 1, 2
SLICE_SECONDS: Final = 20.0
PROGRESS_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Subject:
    """What is searched: the name of a fix, and its files."""

    name: str
    files: Mapping[str, str]


@click.command()
@click.argument("lab")
@click.option("--fix", "fixes", multiple=True, metavar="FOLDER", help="A folder, or a fix of the lab; may be repeated.")
@click.option(
    "--minutes",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    help="Processor time for each fix.",
)
@click.option("--seed", type=click.IntRange(0), help="Draw the sequences of a search before.")
@pack_option
def search(lab: str, *, fixes: tuple[str, ...], minutes: float, seed: int | None, pack: Path | None) -> None:
    """Search for a sequence of calls after which a fix of LAB differs from all sound fixes.

    Without --fix, each sound fix of the lab is compared with the others: a difference is a fault of that fix, or
    something that the brief leaves open and the view of model.py must leave out.

    Exit status: 0 all have held, 1 a sequence was found, 2 the search is not possible, 3 the sandbox cannot run here.
    """
    found_lab = find_lab(lab, pack)
    subjects = subjects_of(found_lab, fixes)
    if not found_lab.has_model:
        raise Refused(f"{found_lab.slug} has no model.py, so there is nothing to search by.")
    judge, console = make_judge(1), output()
    build_runtimes([found_lab], judge)
    with leaving_at_once_on_interrupt("Stopped; what was not found may still be there."):
        results = [
            search_one(found_lab, subject, judge, console, cpu_seconds=minutes * 60, seed=seed) for subject in subjects
        ]
    if any(result.fault is not None for result in results):
        sys.exit(IMPOSSIBLE)
    sys.exit(FOUND if any(result.finding is not None for result in results) else HELD)


def subjects_of(lab: Lab, named: tuple[str, ...]) -> list[Subject]:
    """Return what is to be searched: folders, fixes of the lab by their names, or all sound fixes.

    Raises:
        Refused: a folder holds no fix, or there is none.

    """
    if not named:
        return [Subject(fix.name, fix.files) for fix in lab.sound_fixes]
    known_fixes = {fix.name: fix.files for fix in lab.fixes}
    return [
        Subject(name, known_fixes[name]) if name in known_fixes else Subject(name, _files_in(lab, name))
        for name in named
    ]


def _files_in(lab: Lab, name: str) -> Mapping[str, str]:
    if not Path(name).is_dir():
        known_fixes = [fix.name for fix in lab.fixes]
        raise Refused(f"{name} is no folder, and no fix of {lab.slug}.{suggestion(name, known_fixes)}")
    try:
        return read_submission(lab, Path(name)).files
    except FolderRefused as error:
        raise Refused(str(error)) from error


def search_one(
    lab: Lab, subject: Subject, judge: Judge, console: Console, *, cpu_seconds: float, seed: int | None
) -> SearchResult:
    """Search slice by slice, until something was found or the processor time is used up; print what came of it.

    Raises:
        Refused: the fix cannot be searched.

    """
    console.print(Text.assemble((subject.name, "bold")), soft_wrap=True)
    total: SearchResult | None = None
    printed = time.monotonic()

    def tell(result: SearchResult) -> None:
        nonlocal printed
        if time.monotonic() - printed >= PROGRESS_SECONDS:
            printed = time.monotonic()
            console.print(Text(f"  {counts_of(added(total, result))}", "dim"), soft_wrap=True)

    while True:
        left = cpu_seconds - (total.cpu_seconds if total else 0.0)
        try:
            result = judge.search(
                lab,
                subject.files,
                seed=total.seed if total else seed,
                first_round=total.rounds if total else 0,
                cpu_seconds=min(SLICE_SECONDS, left),
                listener=tell,
            )
        except SubmissionRefused as error:
            raise Refused(str(error)) from error
        is_empty = result.sequences == 0
        total = added(total, result)
        if result.finding or result.fault or is_empty or total.cpu_seconds >= cpu_seconds:
            print_result(total, console)
            return total


def added(before: SearchResult | None, result: SearchResult) -> SearchResult:
    """Add a slice to those before it."""
    if before is None:
        return result
    return replace(
        result,
        sequences=before.sequences + result.sequences,
        calls=before.calls + result.calls,
        unclear=before.unclear + result.unclear,
        cpu_seconds=before.cpu_seconds + result.cpu_seconds,
        wall_seconds=before.wall_seconds + result.wall_seconds,
    )


def counts_of(result: SearchResult) -> str:
    """Say how far a search has come."""
    unclear = f", {result.unclear} unclear" if result.unclear else ""
    seconds = math.ceil(result.cpu_seconds)
    return f"{result.sequences} sequences, {result.calls} calls{unclear}, {seconds} s of processor time"


def print_result(result: SearchResult, console: Console) -> None:
    """Print what came of a search."""
    counts = f"{counts_of(result)}, seed {result.seed}"
    if result.fault is not None:
        console.print(
            Text.assemble(("  ✗ The search cannot go on. ", "bold red"), result.fault.message), soft_wrap=True
        )
        console.print(Text(f"  {result.fault.where} ({result.fault.id}). {result.fault.remedy}"), soft_wrap=True)
    elif result.finding is not None:
        print_finding(result.finding, console)
    else:
        console.print(Text.assemble(("  ✓ Held: ", "bold green"), f"{counts}."), soft_wrap=True)
        return
    console.print(Text(f"  {counts}.\n", "dim"), soft_wrap=True)


def print_finding(finding: Finding, console: Console) -> None:
    """Print the shortest sequence, and what all sound fixes answer at its end."""
    head = Text.assemble((f"  ✗ {finding.result}: ", "bold red"), finding.sentence)
    console.print(head, soft_wrap=True)
    for number, step in enumerate(finding.steps, 1):
        console.print(Text(f"    {number}. {step.words}: {step.answer}"), soft_wrap=True)
    console.print(Text(f"    Every sound fix: {finding.expected}"), soft_wrap=True)
