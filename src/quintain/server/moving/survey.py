"""All rows of one side, read to the end: how many there are, their digest, and what does not fit the other side."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from quintain.server.moving.places import Place, Tell
from quintain.server.moving.tables import Table
from quintain.server.moving.values import Convert, Misfit, Row, Value, converter, digestible

MOST_TOLD: Final = 12
ROWS_A_LINE: Final = 20_000
"""After how many rows of a table its progress is told again."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a table holds: the number of rows, their SHA-256, and the last number that was given to one."""

    rows: int
    sha256: str
    last_number: int


@dataclass(frozen=True, slots=True)
class Misfitting:
    """A value that the other side does not take: where it is, and why, as the end of a sentence."""

    table: str
    key: str
    column: str
    why: str

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.column} {self.why}"


@dataclass(frozen=True, slots=True)
class Misfits:
    """All values of a row that do not fit."""

    values: tuple[Misfitting, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a database holds, by the names of its tables; ``misfits`` are the first of ``misfitting`` values."""

    digests: dict[str, Digest]
    misfits: tuple[Misfitting, ...]
    misfitting: int

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(each.rows for each in self.digests.values())

    @property
    def fingerprint(self) -> str:
        """The same for the same rows, wherever they are."""
        lines = (f"{name} {each.rows} {each.sha256}\n" for name, each in sorted(self.digests.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def shown(key: object) -> str:
    """Return a primary key for a sentence."""
    return str(key)[:60]


class Reader:
    """Reads a table of a place as canonical rows."""

    def __init__(self, place: Place, table: Table, *, replaces_nul: bool = False) -> None:
        self._place, self._table = place, table
        self._converters: list[Convert] = [converter(each, replaces_nul=replaces_nul) for each in table.columns]

    def rows(self, after: Value = None) -> Iterator[Row]:
        """Yield the rows in the order of the primary key, from the one after ``after``.

        Raises:
            Misfit: A value does not fit, which a survey has not found before.

        """
        for raw in self._place.read(self._table, after):
            yield tuple(convert(value) for convert, value in zip(self._converters, raw, strict=True))

    def rows_and_misfits(self) -> Iterator[Row | Misfits]:
        """Yield each row, or why it does not fit."""
        for raw in self._place.read(self._table):
            try:
                yield tuple(convert(value) for convert, value in zip(self._converters, raw, strict=True))
            except Misfit:
                yield Misfits(tuple(self._misfits(raw)))

    def _misfits(self, raw: tuple[Any, ...]) -> Iterator[Misfitting]:
        key = shown(raw[self._table.key])
        for column, convert, value in zip(self._table.columns, self._converters, raw, strict=True):
            try:
                convert(value)
            except Misfit as misfit:
                yield Misfitting(self._table.name, key, column.name, str(misfit))


def survey(place: Place, tables: Sequence[Table], tell: Tell, *, replaces_nul: bool = False) -> Survey:
    """Read all rows of these tables.

    Raises:
        MoveRefused: The database cannot be read.

    """
    digests: dict[str, Digest] = {}
    misfits: list[Misfitting] = []
    misfitting = 0
    for table in tables:
        digest, rows = hashlib.sha256(), 0
        for row in Reader(place, table, replaces_nul=replaces_nul).rows_and_misfits():
            rows += 1
            if isinstance(row, Misfits):
                misfitting += len(row.values)
                misfits += row.values[: MOST_TOLD - len(misfits)]
            else:
                digest.update(digestible(row))
            if rows % ROWS_A_LINE == 0:
                tell(f"  read {table.name}: {rows}")
        number = place.last_number(table) if table.counts else 0
        digests[table.name] = Digest(rows, digest.hexdigest(), number)
    return Survey(digests, tuple(misfits), misfitting)


def first_difference(source: Place, target: Place, table: Table, *, replaces_nul: bool = False) -> str:
    """Name the first row in which a table differs between two places, and its columns; nothing if it is alike."""
    key = table.key
    theirs = Reader(target, table).rows_and_misfits()
    for row in Reader(source, table, replaces_nul=replaces_nul).rows_and_misfits():
        other = next(theirs, None)
        if isinstance(row, Misfits):
            return str(row.values[0])
        if isinstance(other, Misfits):
            return str(other.values[0])
        if other is None or row[key] != other[key]:
            there = "the end" if other is None else shown(other[key])
            return f"{table.name} {shown(row[key])} or {there}: a row is missing, or was added"
        if row != other:
            pairs = zip(table.columns, row, other, strict=True)
            names = ", ".join(column.name for column, one, two in pairs if one != two)
            return f"{table.name} {shown(row[key])}: {names}"
    return "" if next(theirs, None) is None else f"{table.name}: a row was added at its end"
