"""Tables of text in the terminal."""

from collections.abc import Iterable, Sequence

import click


def print_table(head: Sequence[str], rows: Iterable[Sequence[str]], nothing: str) -> None:
    """Print rows in columns, or ``nothing`` if there are none."""
    cells = [[_shown(cell) for cell in row] for row in rows]
    if not cells:
        click.echo(nothing)
        return
    lines = [list(head), *cells]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _shown(cell: str) -> str:
    """Return a cell without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in cell)
