"""The SQLite file in a backup of a PostgreSQL, written from it and into it."""

from contextlib import closing
from pathlib import Path

from quintain.server.database import known_migrations, make_tables
from quintain.server.moving.errors import MoveRefused
from quintain.server.moving.move import Line, Move, require_source
from quintain.server.moving.places import Tell
from quintain.server.moving.postgresql import PostgresDatabase
from quintain.server.moving.sqlite import SqliteFile
from quintain.server.moving.tables import moved_tables


def copy_to_file(address: str, file: Path, tell: Tell) -> None:
    """Write a new SQLite file with all rows that a PostgreSQL holds at this moment, while servers use it.

    The application is loaded, and uses the file from then on.

    Raises:
        MoveRefused: The database cannot be read, or is of another version; or what was written is not what was read.
        OSError: The file is there already, or cannot be written.

    """
    file.touch(mode=0o600, exist_ok=False)
    with (
        closing(PostgresDatabase(address, is_alone=False)) as source,
        closing(SqliteFile(file, is_draft=True)) as target,
    ):
        require_source(source, target, frozenset(known_migrations()))
        source.begin_reading()
        move = Move(source, target, moved_tables(), lambda: make_tables("", file), tell)
        _require_same(move.run(move.survey()))
        move.finish(leaves_source=False)
        target.be_one_file()


class Restoring:
    """A PostgreSQL that the rows of a backup are written into. No server may use it."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._target = PostgresDatabase(address)

    def close(self) -> None:
        """Give up all locks."""
        self._target.close()

    def write(self, file: Path, tell: Tell) -> None:
        """Write all rows of an SQLite file, which is brought up to date first; a killed run goes on.

        No server may use the database before `finish`.

        Raises:
            MoveRefused: The database is not empty, or cannot be used; or a value does not fit.

        """
        make_tables("", file)
        with closing(SqliteFile(file, is_draft=True)) as source:
            require_source(source, self._target, frozenset(known_migrations()))
            move = Move(source, self._target, moved_tables(), lambda: make_tables(self._address, file), tell)
            _require_same(move.run(move.survey()))

    def finish(self) -> None:
        """Let servers use the database."""
        self._target.drop_mark()


def _require_same(lines: tuple[Line, ...]) -> None:
    for line in lines:
        if not line.is_same:
            raise MoveRefused(f"What was written is not what is read: {line.difference}.", "Check the disks.")
