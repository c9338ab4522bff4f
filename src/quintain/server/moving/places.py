"""A database as one side of a move: what both kinds can do."""

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from quintain.server.marks import State
from quintain.server.moving.tables import Table
from quintain.server.moving.values import Row, Value


@dataclass(frozen=True, slots=True)
class Mark:
    """What `marks` knows of a database."""

    state: State
    fingerprint: str
    place: str
    at: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a table is: the rows that the target has of it, and the key of the last."""

    moved: int = 0
    last: Value = None


class Place(Protocol):
    """A database to read from, or to write to. Faults of its driver become `MoveRefused`."""

    words: str
    """The database in a sentence; without a password."""

    def close(self) -> None:
        """Give up all locks, and what was not committed."""

    def table_names(self) -> frozenset[str]:
        """Return the names of all tables."""

    def migrations(self) -> frozenset[str]:
        """Return the migrations that were applied, as ``app.name``."""

    def require_alone(self) -> None:
        """Refuse a database that a server uses."""

    def keep_still(self, tables: Sequence[Table]) -> None:
        """Let nobody else write to these tables, until the end."""

    def read(self, table: Table, after: Value = None) -> Generator[tuple[Any, ...]]:
        """Yield the rows in the order of the primary key, as the driver gives them, for `values.converter`."""

    def last_number(self, table: Table) -> int:
        """Return the last number that the database gave to a row of a table that counts; 0 if none."""

    def mark(self) -> Mark | None:
        """Return the mark, if there is one."""

    def put_mark(self, mark: Mark) -> None:
        """Put a mark in the place of another one, and commit."""

    def drop_mark(self) -> None:
        """Let servers use the database."""

    def clear(self, tables: Iterable[Table]) -> None:
        """Delete all rows of these tables."""

    def progress(self) -> dict[str, Progress]:
        """Return how far each table is."""

    def write(self, table: Table, rows: Sequence[Row], progress: Progress) -> None:
        """Add rows, without triggers, and how far the table is then: both or neither."""

    def set_last_number(self, table: Table, number: int) -> None:
        """Have the next row of a table that counts get a higher number."""

    def check(self) -> None:
        """Refuse what is in the database now if a row names another one that is not there."""


type Tell = Callable[[str], None]
"""Prints how far a move is."""
