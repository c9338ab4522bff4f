"""``quintain check``: proves labs by running their matrix, and tells every disagreement with its evidence."""

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click
from rich.console import Console

from quintain.cli.check_progress import MatrixProgress
from quintain.cli.check_report import print_matrix, print_summary
from quintain.cli.places import command, pack_folder, pack_option, print_problems, sandbox_folder
from quintain.judge.judge import Judge
from quintain.judge.proving.matrix import Matrix, check_lab, matrix_to_json
from quintain.packs import Lab, PackInvalid, Problem, Severity, Survey, load_lab, survey_pack, write_proof
from quintain.packs.building import suggestion
from quintain.sandbox import RuntimeNotBuilt, Sandbox, SandboxUnavailable

PIPED_WIDTH = 120
MISMATCH, INVALID, NO_SANDBOX, INTERRUPTED = 1, 2, 3, 130
LONG_RUNNING = 2  # programs that wait for their limit; those that compute until then keep the others waiting
BOX_SECONDS = 900.0  # of one verdict, added up: several verdicts at once make every box of each slower
STARTER = "starter"
LABS_AT_ONCE = 2  # while the last cells of one lab run, the next one keeps the processors busy


@click.command()
@click.argument("labs", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON, the evidence included.")
@click.option("--verbose", "-v", is_flag=True, help="Show the traps, too, one by one.")
@click.option("--unproven", is_flag=True, help="Leave out labs whose proof.json holds for them as they are now.")
@click.option("--fix", "fixes", multiple=True, metavar="NAME", help="Judge this fix alone, or starter; proves nothing.")
@click.option("--repeats", default=1, show_default=True, type=click.IntRange(1, 100), help="Judge each fix so often.")
@click.option("--whole", is_flag=True, help="Try everything, though the proof of a lab holds.")
@click.option("--seed", type=click.IntRange(0), help="Draw the values and samples of a verdict before.")
@click.option(
    "--boxes", type=click.IntRange(1, 64), help="Boxes open at once; without it, one more than there are processors."
)
@pack_option
def check(
    labs: tuple[str, ...],
    *,
    as_json: bool,
    verbose: bool,
    unproven: bool,
    fixes: tuple[str, ...],
    repeats: int,
    whole: bool,
    seed: int | None,
    boxes: int | None,
    pack: Path | None,
) -> None:
    """Prove LABS, or all labs of the pack: the starter, every fix and every trap must get its verdict.

    A lab that agrees gets its proof, the file proof.json; learners see no lab that lacks it, or was changed since.

    Exit status: 0 all agree, 1 something disagrees, 2 the pack is invalid, 3 the sandbox cannot run here.
    """
    survey = survey_pack(pack_folder(pack))
    names = chosen_labs(survey, labs)
    if unproven:
        names = [name for name in names if name not in survey.labs or not survey.labs[name].is_proven]
    hold_fixes(survey, names, fixes)
    problems = problems_about(survey, names if labs or unproven else None)
    problems += translation_problems(survey, names if labs or unproven else None)
    errors = [problem for problem in problems if problem.level is Severity.ERROR]
    if problems and not as_json:
        print_problems(problems, survey.root, Console(stderr=True))
    matrices: list[Matrix] = []
    if not errors:
        judge = make_judge(boxes)
        chosen = Trial(repeats, seed, frozenset(fixes), whole)
        matrices = prove([survey.labs[name] for name in names], judge, chosen, quiet=as_json, verbose=verbose)
    if as_json:
        click.echo(report_as_json(survey, problems, matrices))
    if errors:
        sys.exit(INVALID)
    sys.exit(0 if all(matrix.agrees for matrix in matrices) else MISMATCH)


def chosen_labs(survey: Survey, named: Sequence[str]) -> list[str]:
    """Return the slugs of the named labs, each by slug or by path; without names, all that are to be fixed."""
    if not named:
        return [name for name, lab in survey.labs.items() if lab.exploits]
    slugs = [Path(name).name for name in named]
    for slug in slugs:
        if slug not in survey.lab_names:
            raise click.ClickException(f"The pack has no lab {slug}.{suggestion(slug, survey.lab_names)}")
        if slug in survey.labs and not survey.labs[slug].exploits:
            raise click.ClickException(f"{slug} is for finding only; it has nothing to prove.")
    return list(dict.fromkeys(slugs))


def hold_fixes(survey: Survey, names: Sequence[str], fixes: Sequence[str]) -> None:
    """Ask for one lab that has all the fixes that are named."""
    if not fixes:
        return
    if len(names) != 1:
        raise click.ClickException(f"--fix is for one lab: {command('check', 'LAB', '--fix', 'NAME')}.")
    known_fixes = [STARTER, *(fix.name for fix in survey.labs[names[0]].fixes)] if names[0] in survey.labs else [*fixes]
    for name in fixes:
        if name not in known_fixes:
            raise click.ClickException(f"{names[0]} has no fix {name}.{suggestion(name, known_fixes)}")


def problems_about(survey: Survey, names: Sequence[str] | None) -> list[Problem]:
    """Return the problems that concern the named labs: an author can go on while other labs are in pieces."""
    if names is None:
        return list(survey.problems)
    return [
        problem for problem in survey.problems if problem.path.parts[:1] == ("labs",) and problem.path.parts[1] in names
    ]


def translation_problems(survey: Survey, names: Sequence[str] | None) -> list[Problem]:
    """Return what is wrong with translations of the pack, or of the named labs; nothing of a pack that is broken."""
    if survey.pack is None:
        return []
    from quintain.packs import translations  # noqa: PLC0415  `quintain grade` shares this module, and has no catalogs

    found = translations.problems_of(survey.pack)
    if names is None:
        return list(found)
    return [each for each in found if each.path.parts[2:3] == ("labs",) and each.path.stem in names]


def require_sound(survey: Survey, names: Sequence[str]) -> None:
    """End the command with the errors of the named labs, if they have any."""
    errors = [problem for problem in problems_about(survey, names) if problem.level is Severity.ERROR]
    if errors:
        print_problems(errors, survey.root, Console(stderr=True))
        sys.exit(INVALID)


def output() -> Console:
    """Return the console that results go to; where it is no terminal, lines are as long as they are for people."""
    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)


