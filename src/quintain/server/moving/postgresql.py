"""A PostgreSQL as one side of a move. Only this module of the package needs its driver."""

import json
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, LiteralString

from psycopg import Connection, Error, IsolationLevel, connect, sql
from psycopg.errors import IntegrityError, LockNotAvailable
from psycopg.types.json import Jsonb, set_json_loads

from quintain.server import marks
from quintain.server.marks import State
from quintain.server.moving.errors import MoveRefused
from quintain.server.moving.places import Mark, Progress
from quintain.server.moving.tables import Table
from quintain.server.moving.values import JsonText, Kind, Row, Value

ROWS_AT_ONCE: Final = 50
"""How many rows are in memory as they are read: one can take a megabyte."""
OPTIONS: Final = "-c timezone=UTC -c lock_timeout=10s -c idle_in_transaction_session_timeout=0 -c statement_timeout=0"
OURS: Final = "quintain-move"
LOCK: Final = "SELECT pg_try_advisory_lock(hashtext('quintain.move'))"
OTHERS: Final = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'quintain%'
"""
TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
HAS_TRIGGERS: Final = "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
MAKE_MARK: Final = (
    f"CREATE TABLE IF NOT EXISTS {marks.TABLE} (state text, fingerprint text, place text, at text)",
    f"CREATE TABLE IF NOT EXISTS {marks.PROGRESS} (name text PRIMARY KEY, moved bigint, last jsonb)",
)


class PostgresDatabase:
    """A database at an address; with ``is_alone``, no server and no other move may use it meanwhile."""

    def __init__(self, address: str, *, is_alone: bool = True) -> None:
        self.words = "PostgreSQL"
        with self._told():
            self._connection: Connection[Any] = connect(
                address, autocommit=True, connect_timeout=10, options=OPTIONS, application_name=OURS
            )
            info = self._connection.info
            self.words = f"the PostgreSQL database {info.dbname} at {info.host or 'this machine'}"
            set_json_loads(_json_text, self._connection)
        if is_alone:
            try:
                self._lock()
                self.require_alone()
            except MoveRefused:
                self.close()
                raise

    def _lock(self) -> None:
        if not self._one(LOCK):
            raise MoveRefused(f"Another move uses {self.words}.", "Wait for its end.")

    def require_alone(self) -> None:
        """Refuse a database that Quintain uses on any machine."""
        if number := self._one(OTHERS):
            raise MoveRefused(
                f"Quintain runs with {self.words}: it has {number} connections.",
                "Stop quintain serve and quintain judge on all machines, then try again.",
            )

    def close(self) -> None:
        """Give up all locks, and what was not committed."""
        self._connection.close()

    def table_names(self) -> frozenset[str]:
        """Return the names of all tables."""
        return frozenset(name for (name,) in self._all(TABLES))

    def migrations(self) -> frozenset[str]:
        """Return the migrations that were applied, as ``app.name``."""
        return frozenset(f"{app}.{name}" for app, name in self._all("SELECT app, name FROM django_migrations"))

    def begin_reading(self) -> None:
        """See the database as it is at this moment, until the end, whatever others write."""
        with self._told():
            self._connection.autocommit = False
            self._connection.isolation_level = IsolationLevel.REPEATABLE_READ

    def keep_still(self, tables: Sequence[Table]) -> None:
        """Let nobody else write to these tables, until the end."""
        self.begin_reading()
        names = sql.SQL(", ").join(sql.Identifier(table.name) for table in tables)
        self._all(sql.SQL("LOCK TABLE {} IN EXCLUSIVE MODE").format(names))

    def read(self, table: Table, after: Value = None) -> Generator[tuple[Any, ...]]:
        """Yield the rows in the order of the primary key."""
        with self._told(), self._connection.transaction(), self._connection.cursor("quintain_move") as cursor:
            cursor.itersize = ROWS_AT_ONCE
            key = sql.Identifier(table.key_column.name)
            in_order = sql.SQL('{} COLLATE "C"').format(key) if table.key_column.kind is Kind.TEXT else key
            where = sql.SQL("") if after is None else sql.SQL("WHERE {} > {}").format(in_order, sql.Placeholder())
            query = sql.SQL("SELECT {} FROM {} {} ORDER BY {}").format(
                sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns),
                sql.Identifier(table.name),
                where,
                in_order,
            )
            yield from cursor.execute(query, [] if after is None else [after])

    def last_number(self, table: Table) -> int:
        """Return the last number that was given to a row of a table that counts; 0 if none."""
        query = sql.SQL("SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {}")
        return self._one(query.format(self._counter(table)))

    def mark(self) -> Mark | None:
        """Return the mark, if there is one."""
        if marks.TABLE not in self.table_names():
            return None
        rows = self._all(f"SELECT state, fingerprint, place, at FROM {marks.TABLE}")  # noqa: S608  a name of ours
        return Mark(State(rows[0][0]), *rows[0][1:]) if rows else None

    def put_mark(self, mark: Mark) -> None:
        """Put a mark in the place of another one, and commit."""
        with self._told():
            with self._connection.transaction():
                for each in MAKE_MARK:
                    self._all(each)
                self._all(f"DELETE FROM {marks.TABLE}")  # noqa: S608  as above
                values = (mark.state, mark.fingerprint, mark.place, mark.at)
                self._all(f"INSERT INTO {marks.TABLE} VALUES (%s, %s, %s, %s)", *values)  # noqa: S608  as above
            self._connection.commit()

    def drop_mark(self) -> None:
        """Let servers use the database."""
        self._all(f"DROP TABLE {marks.PROGRESS}, {marks.TABLE}")

    def clear(self, tables: Iterable[Table]) -> None:
        """Delete all rows of these tables."""
        with self._told(), self._connection.transaction():
            for table in tables:
                self._all(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))

    def progress(self) -> dict[str, Progress]:
        """Return how far each table is."""
        rows = self._all(f"SELECT name, moved, last FROM {marks.PROGRESS}")  # noqa: S608  a name of ours
        return {name: Progress(moved, None if last is None else json.loads(last.text)) for name, moved, last in rows}

    def write(self, table: Table, rows: Sequence[Row], progress: Progress) -> None:
        """Add rows, without triggers, and how far the table is then: both or neither."""
        name = sql.Identifier(table.name)
        columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
        moments = [place for place, column in enumerate(table.columns) if column.kind is Kind.MOMENT]
        has_triggers = self._one(HAS_TRIGGERS, f'"{table.name}"')
        with self._told(table), self._connection.transaction():
            if has_triggers:
                self._all(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(name, columns)
            with self._connection.cursor() as cursor, cursor.copy(into) as copy:
                for row in rows:
                    copy.write_row(_in_utc(row, moments))
            if has_triggers:
                self._all("SET CONSTRAINTS ALL IMMEDIATE")  # no table with checks that are due can be altered
                self._all(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))
            self._all(
                f"INSERT INTO {marks.PROGRESS} VALUES (%s, %s, %s) "  # noqa: S608  a name of ours
                "ON CONFLICT (name) DO UPDATE SET moved = excluded.moved, last = excluded.last",
                *(table.name, progress.moved, Jsonb(progress.last)),
            )

    def set_last_number(self, table: Table, number: int) -> None:
        """Have the next row of a table that counts get a higher number."""
        if number:
            query = sql.SQL("SELECT setval({}, %s)").format(sql.Literal(self._counter_name(table)))
            self._all(query, number)

    def check(self) -> None:
        """Do nothing: the constraints of the database hold at the end of each transaction."""

    def _counter_name(self, table: Table) -> str:
        rows = self._all("SELECT pg_get_serial_sequence(%s, %s)", f'"{table.name}"', table.key_column.name)
        return str(rows[0][0])

    def _counter(self, table: Table) -> sql.Composed:
        schema, _, name = self._counter_name(table).rpartition(".")
        return sql.SQL(".").join(sql.Identifier(part.strip('"')) for part in (schema, name))

    @contextmanager
    def _told(self, table: Table | None = None) -> Iterator[None]:
        try:
            yield
        except IntegrityError as error:
            raise MoveRefused(
                f"Rows of {table.name if table else 'a table'} do not fit into {self.words}: {_sentence(error)}",
                "Change or delete them where they come from, and move again.",
            ) from None
        except LockNotAvailable:
            raise MoveRefused(
                f"Something holds a table of {self.words}.", "Stop all programs that use it, then try again."
            ) from None
        except Error as error:
            raise MoveRefused(
                f"{self.words[0].upper()}{self.words[1:]} cannot be used: {_sentence(error)}",
                "Check QUINTAIN_DATABASE_URL, and with psql that its user may make tables there. "
                "What was begun goes on with the same command.",
            ) from None

    def _all(self, query: sql.SQL | sql.Composed | LiteralString, *values: object) -> list[Any]:
        with self._told():
            cursor = self._connection.execute(sql.SQL(query) if isinstance(query, str) else query, values or None)
            return cursor.fetchall() if cursor.description else []

    def _one(self, query: sql.SQL | sql.Composed | LiteralString, *values: object) -> int:
        return int(self._all(query, *values)[0][0])


def _json_text(text: str | bytes) -> JsonText:
    return JsonText(text if isinstance(text, str) else text.decode())


def _sentence(error: Error) -> str:
    """Return what PostgreSQL said, which holds no password, with the detail of it."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    detail = error.diag.message_detail
    return f"{lines[0]}{f' ({detail})' if detail else ''}"


def _in_utc(row: Row, moments: Sequence[int]) -> Row:
    if not moments:
        return row
    changed = list(row)
    for place in moments:
        if isinstance(value := changed[place], str):
            changed[place] = f"{value}+00"
    return tuple(changed)
