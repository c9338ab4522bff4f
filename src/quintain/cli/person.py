"""``quintain person``: what a server has of one person, exported or erased."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quintain.cli.accounts import data_option, opened, plain_refusals
from quintain.server.drafts import draft_folder, durable_file

if TYPE_CHECKING:
    from quintain.accounts.models import User
    from quintain.accounts.people.personal_data import Erased


@click.group()
def person() -> None:
    """Export or erase all that a server has of one person. The server may run meanwhile."""


@person.command()
@click.argument("username")
@click.argument("file", type=click.Path(path_type=Path))
@data_option
@plain_refusals
def export(username: str, file: Path, data: Path | None) -> None:
    """Write a person's data to FILE, a zip of JSON and of the files that they typed."""
    target = file.expanduser().absolute()
    if os.path.lexists(target):
        raise click.ClickException(f"{file} is there already.\nChoose another name.")
    if not target.parent.is_dir():
        raise click.ClickException(f"There is no folder {target.parent}.\nMake it first.")
    with opened(data, as_it_is=True):
        from quintain.accounts.people.personal_data import export_person  # noqa: PLC0415  needs the settings

        person = _find(username)
        with draft_folder(target.parent) as scratch:
            draft = scratch / "draft"
            with durable_file(draft) as into:
                export_person(person, into, by=None)
            try:
                target.hardlink_to(draft)  # unlike a rename, never in the place of another file
            except FileExistsError:
                raise click.ClickException(f"{file} is there already.\nChoose another name.") from None
    click.echo(f"{file}: all data of {username}. Give it to nobody else.")


@person.command()
@click.argument("username")
@click.option("--yes", is_flag=True, help="Do not ask for the name again.")
@data_option
@plain_refusals
def erase(username: str, data: Path | None, *, yes: bool) -> None:
    """Delete all that belongs to a person, and end their sessions. It does not come back."""
    with opened(data, as_it_is=True):
        from quintain.accounts.people.personal_data import erase_person  # noqa: PLC0415  needs the settings

        person = _find(username)
        if not yes:
            click.echo(
                f"This deletes {person.display_name} ({username}): account, work, answers. It does not come back."
            )
            if click.prompt("Type the username again", default="", show_default=False) != username:
                raise click.ClickException("That is another name. Nothing was erased.")
        erased = erase_person(person, by=None)
        for line in _summary(username, erased):
            click.echo(line)


def _summary(username: str, erased: "Erased") -> Iterator[str]:
    """Say what is gone, and where something of the person still is."""
    from quintain.accounts.people.sanitizing import Files  # noqa: PLC0415  needs the settings

    yield f"{username} is erased: {erased.rows} rows."
    match erased.sanitized.files:
        case Files.CLEAN:
            yield "The database's file was rewritten, and holds nothing of them."
        case Files.UNFINISHED:
            yield (
                "The database's file may still hold remains: it is in use, or the disk is full. The server that runs "
                "tries again every ten seconds, and the next one that starts does so too."
            )
        case Files.ELSEWHERE:
            yield "PostgreSQL's files hold remains until it vacuums its tables."
    if erased.sanitized.copies:
        yield f"Copies of the database from before a migration that were deleted: {erased.sanitized.copies}."
    yield "Backups that were made before still have them, and folders that a restore has set aside."


def _find(username: str) -> "User":
    from quintain.accounts.errors import PersonUnknown  # noqa: PLC0415  needs the settings
    from quintain.accounts.models import User  # noqa: PLC0415  as above

    person = User.objects.filter(username=username).first() if "\0" not in username else None
    if person is None:
        raise PersonUnknown
    return person