def make_judge(boxes: int | None, folder: Path | None = None) -> Judge:
    """Return a judge whose boxes' runtimes are in ``folder``, or end the command with what the machine lacks."""
    try:
        sandbox = Sandbox(folder or sandbox_folder())
        sandbox.launcher()
    except SandboxUnavailable as error:
        click.echo(f"{error.sentence}\n{error.remedy}", err=True)
        sys.exit(NO_SANDBOX)
    boxes = boxes or (os.process_cpu_count() or 1) + 1  # while one of them waits for its question, another one works
    return Judge(sandbox, boxes=boxes, long_running=LONG_RUNNING, box_seconds=BOX_SECONDS)


@dataclass(frozen=True, slots=True)
class Trial:
    """How labs are tried: how often each fix, with which seed, which fixes alone if any, and by how much."""

    repeats: int
    seed: int | None
    only: frozenset[str]
    whole: bool


def prove(labs: Sequence[Lab], judge: Judge, trial: Trial, *, quiet: bool, verbose: bool) -> list[Matrix]:
    """Run the matrices of two labs at once, each with its cells in parallel; print them in the order of the labs."""
    build_runtimes(labs, judge)
    console = output()
    matrices: list[Matrix] = []
    with (
        MatrixProgress(labs, Console(stderr=True)) as progress,
        leaving_at_once_on_interrupt("Stopped; nothing is proven.", progress.stop),
        ThreadPoolExecutor(LABS_AT_ONCE, "lab") as threads,
    ):

        def run(lab: Lab) -> Matrix:
            listener = progress.listener(lab)
            return check_lab(
                lab,
                judge,
                listener,
                repeats=trial.repeats,
                seed=trial.seed,
                only=trial.only,
                whole=trial.whole,
            )

        for lab, matrix in zip(labs, threads.map(run, labs), strict=True):
            matrices.append(matrix)
            if matrix.agrees and not trial.only:
                keep_proof(lab, matrix)
            if not quiet:
                with progress.aside():
                    print_matrix(lab, matrix, console, verbose=verbose)
    if trial.only:
        click.echo("Only these were judged: no proof was written.", err=True)
    elif not quiet:
        print_summary(matrices, console)
    return matrices


def build_runtimes(labs: Sequence[Lab], judge: Judge) -> None:
    """Build what the labs run in before anything is tried, or end the command with what the machine lacks."""
    for lab in labs:
        try:
            judge.runtime(lab)
        except RuntimeNotBuilt as error:
            click.echo(f"{lab.slug}: {error.sentence}\n{error.remedy}", err=True)
            sys.exit(NO_SANDBOX)


def keep_proof(lab: Lab, matrix: Matrix) -> None:
    """Write what was proven beside the lab; say so where that cannot be."""
    try:
        if load_lab(lab.folder).judged == lab.judged:
            write_proof(lab, matrix.signatures)
        else:
            click.echo(f"{lab.slug} was changed meanwhile; prove it again.", err=True)
    except PackInvalid:
        click.echo(f"{lab.slug} was changed meanwhile, and is not valid now.", err=True)
    except OSError as error:
        click.echo(f"{lab.slug}: its proof cannot be written: {error.strerror}.", err=True)


@contextmanager
def leaving_at_once_on_interrupt(words: str, stop: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Let Ctrl-C end the command now, though dozens of cells may still wait for their turn; boxes die with it.

    ``stop`` is called first, so that nothing is drawn after the ``words``; the status says that nothing was decided.
    """

    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop()
        os.write(2, f"\n{words}\n".encode())
        os._exit(INTERRUPTED)

    before = signal.signal(signal.SIGINT, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def report_as_json(survey: Survey, problems: Sequence[Problem], matrices: Sequence[Matrix]) -> str:
    """Write everything that was found for programs to read."""
    agrees = not any(problem.level is Severity.ERROR for problem in problems)
    return json.dumps(
        {
            "pack": str(survey.root),
            "agrees": agrees and all(matrix.agrees for matrix in matrices),
            "problems": [
                {
                    "id": problem.id,
                    "level": problem.level,
                    "path": str(problem.path),
                    "line": problem.line,
                    "message": problem.message,
                    "remedy": problem.remedy,
                }
                for problem in problems
            ],
            "labs": [matrix_to_json(matrix) for matrix in matrices],
        },
        indent=2,
    )
