"""``quintain coverage``: tells what the pack holds for each topic of the course, and what is missing."""

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from quintain.cli.places import near, pack_folder, pack_option, print_problems
from quintain.packs import survey_pack
from quintain.packs.coverage import COLUMNS, TIMES, Coverage, coverage_of, time_cells, to_json, to_markdown

PAGE = Path("docs/reference/coverage.md")
INVALID = 2


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option(
    "--write",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    is_flag=False,
    flag_value=PAGE,
    help=f"Write the page of the reference: FILE, or {PAGE}.",
    metavar="[FILE]",
)
@pack_option
def coverage(*, as_json: bool, page: Path | None, pack: Path | None) -> None:
    """Tell, topic by topic, which lessons, exhibits, exercises, questions, labs and cases there are.

    Exit status: 0, however much is missing; 2 the pack is invalid.
    """
    survey = survey_pack(pack_folder(pack))
    if survey.pack is None:
        print_problems(survey.errors, survey.root, Console(stderr=True))
        raise SystemExit(INVALID)
    covered = coverage_of(survey.pack)
    if page:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(to_markdown(covered), encoding="utf-8")
        click.echo(near(page), err=as_json)
    if as_json:
        click.echo(json.dumps(to_json(covered), indent=2, ensure_ascii=False))
    elif not page:
        _print(covered, Console())


def _print(covered: Coverage, console: Console) -> None:
    table = Table(*COLUMNS, box=None, header_style="dim", pad_edge=False)
    module = ""
    for entry in covered.topics:
        if entry.module != module:
            module = entry.module
            table.add_section()
            table.add_row(f"[bold]Day {entry.day}: {module}[/bold]")
        table.add_row(*entry.cells)
    console.print(table)
    console.print()
    if covered.days:
        times = Table(*TIMES, title="Class time, in minutes", box=None, header_style="dim", pad_edge=False)
        for day in covered.days:
            times.add_row(*time_cells(day))
        console.print(times)
        console.print()
    console.print(", ".join(f"{count} {kind}" for kind, count in covered.totals.items()), highlight=False)
    for gap in covered.gaps:
        console.print(f"[bold]{gap.what}: {len(gap.where)}.[/bold] {', '.join(gap.where)}", highlight=False)
