"""``quintain mutate``: makes the sound fixes of labs insecure in small steps, and shows what the judge still proves."""

import json
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from quintain.cli.check import INTERRUPTED, NO_SANDBOX, build_runtimes, chosen_labs, make_judge, output, require_sound
from quintain.cli.places import near, pack_folder, pack_option
from quintain.packs import Lab, survey_pack
from quintain.packs.mutations import LEAST_PERCENT, MutationScore, score_of, write_run

if TYPE_CHECKING:
    from quintain.judge.judge import Judge
    from quintain.judge.proving.mutation.campaign import Campaign, Judged
    from quintain.judge.proving.mutation.mutants import Mutant

BELOW: Final = 1
NO_LIBCST: Final = """\
quintain mutate needs the package libcst, which is not installed.
Install Quintain with its extra authoring: uv pip install 'quintain[authoring]'.\
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be judged: mutants of these fixes, so many of them, for so long."""

    fixes: tuple[str, ...]
    limit: int | None
    minutes: float | None
    seed: int

    @property
    def is_whole(self) -> bool:
        """Whether every mutant of a lab is meant."""
        return not self.fixes and self.limit is None


@dataclass(frozen=True, slots=True)
class Report:
    """A lab, what became of its mutants, and its score; ``kept`` is whether the score was written beside the lab."""

    lab: Lab
    campaign: "Campaign"
    score: MutationScore
    kept: bool


