"""``quintain backup`` and ``quintain restore``: all that a server needs to go on, in one file."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from quintain.cli.database_address import check_address, database_address
from quintain.server.archives import ArchiveRefused, Instead, Manifest, check_archive, extract_archive, write_archive
from quintain.server.drafts import draft_folder, durable_file
from quintain.server.moving.errors import MoveRefused
from quintain.server.shapes import differences, reworded, shape_of
from quintain.server.starting import StartRefused, hold_folder
from quintain.web.folder import DataFolder, named_folder

MOST_TOLD: Final = 12
"""Differences of a database that are named."""

data_option = click.option("--data", type=click.Path(path_type=Path), help="The data folder of the server.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@data_option
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@click.option("--without-database", is_flag=True, help="Keep the other files only.")
def backup(file: Path, data: Path | None, *, overwrite: bool, without_database: bool) -> None:
    """Write database, secrets and certificates of a server, which may run meanwhile, to one FILE.

    Keep the file as you keep the server's secrets: it holds them.
    """
    folder = named_folder(data)
    target = file.expanduser().absolute()
    with plain_errors():
        manifest = _back_up(folder, target, overwrite=overwrite, with_database=not without_database)
    click.echo(
        f"{file}: {len(manifest.members)} files, {target.stat().st_size / 2**20:.1f} MiB, read back and found whole."
    )


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), required=True, help="The data folder to write, new or empty.")
@click.option(
    "--replace", is_flag=True, help="Put it in the place of a folder that is not empty, which is kept beside."
)
@click.option(
    "--database",
    default="sqlite",
    show_default=True,
    type=click.Choice(["sqlite", "postgresql"]),
    help="Where its database goes: into the folder, or into the empty PostgreSQL of QUINTAIN_DATABASE_URL.",
)
def restore(file: Path, data: Path, database: str, *, replace: bool) -> None:
    """Write what FILE holds into a data folder, from which `quintain serve` then goes on."""
    with plain_errors():
        address = database_address() if database == "postgresql" else ""
        where = file.expanduser().absolute(), data.expanduser().resolve()
        kept, manifest = _restore(*where, address, replace=replace)
    click.echo(f"{data} is as it was at {manifest.made_at}.")
    if kept is not None:
        click.echo(f"What was there is in {kept}.")
    if not manifest.migrations:
        click.echo("The backup holds no database. Bring it back with the tools that have kept it.")
    elif address:
        click.echo(f"Its rows are in PostgreSQL. Give all processes the key in {data / 'secret-key'}.")
    elif os.environ.get("QUINTAIN_DATABASE_URL"):
        click.echo("Its database is in the folder: serve it without QUINTAIN_DATABASE_URL.")


@contextmanager
def plain_errors() -> Iterator[None]:
    """End the command with a sentence where something is refused, and delete its draft where it is asked to end."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda received, _frame: sys.exit(128 + received))
    try:
        yield
    except (ArchiveRefused, StartRefused, MoveRefused) as refused:
        raise click.ClickException(f"{refused.sentence}\n{refused.remedy}") from None
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'The disk'}: {error.strerror or error}.") from None


def _back_up(folder: DataFolder, target: Path, *, overwrite: bool, with_database: bool) -> Manifest:
    if target.resolve().is_relative_to(folder.root.resolve()):
        raise ArchiveRefused("A backup inside the data folder is lost with it.", "Choose a place outside.")
    if os.path.lexists(target) and not (overwrite and target.is_file() and not target.is_symlink()):
        raise ArchiveRefused(f"{target} is there already.", "Choose another name, or add --overwrite.")
    if not folder.secret_key:
        raise ArchiveRefused(f"{folder.root} is no data folder of Quintain.", "Name the server's with --data.")
    if not target.parent.is_dir():
        raise ArchiveRefused(f"There is no folder {target.parent}.", "Make it first.")
    with draft_folder(target.parent) as scratch:
        draft = scratch / "draft"
        address = os.environ.get("QUINTAIN_DATABASE_URL", "") if with_database else ""
        instead = _instead(folder, scratch, address)
        with durable_file(draft) as file:
            manifest = write_archive(folder, file, scratch, with_database=with_database, instead=instead)
        if check_archive(draft) != manifest:
            raise ArchiveRefused("What was written is not what is read.", "Check the disk of the backup.")
        if with_database:
            _record(folder, address)
        _put(draft, target, overwrite=overwrite)
    return manifest


def _put(draft: Path, target: Path, *, overwrite: bool) -> None:
    """Give the draft its name; without ``overwrite`` never in the place of what somebody else put there meanwhile."""
    if overwrite:
        draft.replace(target)
    else:
        try:
            target.hardlink_to(draft)
        except FileExistsError:
            raise ArchiveRefused(f"{target} is there already.", "Choose another name, or add --overwrite.") from None
        except OSError:  # a file system without hard links
            draft.rename(target)
    _sync(target.parent)


