"""``quintain migrate-data``: all rows of a server from SQLite to PostgreSQL, or back."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from quintain.cli.accounts import data_option, plain_refusals
from quintain.cli.database_address import check_address, database_address
from quintain.cli.tables import print_table
from quintain.server.moving.errors import MoveRefused
from quintain.server.starting import StartRefused, hold_folder, prepare_folder
from quintain.web.folder import DataFolder, named_folder

if TYPE_CHECKING:
    from quintain.server.moving.move import Line, Move

DIFFERENT: Final = 3
"""The exit status where both sides can be read, and do not hold the same."""
SHOWN_LETTERS: Final = 12


@click.command("migrate-data")
@click.option(
    "--to", required=True, type=click.Choice(["postgresql", "sqlite"]), help="The database that the rows are moved to."
)
@click.option("--replace-nul", is_flag=True, help="Put U+FFFD in the place of NUL characters, which do not fit.")
@click.option("--compare", is_flag=True, help="Move nothing: only say whether both databases hold the same rows.")
@data_option
@plain_refusals
def migrate_data(*, to: str, replace_nul: bool, compare: bool, data: Path | None) -> None:
    """Move all rows between the SQLite file of a data folder and the PostgreSQL of QUINTAIN_DATABASE_URL.

    No server may run with either. A move that was killed goes on when the command is run again. At the end, both sides
    are read and compared, row by row; only then may a server use the new one. The old one keeps its rows.
    """
    folder = named_folder(data)
    address = database_address()
    os.umask(0o077)
    with plain_moves(), move_between(folder, address, to=to, replaces_nul=replace_nul) as move:
        found = move.survey()
        lines = move.compare(found) if compare else move.run(found)
        print_lines(lines)
        if not all(line.is_same for line in lines):
            click.echo("The two databases differ. Nothing was changed in the one that the rows come from.", err=True)
            raise SystemExit(DIFFERENT)
        if compare:
            return
        move.finish()
        source, target = move.source.words, move.target.words
    record_move(folder, address if to == "postgresql" else "", found.rows)
    click.echo(f"{found.rows} rows are in {target}, and no server uses {source} any more.")
    click.echo(f"Delete it once you need it no longer: who is erased from now on is still in it.\n{_next(folder, to)}")


@contextmanager
def plain_moves() -> Iterator[None]:
    """Turn what a move refuses into what commands print."""
    try:
        yield
    except MoveRefused as refused:
        raise StartRefused(f"{refused.sentence[0].upper()}{refused.sentence[1:]}", refused.remedy) from None


@contextmanager
def move_between(folder: DataFolder, address: str, *, to: str, replaces_nul: bool) -> Iterator["Move"]:
    """Open both databases for a move, and lock them.

    Raises:
        StartRefused: The folder has no database, is used by a server, or a setting cannot be read.
        MoveRefused: A database cannot be used, or a server uses it.

    """
    if to == "postgresql" and not folder.database.is_file():
        raise StartRefused(f"There is no database {folder.database}.", "Name the server's data folder with --data.")
    prepare_folder(folder)
    held = hold_folder(folder)
    from quintain.server.database import known_migrations, load_without_jobs, make_tables  # noqa: PLC0415  loads Django

    load_without_jobs(folder)
    check_address(address)
    # The driver is an extra, and these need the application.
    from quintain.server.moving.move import Move, require_source  # noqa: PLC0415
    from quintain.server.moving.postgresql import PostgresDatabase  # noqa: PLC0415
    from quintain.server.moving.sessions import tables_worth_moving  # noqa: PLC0415
    from quintain.server.moving.sqlite import SqliteFile  # noqa: PLC0415

    with held.file, closing(PostgresDatabase(address)) as shared, closing(SqliteFile(folder.database)) as file:
        source, target = (file, shared) if to == "postgresql" else (shared, file)
        require_source(source, target, frozenset(known_migrations()))
        tables = tables_worth_moving(source, tell)
        source.keep_still(tables)
        place = address if to == "postgresql" else ""
        yield Move(source, target, tables, lambda: make_tables(place, folder.database), tell, replaces_nul)


def tell(line: str) -> None:
    """Print how far a move is."""
    click.echo(line, err=True)


def print_lines(lines: tuple["Line", ...]) -> None:
    """Print what both sides hold, a line for each table, and where they differ."""
    rows = [
        (
            line.table,
            str(line.source.rows),
            str(line.target.rows),
            line.source.sha256[:SHOWN_LETTERS],
            line.target.sha256[:SHOWN_LETTERS],
            "the same" if line.is_same else f"DIFFERENT: {line.difference}",
        )
        for line in lines
    ]
    print_table(("table", "rows", "rows there", "digest", "digest there", ""), rows, "No tables.")


def record_move(folder: DataFolder, address: str, rows: int) -> None:
    """Note in the audit log of the database at an address, or else in the folder's, that it was filled."""
    from django.db import connection  # noqa: PLC0415  needs the settings

    from quintain.accounts.audit import Action, record  # noqa: PLC0415  as above
    from quintain.server.database import use_database  # noqa: PLC0415  as above

    use_database(address, folder.database)
    record(Action.MOVE_DATA, actor=None, rows=rows)
    connection.close()


def _next(folder: DataFolder, to: str) -> str:
    if to == "sqlite":
        return f"Serve the folder {folder.root} without QUINTAIN_DATABASE_URL now, and with the key that it had."
    return (
        f"Give every process QUINTAIN_DATABASE_URL and one key now. The key in {folder.root / 'secret-key'} keeps "
        "everybody signed in: copy it to where QUINTAIN_SECRET_KEY_FILE says."
    )