@click.command()
@click.argument("labs", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Judge mutants of all labs of the pack.")
@click.option("--fix", "fixes", multiple=True, metavar="NAME", help="Only mutants of this sound fix; may be repeated.")
@click.option("--limit", type=click.IntRange(1), help="Judge so many mutants of each lab, drawn by the seed.")
@click.option("--minutes", type=click.FloatRange(0, min_open=True), help="Begin no mutant of a lab after so long.")
@click.option("--seed", default=1, show_default=True, type=int, help="Draws what --limit judges.")
@click.option("--list", "listed", is_flag=True, help="Print the mutants, and judge none.")
@click.option("--json", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write everything to a file.")
@click.option("--boxes", type=click.IntRange(1, 64), help="Boxes open at once; without it, one for each processor.")
@pack_option
def mutate(
    labs: tuple[str, ...],
    *,
    every: bool,
    fixes: tuple[str, ...],
    limit: int | None,
    minutes: float | None,
    seed: int,
    listed: bool,
    page: Path | None,
    boxes: int | None,
    pack: Path | None,
) -> None:
    """Judge mutants of the sound fixes of LABS: sound fixes with one mistake in them, which the judge must refuse.

    A mutant that is proven is shown. Add the attack or test that refuses it, or mark it in lab.toml with [[mutants]].
    When all mutants of a lab were judged, the score is written beside it, to mutation.json.

    Exit status: 0 each lab has 95 % killed, 1 one has less, 2 the pack is invalid, 3 libcst or the sandbox is missing.
    """
    if not labs and not every:
        raise click.UsageError("Name a lab, or use --all.")
    survey = survey_pack(pack_folder(pack))
    names = chosen_labs(survey, labs)
    require_sound(survey, names)
    _need_libcst()
    choice = Choice(fixes, limit, minutes, seed)
    chosen = [(survey.labs[name], _mutants(survey.labs[name], choice)) for name in names]
    console = output()
    if listed:
        for mutant in (mutant for _, mutants in chosen for mutant in mutants):
            console.print(f"\n{mutant.fix}/{mutant.path}:{mutant.line} {mutant.operator} {mutant.signature}")
            _print_diff(mutant, console)
        return
    judge = make_judge(boxes)
    reports = [_report(lab, judge, mutants, choice, console) for lab, mutants in chosen]
    _print_scores(reports, console)
    if page:
        page.write_text(json.dumps([_as_json(report) for report in reports], indent=2) + "\n", encoding="utf-8")
    sys.exit(BELOW if any(report.score.percent < LEAST_PERCENT for report in reports) else 0)


def _need_libcst() -> None:
    """End the command with a sentence where the library is missing that reads and writes syntax trees."""
    try:
        import libcst  # noqa: F401, PLC0415  an extra: only authors need it
    except ImportError:
        click.echo(NO_LIBCST, err=True)
        sys.exit(NO_SANDBOX)


def _mutants(lab: Lab, choice: Choice) -> list["Mutant"]:
    from quintain.judge.proving.mutation.campaign import sample  # noqa: PLC0415  needs libcst
    from quintain.judge.proving.mutation.mutants import mutants_of  # noqa: PLC0415

    names = {fix.name for fix in lab.sound_fixes}
    if unknown := [name for name in choice.fixes if name not in names]:
        raise click.ClickException(f"{lab.slug} has no sound fix {unknown[0]}; it has {', '.join(sorted(names))}.")
    fixes = [fix for fix in lab.sound_fixes if not choice.fixes or fix.name in choice.fixes]
    mutants = [mutant for fix in fixes for mutant in mutants_of(lab, fix)]
    return mutants if choice.limit is None else sample(mutants, choice.limit, choice.seed)


def _report(lab: Lab, judge: "Judge", mutants: Sequence["Mutant"], choice: Choice, console: Console) -> Report:
    from quintain.judge.proving.mutation.campaign import judge_mutants, run_of  # noqa: PLC0415  needs libcst

    build_runtimes([lab], judge)
    lock = threading.Lock()

    def hear(judged: "Judged") -> None:
        with lock:
            _print_judged(judged, console)

    console.print(Text.assemble((f"\n{lab.code} {lab.slug}", "bold"), f"  {len(mutants)} mutants"))
    seconds = None if choice.minutes is None else 60 * choice.minutes
    try:
        campaign = judge_mutants(lab, judge, mutants, seconds=seconds, listener=hear)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    run = run_of(lab, campaign)
    score = score_of(lab, run)
    assert score is not None  # noqa: S101  a run was given
    is_whole = choice.is_whole and not campaign.left
    if is_whole:
        click.echo(near(write_run(lab, run)))
    return Report(lab, campaign, score, is_whole)


def _print_judged(judged: "Judged", console: Console) -> None:
    """Print a survivor with its diff, and an error; what was killed needs no word."""
    mutant = judged.mutant
    where = f"{mutant.fix}/{mutant.path}:{mutant.line}"
    if judged.result == "proven":
        console.print(Text.assemble(("\nSurvived ", "bold yellow"), f"{where} {mutant.operator} {mutant.signature}"))
        _print_diff(mutant, console)
    elif judged.result == "error":
        console.print(Text.assemble(("\nError ", "bold red"), f"{where} {mutant.operator}: {judged.sentence}"))


def _print_diff(mutant: "Mutant", console: Console) -> None:
    console.print(Syntax(mutant.diff, "diff", background_color="default", word_wrap=True))


def _print_scores(reports: Sequence[Report], console: Console) -> None:
    table = Table("lab", box=None, header_style="dim", pad_edge=False)
    for name in ("mutants", "killed", "survived", "equivalent", "errors", "left", "score"):
        table.add_column(name, justify="right")
    for report in reports:
        score, left = report.score, len(report.campaign.left)
        made = len(report.campaign.judged) + len(report.campaign.set_aside) + left
        counts = (made, score.killed, len(score.survivors), score.equivalent, score.errors, left)
        table.add_row(f"{report.lab.code} {report.lab.slug}", *map(str, counts), f"{score.percent:.1f} %")
    console.print()
    console.print(table)
    if any(not report.kept for report in reports):
        console.print(Text("A score is kept only when all mutants of a lab were judged.", "dim"))


def _as_json(report: Report) -> dict[str, object]:
    def row(mutant: "Mutant", result: str) -> dict[str, object]:
        values = asdict(mutant)
        del values["text"]
        return {**values, "result": result}

    campaign = report.campaign
    return {
        "lab": report.lab.slug,
        "percent": round(report.score.percent, 1),
        "killed": report.score.killed,
        "survived": len(report.score.survivors),
        "equivalent": report.score.equivalent,
        "errors": report.score.errors,
        "kept": report.kept,
        "mutants": [
            *(
                {**row(each.mutant, str(each.result)), "seconds": round(each.wall_seconds, 2)}
                for each in campaign.judged
            ),
            *(row(mutant, "equivalent") for mutant in campaign.set_aside),
            *(row(mutant, "left") for mutant in campaign.left),
        ],
    }
