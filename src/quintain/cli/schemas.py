"""``quintain schemas``: writes the JSON Schemas that editors use for the TOML files of a pack."""

from pathlib import Path

import click

from quintain.packs.schemas import write_schemas


@click.command()
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("docs/reference/schemas"),
    show_default=True,
    help="The folder to write them into.",
)
def schemas(folder: Path) -> None:
    """Write the JSON Schemas of pack.toml, tracks, lab.toml, lesson.toml and quiz.toml."""
    for path in write_schemas(folder):
        click.echo(path)
