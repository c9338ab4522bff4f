"""``quintain book``: writes a course to take home: a handbook (PDF), an EPUB, or pages that open without a server."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from quintain.cli.places import beside_option, near, pack_folder, pack_option, print_problems
from quintain.courseware.building import require_packages, write_edition
from quintain.courseware.editions import FORMATS, HANDBOOK, Audience, Edition, Paper, Scope
from quintain.courseware.errors import CoursewareRefused
from quintain.courseware.progress import Step
from quintain.packs import survey_pack
from quintain.server.starting import StartRefused, join_packs
from quintain.web.folder import named_folder

INVALID = 2
WORDS = {
    Step.READING: "reading the course",
    Step.WRITING: "writing chapters",
    Step.SETTING: "setting pages",
    Step.PACKING: "making the file smaller",
}


@click.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice(list(FORMATS)),
    default=HANDBOOK.name,
    show_default=True,
    help="handbook: a PDF. epub: for e-readers. offline: a zip of pages that open without a server.",
)
@click.option(
    "--edition",
    "audience",
    type=click.Choice([str(each) for each in Audience]),
    default=str(Audience.LEARNER),
    show_default=True,
    help="For whom: the instructor's has notes, the timetable and the solutions of labs.",
)
@click.option(
    "--paper",
    type=click.Choice([str(each) for each in Paper]),
    help="The size of its pages, of a handbook alone. Without it: a4.",
)
@click.option("--day", type=click.IntRange(1, 30), help="One day of the course alone.")
@click.option("--lesson", metavar="NAME", help="One lesson alone, by its folder's name, such as redos.")
@click.option(
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. Without it: a name that says what it is, in this folder.",
)
@pack_option
@beside_option
def book(
    *,
    kind: str,
    audience: str,
    paper: str | None,
    day: int | None,
    lesson: str | None,
    target: Path | None,
    pack: Path | None,
    beside: tuple[str, ...],
) -> None:
    """Write the course to take home: lessons, labs, answers and case studies.

    Exit status: 0; 1 the book cannot be made; 2 a pack is invalid, or packs do not go together.
    """
    if day and lesson:
        raise click.UsageError("Name a day or a lesson, not both.")
    edition = Edition(FORMATS[kind], Audience(audience), _paper(kind, paper), Scope(day or 0, lesson or ""))
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    try:
        require_packages(edition)
        with Progress(*columns, console=console, transient=True) as progress:
            bar = progress.add_task(WORDS[Step.READING], total=None)
            survey = survey_pack(pack_folder(pack))
            if survey.pack is None:
                progress.stop()
                print_problems(survey.errors, survey.root, console)
                raise SystemExit(INVALID)

            def tell(step: Step, done: int = 0, of: int = 0) -> None:
                progress.update(bar, description=WORDS[step], completed=done, total=of or None)

            course = join_packs(survey.pack, beside, named_folder())
            path = target or Path(edition.file_name(course.code))
            write_edition(course, edition, path, tell)
    except StartRefused as refused:
        click.echo(f"{refused.sentence}\n{refused.remedy}", err=True)
        raise SystemExit(INVALID) from None
    except CoursewareRefused as refused:
        raise click.ClickException(f"{refused.sentence} {refused.remedy}") from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or target} cannot be written: {error.strerror}.") from None
    click.echo(near(path))


def _paper(kind: str, paper: str | None) -> Paper | None:
    """Return the size of pages, for a format that has pages."""
    if FORMATS[kind].papers:
        return Paper(paper or Paper.A4)
    if paper:
        raise click.UsageError(f"The format {kind} has no pages: leave out --paper.")
    return None
