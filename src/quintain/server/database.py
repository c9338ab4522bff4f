"""Brings the database to this version's shape. Imports Django, so only commands that serve pages load it."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from quintain.packs import Pack, Remembered, identities_of
from quintain.packs.packed.errors import PackFileRefused
from quintain.server import marks
from quintain.server.databases import CACHE_TABLE, database_settings
from quintain.server.drafts import draft_folder
from quintain.server.installed_packs import read_records, root_of
from quintain.server.starting import Hold, StartRefused
from quintain.web.folder import DataFolder


def load_application(folder: DataFolder) -> None:
    """Load the application on the database of a data folder.

    Raises:
        StartRefused: The environment holds a setting that cannot be read.

    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quintain.server.settings")
    os.environ["QUINTAIN_DATA"] = str(folder.root)
    try:
        django.setup(set_prefix=False)
    except ImproperlyConfigured as error:
        raise StartRefused(str(error), "See docs/reference/environment.md.") from None


def known_migrations() -> set[str]:
    """Return all migrations of this version, as ``app.name``."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}


def load_beside(folder: DataFolder) -> None:
    """Load the application on a new folder with an SQLite database of its own, for a command that uses no server's."""
    for name in ("QUINTAIN_DATABASE_URL", "QUINTAIN_VALKEY_URL"):
        os.environ.pop(name, None)
    folder.root.mkdir(mode=0o700)
    load_application(folder)


def load_without_jobs(folder: DataFolder) -> None:
    """Load the application on a data folder's SQLite, for a command that says itself which database it uses.

    Raises:
        StartRefused: As `load_application`.

    """
    os.environ.pop("QUINTAIN_DATABASE_URL", None)
    load_application(folder)


def use_database(address: str, file: Path) -> None:
    """Have the loaded application use another database than its settings say; as `databases.database_settings`."""
    connections["default"].close()
    connections.settings["default"] |= database_settings(address, file)
    del connections["default"]


def make_tables(address: str, file: Path) -> None:
    """Make the tables of this version in a database, which may have some of them, and use it from then on.

    Raises:
        StartRefused: It cannot be used.

    """
    use_database(address, file)
    from django.core.management import call_command  # noqa: PLC0415  needs the application

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise refusal_of(DataFolder(file.parent), error) from None
    finally:
        connection.close()


def migrate_to(migrations: Iterable[str]) -> bool:
    """Make the tables of the loaded database by these migrations; not if one that they depend on is not among them."""
    wanted = {(app, name) for app, _, name in (each.partition(".") for each in migrations)}
    try:
        executor = MigrationExecutor(connection)
        nodes = executor.loader.graph.node_map
        last = [key for key in wanted if not any(child.key in wanted for child in nodes[key].children)]
        if {(each.app_label, each.name) for each, _ in executor.migration_plan(last)} != wanted:
            return False
        executor.migrate(last)
    finally:
        connection.close()
    return True


def open_database(
    folder: DataFolder, course: Pack, remembered: Remembered | None = None, *, accept_new_signer: bool = False
) -> None:
    """Load the application, migrate its database if need be, and put the course in the pack store.

    Raises:
        StartRefused: The database is held by another program, made by a newer version, or damaged; or a setting is; or
            the course has uuids of a pack that was taught with this database.

    """
    load_application(folder)
    from quintain.catalog.pack_store import put  # noqa: PLC0415  needs the settings

    put(course, remembered)
    try:
        with _one_at_a_time():
            _migrate(folder)
            _record_packs(folder, course, accept_new_signer=accept_new_signer)
    except DatabaseError as error:
        raise refusal_of(folder, error) from None
    finally:
        connection.close()


def _record_packs(folder: DataFolder, course: Pack, *, accept_new_signer: bool) -> None:
    from quintain.catalog.actions import Taught, record_taught  # noqa: PLC0415  needs the settings
    from quintain.catalog.errors import NotThisPack  # noqa: PLC0415  as above
    from quintain.catalog.models import TaughtPack  # noqa: PLC0415  as above

    try:
        installed = {root_of(folder, each).resolve(): each for each in read_records(folder).values() if each.is_there}
        taught = [
            Taught(identity, (found.signer or TaughtPack.UNSIGNED) if found else "")
            for identity in identities_of(course)
            for found in [installed.get(identity.root.resolve())]
        ]
        record_taught(taught, accept_new_signer=accept_new_signer)
    except (NotThisPack, PackFileRefused) as refused:
        raise StartRefused(refused.sentence, refused.remedy, 2) from None


