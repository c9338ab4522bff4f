"""``quintain class``: classes of a classroom, made on the machine that serves it. The audit log has each act."""

from datetime import datetime
from pathlib import Path

import click

from quintain.cli.accounts import data_option, opened, plain_refusals
from quintain.cli.places import command
from quintain.cli.tables import print_table
from quintain.server.starting import load_course, name_course
from quintain.web.folder import named_folder

DAY = click.DateTime(["%Y-%m-%d"])


@click.group("class")
def classes() -> None:
    """Classes of a classroom. The commands work beside a running server."""


@classes.command()
@click.argument("title")
@click.option("--starts", required=True, type=DAY, help="The first day, as YYYY-MM-DD.")
@click.option("--ends", required=True, type=DAY, help="The last day, as YYYY-MM-DD.")
@click.option("--seats", default=12, show_default=True, type=click.IntRange(1, 15), help="How many students it takes.")
@click.option("--time-zone", required=True, help="The time zone of the class, such as Europe/Zurich.")
@click.option("--instructor", required=True, metavar="USERNAME", help="Who teaches it.")
@click.option("--pack", type=click.Path(path_type=Path), help="Folder of the course pack that is taught.")
@data_option
@plain_refusals
def new(
    *,
    title: str,
    starts: datetime,
    ends: datetime,
    seats: int,
    time_zone: str,
    instructor: str,
    pack: Path | None,
    data: Path | None,
) -> None:
    """Make a class of the title TITLE, and print the code with which students join it."""
    course = load_course(pack, named_folder(data))
    name_course(course.root, course.beside)
    with opened(data) as url:
        from quintain.cohorts.actions import NewClass  # noqa: PLC0415  needs the settings
        from quintain.cohorts.appointing import make_class_for  # noqa: PLC0415  as above

        facts = NewClass(title, course.id, starts.date(), ends.date(), time_zone, seats)
        made = make_class_for(instructor, facts)
        click.echo(f"The class {made.title} has {seats} seats. Its instructor is {instructor}.")
        click.echo(f"Students open {url}/ and join with this code: {made.join_code}")


@classes.command("list")
@data_option
@plain_refusals
def list_(data: Path | None) -> None:
    """List all classes, the latest first."""
    with opened(data):
        from quintain.cohorts.appointing import all_classes  # noqa: PLC0415  needs the settings

        rows = [
            (
                listed.title,
                f"{listed.starts_on} to {listed.ends_on}",
                listed.time_zone,
                f"{listed.taken} of {listed.seats}",
                ", ".join(listed.instructors),
                listed.join_code if listed.is_open else "closed",
            )
            for listed in all_classes()
        ]
    head = ("title", "days", "time zone", "seats taken", "instructors", "join code")
    print_table(head, rows, f"No classes yet: {command('class', 'new', 'TITLE')}")
