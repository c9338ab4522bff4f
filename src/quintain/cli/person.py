"""``quintain person``: what a server has of one person, exported or erased."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quintain.cli.accounts import data_option, opened, plain_refusals

if TYPE_CHECKING:
    from quintain.accounts.models import User


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
        from quintain.accounts.personal_data import export_person  # noqa: PLC0415  needs the settings

        found = _find(username)
        descriptor, draft = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)  # mode 0600
        try:
            with os.fdopen(descriptor, "w+b") as into:
                export_person(found, into, by=None)
                into.flush()
                os.fsync(into.fileno())
            try:
                target.hardlink_to(draft)  # unlike a rename, never in the place of another file
            except FileExistsError:
                raise click.ClickException(f"{file} is there already.\nChoose another name.") from None
        finally:
            Path(draft).unlink()
    click.echo(f"{file}: all data of {username}. Give it to nobody else.")


@person.command()
@click.argument("username")
@click.option("--yes", is_flag=True, help="Do not ask for the name again.")
@data_option
@plain_refusals
def erase(username: str, data: Path | None, *, yes: bool) -> None:
    """Delete all that belongs to a person, and end their sessions. It does not come back."""
    with opened(data, as_it_is=True):
        from quintain.accounts.personal_data import erase_person  # noqa: PLC0415  needs the settings

        found = _find(username)
        if not yes:
            click.echo(
                f"This deletes {found.display_name} ({username}): account, work, answers. It does not come back."
            )
            if click.prompt("Type the username again", default="", show_default=False) != username:
                raise click.ClickException("That is another name. Nothing was erased.")
        rows = erase_person(found, by=None)
    click.echo(f"{username} is erased: {rows} rows. Backups that were made before still have them.")


def _find(username: str) -> "User":
    from quintain.accounts.errors import PersonUnknown  # noqa: PLC0415  needs the settings
    from quintain.accounts.models import User  # noqa: PLC0415  as above

    found = User.objects.filter(username=username).first() if "\0" not in username else None
    if found is None:
        raise PersonUnknown
    return found