def bring_up_to_date(folder: DataFolder, hold: Callable[[], Hold]) -> None:
    """Migrate the database, if need be, for a command that may run beside a server.

    Raises:
        StartRefused: It must be migrated, and a server is at work with it.

    """
    if (connection.vendor != "sqlite" or folder.database.exists()) and not _is_behind(MigrationExecutor(connection)):
        return
    held = hold()
    try:
        with _one_at_a_time():
            _migrate(folder)
    finally:
        held.file.close()


def require_up_to_date() -> None:
    """Refuse a database of an older version, for a command that changes nothing of its shape.

    Raises:
        StartRefused: It must be migrated first.

    """
    if _is_behind(MigrationExecutor(connection)):
        raise StartRefused(
            "The database is of an older Quintain.",
            "Start the server once with this version, which brings the database up to date.",
        )


def _is_behind(executor: MigrationExecutor) -> bool:
    """Tell whether the database lacks a migration of this version.

    Raises:
        StartRefused: It is half filled by a move, or was left by one.

    """
    _require_unmarked()
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _require_unmarked() -> None:
    if marks.TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT state, place, at FROM {marks.TABLE}")  # noqa: S608  a name of ours
        row = cursor.fetchone()
    if row is not None:
        raise StartRefused(*marks.refusal(*row))


def refusal_of(folder: DataFolder, error: DatabaseError) -> StartRefused:
    """Say in words why the database cannot be used."""
    if connection.vendor != "sqlite":
        return _unreachable(error)
    if isinstance(error, OperationalError):
        return _refusal(folder, error)
    return StartRefused(
        f"The database {folder.database} is damaged: {error}.",
        "Bring back your last backup, or move the file away to start again.",
    )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Let servers that start at once on one PostgreSQL write what they begin with one after the other."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":  # whose file belongs to one server
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('quintain.migrate'))")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('quintain.migrate'))")


def _migrate(folder: DataFolder) -> None:
    if connection.vendor == "sqlite":
        _inspect(folder)
    _bring_up_to_date(folder)


def _inspect(folder: DataFolder) -> None:
    from quintain.web.health import damage  # noqa: PLC0415  needs the settings

    folder.database.chmod(0o600)
    if fault := damage():
        raise DatabaseError(fault.splitlines()[0])


def _bring_up_to_date(folder: DataFolder) -> None:
    name = folder.database if connection.vendor == "sqlite" else connection.settings_dict["NAME"]
    executor = MigrationExecutor(connection)
    applied, on_disk = executor.loader.applied_migrations, executor.loader.disk_migrations or {}
    left = set() if apps.is_installed("procrastinate.contrib.django") else {"procrastinate"}
    if unknown := [f"{app}.{name}" for app, name in applied if (app, name) not in on_disk and app not in left]:
        raise StartRefused(
            f"The database {name} was made by a newer Quintain ({unknown[0]}).",
            "Start that version, or choose another database.",
        )
    if _is_behind(executor):
        if applied and connection.vendor == "sqlite":
            _keep_copy(folder)
        from django.core.management import call_command  # noqa: PLC0415  most starts have nothing to migrate

        call_command("migrate", interactive=False, verbosity=0)
    _make_cache_table()


def _make_cache_table() -> None:
    """Make the table of what servers share for some minutes, which no migration has, unless it is there."""
    if settings.IS_GROWN and CACHE_TABLE not in connection.introspection.table_names():
        from django.core.management import call_command  # noqa: PLC0415  as above

        call_command("createcachetable", verbosity=0)


def _keep_copy(folder: DataFolder) -> None:
    """Keep the database for some days as it was before a migration, which cannot always be undone."""
    stamp = f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    with draft_folder(folder.root) as scratch:
        draft = scratch / "draft"
        draft.touch(mode=0o600)
        with closing(sqlite3.connect(draft)) as copy:
            connection.connection.backup(copy)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.rename(folder.root / f"before-migration-{stamp}.sqlite3")


def _unreachable(error: DatabaseError) -> StartRefused:
    """Tell what PostgreSQL said, which holds no password."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return StartRefused(
        f"The database that QUINTAIN_DATABASE_URL names cannot be used: {lines[0]}",
        "Check the address, and with psql that the server's user may use it and make tables in it.",
    )


def _refusal(folder: DataFolder, error: OperationalError) -> StartRefused:
    if "locked" in str(error):
        return StartRefused(
            f"The database {folder.database} is held by another program.",
            "End that program (a copy or a database browser?), then start again.",
        )
    return StartRefused(
        f"The database {folder.database} cannot be opened: {error}.",
        "Check that the folder and its disk can be written, or choose another with --data.",
    )
