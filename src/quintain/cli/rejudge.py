"""``quintain rejudge``: attempts judged again after their lab has changed, by the server that runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from quintain.cli.accounts import data_option, opened, plain_refusals
from quintain.cli.places import command
from quintain.cli.tables import print_table
from quintain.server.starting import StartRefused, load_course, name_course
from quintain.web.folder import named_folder

if TYPE_CHECKING:
    from quintain.cohorts.models import Class
    from quintain.rejudging.models import Run

SHOWN_DIGITS: Final = 8
pack_option = click.option("--pack", type=click.Path(path_type=Path), help="Folder of the course pack that is taught.")


@click.group()
def rejudge() -> None:
    """Judge attempts again. The server does it; the commands work beside it, and no verdict is ever replaced."""


@rejudge.command()
@click.argument("lab", required=False)
@click.option("--changed", is_flag=True, help="All labs that have changed since attempts at them were proven.")
@click.option("--every", is_flag=True, help="All labs.")
@click.option("--class", "class_title", help="The attempts of this class alone, by its title or id.")
@click.option("--all-attempts", is_flag=True, help="Attempts that were not proven as well.")
@pack_option
@data_option
@plain_refusals
def start(
    *,
    lab: str | None,
    changed: bool,
    every: bool,
    class_title: str | None,
    all_attempts: bool,
    pack: Path | None,
    data: Path | None,
) -> None:
    """Have the proven attempts at LAB judged again, of one class or of everybody."""
    if (lab is not None) + changed + every != 1:
        raise click.UsageError("Name a lab, or say --changed or --every.")
    with _open(pack, data):
        from quintain.rejudging import queries, tasks  # noqa: PLC0415  needs the settings

        choice = queries.CHANGED if changed else queries.EVERY if every else str(lab)
        a_class = _class_of(class_title) if class_title else None
        for run in tasks.ask(queries.labs_of(choice, a_class), a_class, is_of_all=all_attempts, by=None):
            click.echo(f"{str(run.pk)[:SHOWN_DIGITS]}  {_lab_of(run)}: {run.total} attempts wait to be judged again.")
    click.echo(f"Watch it with: {command('rejudge', 'list')}")


@rejudge.command("list")
@pack_option
@data_option
@plain_refusals
def list_(pack: Path | None, data: Path | None) -> None:
    """List the last runs, the newest first, with what has changed."""
    with _open(pack, data):
        from quintain.rejudging.queries import run_lines  # noqa: PLC0415  needs the settings

        rows = [
            (
                str(line.run.pk)[:SHOWN_DIGITS],
                _lab_of(line.run),
                line.run.in_class.title if line.run.in_class else "everybody",
                f"{line.run.state} {line.run.reason}".strip(),
                f"{line.counts.judged} of {line.run.total}",
                str(line.counts.held_to_broken),
                str(line.counts.broken_to_held),
                str(line.counts.errors),
            )
            for line in run_lines(None)
        ]
    head = ("run", "lab", "of", "state", "judged", "held, now broken", "broken, now held", "errors")
    print_table(head, rows, "Nothing was judged again yet.")


@rejudge.command()
@click.argument("run")
@pack_option
@data_option
@plain_refusals
def stop(run: str, pack: Path | None, data: Path | None) -> None:
    """Stop the run RUN after the attempt that is being judged."""
    with _open(pack, data):
        from quintain.rejudging import actions  # noqa: PLC0415  needs the settings

        actions.stop(_run_of(run), by=None)
    click.echo(f"Stopped. It goes on with: {command('rejudge', 'resume', run)}")


@rejudge.command()
@click.argument("run")
@pack_option
@data_option
@plain_refusals
def resume(run: str, pack: Path | None, data: Path | None) -> None:
    """Let the stopped run RUN go on where it was."""
    with _open(pack, data):
        from quintain.rejudging import tasks  # noqa: PLC0415  needs the settings

        tasks.let_go_on(_run_of(run), by=None)
    click.echo("It goes on.")


@rejudge.command()
@click.argument("run")
@pack_option
@data_option
@plain_refusals
def report(run: str, pack: Path | None, data: Path | None) -> None:
    """Print all attempts of the run RUN as CSV."""
    with _open(pack, data):
        from quintain.rejudging.tables import attempts_csv  # noqa: PLC0415  needs the settings

        click.echo(attempts_csv(_run_of(run)), nl=False)


@contextmanager
def _open(pack: Path | None, data: Path | None) -> Iterator[None]:
    course = load_course(pack, named_folder(data))
    name_course(course.root, course.beside)
    with opened(data):
        yield


def _class_of(words: str) -> "Class":
    from quintain.cohorts.models import Class  # noqa: PLC0415  needs the settings

    found = [each for each in Class.objects.all() if words in {each.title, str(each.pk)}]
    if len(found) != 1:
        how = "No class has" if not found else "Several classes have"
        raise StartRefused(f"{how} this title.", "Name its id, which is in the address of its pages.")
    return found[0]


def _run_of(begins: str) -> "Run":
    from quintain.rejudging.models import Run  # noqa: PLC0415  needs the settings

    found = [run for run in Run.objects.select_related("in_class") if begins and str(run.pk).startswith(begins)]
    if len(found) != 1:
        raise StartRefused("There is no such run, or more than one.", f"See: {command('rejudge', 'list')}")
    return found[0]


def _lab_of(run: "Run") -> str:
    from quintain.catalog.pack_store import lab_of_uuid  # noqa: PLC0415  needs the settings

    found = lab_of_uuid(run.lab)
    return found.slug if found else str(run.lab)
