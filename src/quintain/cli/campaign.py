"""``quintain campaign``: judges the fixes of one lab with many seeds, and prints what differs from lab.toml."""

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from quintain.cli.check import MISMATCH, build_runtimes, chosen_labs, make_judge, output, require_sound
from quintain.cli.check_report import print_evidence
from quintain.cli.places import command, pack_folder, pack_option
from quintain.judge.proving.campaign import Difference, run_campaign
from quintain.packs import survey_pack


@click.command()
@click.argument("lab")
@click.option("--seeds", default=100, show_default=True, type=click.IntRange(1), help="Draw so many seeds at most.")
@click.option(
    "--minutes",
    default=10.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="Begin no verdict after so many minutes.",
)
@click.option(
    "--boxes", type=click.IntRange(1, 64), help="Boxes open at once; without it, as many as there are processors."
)
@pack_option
def campaign(lab: str, *, seeds: int, minutes: float, boxes: int | None, pack: Path | None) -> None:
    """Judge the fixes of LAB with many seeds: sound ones must hold every time, wrong ones must fall every time.

    What differs from lab.toml is printed with its seed, shrunk to the one variant that decides. Make that a fixed
    variant of the attack, or correct the fix, the test or the attack.

    Exit status: 0 nothing differs, 1 something does, 2 the lab is invalid, 3 the sandbox cannot run here.
    """
    survey = survey_pack(pack_folder(pack))
    names = chosen_labs(survey, [lab])
    require_sound(survey, names)
    judge, chosen, console = make_judge(boxes), survey.labs[names[0]], output()
    build_runtimes([chosen], judge)

    def tell(difference: Difference | None) -> None:
        if difference is not None:
            print_difference(chosen.slug, difference, console)

    done = run_campaign(chosen, judge, seeds=seeds, minutes=minutes, listener=tell)
    differing = len(done.differences)
    console.print(
        f"{done.verdicts} verdicts with {done.seeds} seeds in {done.wall_seconds:.0f} s: "
        + (
            f"{differing} {'differs' if differing == 1 else 'differ'} from lab.toml."
            if differing
            else "all as lab.toml says."
        )
    )
    sys.exit(MISMATCH if differing else 0)


def print_difference(lab: str, difference: Difference, console: Console) -> None:
    """Print one verdict that differs: the seed, what decided it, and how to see it again."""
    head = f"✗ {difference.fix}: {difference.got}, expected {difference.expected}"
    console.print(Text.assemble((head, "bold red"), f"  seed {difference.seed}"), soft_wrap=True)
    console.print(Text(f"  {difference.sentence}"), soft_wrap=True)
    for name in difference.missed:
        console.print(Text(f"  {name} does not reject it."), soft_wrap=True)
    if difference.check is not None:
        print_evidence(difference.check, console)
    if not difference.repeats:
        console.print(Text("  Alone, it does not happen again: not the seed decides, but time or what ran before."))
    again = command("check", lab, "--seed", str(difference.seed))
    console.print(Text(f"  Again: {again}\n", "dim"), soft_wrap=True)
