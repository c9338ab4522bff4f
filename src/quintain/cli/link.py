"""``quintain link``: prints a fresh sign-in link of the server that runs."""

from pathlib import Path

import click

from quintain.cli.places import command
from quintain.server.links import by_address, fresh_link, running_at
from quintain.web.folder import named_folder


@click.command()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of the server.")
@click.option("--by-address", "plain", is_flag=True, help="For a browser that does not find names below localhost.")
def link(*, data: Path | None, plain: bool) -> None:
    """Print a link that signs you in, once and within ten minutes, at the server that runs."""
    folder = named_folder(data)
    origin = running_at(folder)
    if origin is None:
        raise click.ClickException(
            f"No server runs with the data folder {folder.root}.\n"
            f"Start one with `{command('serve')}`, or name another folder with --data."
        )
    if origin.startswith("https://"):
        raise click.ClickException(
            f"The server at {origin} is a classroom, in which people sign in with accounts of their own.\n"
            f"For a person who cannot sign in: {command('user', 'invite', 'USERNAME')}"
        )
    click.echo(fresh_link(folder, by_address(origin) if plain else origin))