def _instead(folder: DataFolder, scratch: Path, address: str) -> Instead:
    """Write down what a server uses that is not in its data folder: a PostgreSQL, and a key that processes share."""
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  loads Django

    from quintain.server.secret_key import read_secret_key  # noqa: PLC0415  as above

    database = key_file = None
    try:
        key = read_secret_key(os.environ)
    except ImproperlyConfigured as error:
        raise StartRefused(str(error), "See docs/reference/environment.md.") from None
    if key:
        key_file = scratch / "shared-key"
        with durable_file(key_file) as file:
            file.write(f"{key}\n".encode())
    if address:
        from quintain.server.database import load_without_jobs  # noqa: PLC0415  loads Django

        load_without_jobs(folder)
        check_address(address)
        from quintain.server.moving.snapshots import copy_to_file  # noqa: PLC0415  needs the settings and the driver

        database = scratch / folder.database.name
        copy_to_file(address, database, lambda _line: None)
    return Instead(database, key_file)


def _record(folder: DataFolder, address: str) -> None:
    """Note in the server's audit log that everything was copied; a database of an older version may have none yet."""
    from quintain.server.database import load_without_jobs, use_database  # noqa: PLC0415  loads Django

    load_without_jobs(folder)
    use_database(address, folder.database)
    from django.db import DatabaseError  # noqa: PLC0415  as above

    from quintain.accounts.audit import Action, record  # noqa: PLC0415  as above

    with suppress(DatabaseError):
        record(Action.BACK_UP, actor=None)


def _restore(file: Path, root: Path, address: str, *, replace: bool) -> tuple[Path | None, Manifest]:
    if root.exists() and not root.is_dir():
        raise ArchiveRefused(f"{root} is no folder.", "Choose another with --data.")
    if not root.parent.is_dir():
        raise ArchiveRefused(f"There is no folder {root.parent}.", "Make it first.")
    is_empty = not root.is_dir() or not any(root.iterdir())
    if not is_empty and not replace:
        raise ArchiveRefused(
            f"{root} is not empty.", "Choose another folder, or add --replace, which keeps the old one beside it."
        )
    if not is_empty and not DataFolder(root).secret_key:
        raise ArchiveRefused(f"{root} is not empty, and no data folder of Quintain.", "Choose another with --data.")
    hold = None if is_empty else hold_folder(DataFolder(root))
    try:
        with draft_folder(root.parent) as scratch:
            draft = scratch / "data"
            manifest = extract_archive(file, draft)
            if manifest.migrations:
                _require_as_made(DataFolder(draft), manifest, DataFolder(scratch / "reference"))
            if not (manifest.migrations and address):
                _sync(draft)
                return _exchange(draft, root, is_empty=is_empty), manifest
            check_address(address)
            from quintain.server.moving.snapshots import Restoring  # noqa: PLC0415  needs the settings and the driver

            with closing(Restoring(address)) as restoring:
                restoring.write(DataFolder(draft).database, lambda line: click.echo(line, err=True))
                for each in draft.glob(f"{DataFolder(draft).database.name}*"):
                    each.unlink()
                _sync(draft)
                kept = _exchange(draft, root, is_empty=is_empty)
                restoring.finish()
            return kept, manifest
    finally:
        if hold is not None:
            hold.file.close()


def _exchange(draft: Path, root: Path, *, is_empty: bool) -> Path | None:
    """Put the draft in the folder's place, and return where the old one went."""
    kept = None
    if not is_empty:
        kept = root.with_name(f"{root.name}.before-restore-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}")
        root.rename(kept)
    try:
        draft.rename(root)
    except OSError:
        if kept is not None:
            with suppress(OSError):
                kept.rename(root)
        raise
    _sync(root.parent)
    return kept


def _require_as_made(restored: DataFolder, manifest: Manifest, reference: DataFolder) -> None:
    """Refuse a database that a newer program has changed, or that is not made as its migrations make one."""
    from quintain.server.database import known_migrations, load_beside, migrate_to  # noqa: PLC0415  loads Django

    load_beside(reference)
    if unknown := sorted(set(manifest.migrations) - known_migrations()):
        raise ArchiveRefused(
            f"This backup was made by a newer Quintain, {manifest.made_by} ({unknown[0]}).",
            "Restore it with that version, or a newer one.",
        )
    if not migrate_to(manifest.migrations):
        raise ArchiveRefused("The database in this backup lacks a migration between others.", "Take an older backup.")
    actual, expected = shape_of(restored.database), shape_of(reference.database)
    if differing := differences(actual, expected):
        more = f"; and {len(differing) - MOST_TOLD} more" if len(differing) > MOST_TOLD else ""
        raise ArchiveRefused(
            "The database in this backup is not made as its migrations make one: "
            f"{'; '.join(differing[:MOST_TOLD])}{more}.",
            "Somebody has changed it by hand. Take an older backup, or find out who did, and why.",
        )
    for table in reworded(actual, expected):
        click.echo(f"The table {table} has other constraints than this version's migrations give it.", err=True)


def _sync(folder: Path) -> None:
    """See to it that renames in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
