"""An SQLite file as one side of a move."""

import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from quintain.server import marks
from quintain.server.marks import State
from quintain.server.moving.errors import MoveRefused
from quintain.server.moving.places import Mark, Progress
from quintain.server.moving.tables import Table
from quintain.server.moving.values import JsonText, Kind, Row, Value

WAIT_SECONDS: Final = 10.0
MAKE_MARK: Final = (
    f"CREATE TABLE IF NOT EXISTS {marks.TABLE} (state TEXT, fingerprint TEXT, place TEXT, at TEXT)",
    f"CREATE TABLE IF NOT EXISTS {marks.PROGRESS} (name TEXT PRIMARY KEY, moved INTEGER, last)",
)


class SqliteFile:
    """A database in a file; ``is_draft`` if nothing is lost with it, so that nobody waits for the disk."""

    def __init__(self, path: Path, *, is_draft: bool = False) -> None:
        self.words = str(path)
        with self._told():
            self._database = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
        self._database.text_factory = _decoded
        with self._told():
            for each in ("trusted_schema=OFF", "foreign_keys=OFF", f"synchronous={'OFF' if is_draft else 'FULL'}"):
                self._database.execute(f"PRAGMA {each}")

    def close(self) -> None:
        """Give up all locks, and what was not committed."""
        self._database.close()

    def table_names(self) -> frozenset[str]:
        """Return the names of all tables."""
        return frozenset(name for (name,) in self._all("SELECT name FROM sqlite_schema WHERE type = 'table'"))

    def migrations(self) -> frozenset[str]:
        """Return the migrations that were applied, as ``app.name``."""
        return frozenset(f"{app}.{name}" for app, name in self._all("SELECT app, name FROM django_migrations"))

    def require_alone(self) -> None:
        """Do nothing: the lock on the data folder keeps servers away."""

    def keep_still(self, tables: Sequence[Table]) -> None:  # noqa: ARG002  the lock is for the whole file
        """Let nobody else write, until the end."""
        self._all("BEGIN IMMEDIATE")

    def read(self, table: Table, after: Value = None) -> Generator[tuple[Any, ...]]:
        """Yield the rows in the order of the primary key; JSON is still text."""
        columns = ", ".join(_quoted(column.name) for column in table.columns)
        key = _quoted(table.key_column.name)
        where, values = ("", []) if after is None else (f"WHERE {key} > ?", [after])
        texts = [place for place, column in enumerate(table.columns) if column.kind is Kind.JSON]
        with self._told():
            for row in self._database.execute(f"SELECT {columns} FROM {table.name} {where} ORDER BY {key}", values):  # noqa: S608  names of models
                yield _with_json(row, texts) if texts else row

    def last_number(self, table: Table) -> int:
        """Return the last number that was given to a row of a table that counts; 0 if none."""
        rows = self._all("SELECT seq FROM sqlite_sequence WHERE name = ?", table.name)
        return int(rows[0][0]) if rows else 0

    def mark(self) -> Mark | None:
        """Return the mark, if there is one."""
        if marks.TABLE not in self.table_names():
            return None
        rows = self._all(f"SELECT state, fingerprint, place, at FROM {marks.TABLE}")  # noqa: S608  a name of ours
        return Mark(State(rows[0][0]), *rows[0][1:]) if rows else None

    def put_mark(self, mark: Mark) -> None:
        """Put a mark in the place of another one, and commit."""
        if not self._database.in_transaction:
            self._all("BEGIN IMMEDIATE")
        for each in MAKE_MARK:
            self._all(each)
        self._all(f"DELETE FROM {marks.TABLE}")  # noqa: S608  as above
        values = (mark.state, mark.fingerprint, mark.place, mark.at)
        self._all(f"INSERT INTO {marks.TABLE} VALUES (?, ?, ?, ?)", *values)  # noqa: S608  as above
        self._all("COMMIT")

    def drop_mark(self) -> None:
        """Let servers use the database."""
        with self._transaction():
            self._all(f"DROP TABLE {marks.PROGRESS}")
            self._all(f"DROP TABLE {marks.TABLE}")

    def clear(self, tables: Iterable[Table]) -> None:
        """Delete all rows of these tables."""
        with self._transaction():
            for table in tables:
                self._all(f"DELETE FROM {table.name}")  # noqa: S608  names of models

    def progress(self) -> dict[str, Progress]:
        """Return how far each table is."""
        rows = self._all(f"SELECT name, moved, last FROM {marks.PROGRESS}")  # noqa: S608  a name of ours
        return {name: Progress(moved, last) for name, moved, last in rows}

    def write(self, table: Table, rows: Sequence[Row], progress: Progress) -> None:
        """Add rows, without triggers, and how far the table is then: both or neither."""
        columns = ", ".join(_quoted(column.name) for column in table.columns)
        places = ", ".join("?" for _ in table.columns)
        moments = [place for place, column in enumerate(table.columns) if column.kind is Kind.MOMENT]
        with self._transaction():
            triggers = self._all(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", table.name
            )
            for name, _ in triggers:
                self._all(f"DROP TRIGGER {_quoted(name)}")
            with self._told(table):
                self._database.executemany(
                    f"INSERT INTO {table.name} ({columns}) VALUES ({places})",  # noqa: S608  names of models
                    (_as_django_writes(row, moments) for row in rows),
                )
            for _, sql in triggers:
                self._all(sql)
            self._all(
                f"INSERT INTO {marks.PROGRESS} VALUES (?, ?, ?) "  # noqa: S608  a name of ours
                "ON CONFLICT (name) DO UPDATE SET moved = excluded.moved, last = excluded.last",
                *(table.name, progress.moved, progress.last),
            )

    def set_last_number(self, table: Table, number: int) -> None:
        """Have the next row of a table that counts get a higher number."""
        with self._transaction():
            self._all("DELETE FROM sqlite_sequence WHERE name = ?", table.name)
            if number:
                self._all("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table.name, number)

    def check(self) -> None:
        """Refuse what is in the database now if a row names another one that is not there."""
        if rows := self._all("PRAGMA foreign_key_check"):
            raise MoveRefused(
                f"A row of {rows[0][0]} names one of {rows[0][2]} that is not there.", "Bring back your last backup."
            )

    def be_one_file(self) -> None:
        """Leave nothing in files beside the database."""
        self._all("PRAGMA journal_mode=DELETE")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._all("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.rollback()
            raise
        self._all("COMMIT")

    @contextmanager
    def _told(self, table: Table | None = None) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError as error:
            raise MoveRefused(
                f"Rows of {table.name if table else 'a table'} do not fit into {self.words}: {error}.",
                "Change or delete them where they come from, and move again.",
            ) from None
        except sqlite3.Error as error:
            remedy = "Stop the server and all commands of Quintain that use it, and check the disk."
            raise MoveRefused(f"The database {self.words} cannot be used: {error}.", remedy) from None

    def _all(self, query: str, *values: object) -> list[Any]:
        with self._told():
            return self._database.execute(query, values).fetchall()


def _decoded(text: bytes) -> str:
    return text.decode(errors="surrogateescape")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _with_json(row: tuple[Any, ...], texts: Sequence[int]) -> tuple[Any, ...]:
    changed = list(row)
    for place in texts:
        if isinstance(changed[place], str):
            changed[place] = JsonText(changed[place])
        elif changed[place] is not None:
            changed[place] = b""  # no JSON: Django keeps it as text
    return tuple(changed)


def _as_django_writes(row: Row, moments: Sequence[int]) -> Row:
    """Leave out microseconds that are none: texts of times are compared as texts."""
    if not moments:
        return row
    changed = list(row)
    for place in moments:
        if isinstance(value := changed[place], str):
            changed[place] = value.removesuffix(".000000")
    return tuple(changed)
